package org.s2sgateway.simulator;

import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.s2sgateway.simulator.dataverse.Environment;
import org.s2sgateway.simulator.identity.Application;
import org.s2sgateway.simulator.identity.ApplicationSecret;
import org.s2sgateway.simulator.identity.Directory;
import org.s2sgateway.simulator.identity.DirectoryTenant;
import org.s2sgateway.simulator.identity.Person;
import org.s2sgateway.simulator.wire.JsonText;

/** Says what there is in a running simulator: as JSON for programs, as a table for people. */
final class WorldDescription {

    private WorldDescription() {}

    static JsonObject json(Simulator simulator) {
        JsonArrayBuilder tenants = JsonText.JSON.createArrayBuilder();
        for (DirectoryTenant tenant : simulator.entraId().directory().tenants()) {
            tenants.add(JsonText.object()
                    .add("tenantId", tenant.id().toString())
                    .add("name", tenant.name())
                    .add("domain", tenant.domain()));
        }
        JsonArrayBuilder people = JsonText.JSON.createArrayBuilder();
        simulator.entraId().directory().people().forEach(person -> people.add(json(person, simulator)));
        JsonArrayBuilder environments = JsonText.JSON.createArrayBuilder();
        for (Environment environment : simulator.environments()) {
            environments.add(JsonText.object()
                    .add("name", environment.place().name())
                    .add("url", environment.place().url())
                    .add("tenantId", environment.place().tenant().id().toString())
                    .add("remark", simulator.remark(environment.place().name())));
        }
        JsonArrayBuilder applications = JsonText.JSON.createArrayBuilder();
        simulator
                .entraId()
                .directory()
                .applications()
                .forEach(application -> applications.add(json(application, simulator)));
        return JsonText.object()
                .add("authority", simulator.authority().toString())
                .add("caCertificate", simulator.caCertificate().toString())
                .add("gatewayPkcs12", simulator.gatewayPkcs12().toString())
                .add("gatewayPem", simulator.gatewayPem().toString())
                .add("tenants", tenants)
                .add("people", people)
                .add("applications", applications)
                .add("environments", environments)
                .build();
    }

    private static JsonObjectBuilder json(Person person, Simulator simulator) {
        return JsonText.object()
                .add("userPrincipalName", person.userPrincipalName())
                .add("name", person.name())
                .add("label", person.label())
                .add("tenantId", person.home().id().toString())
                .add("objectId", person.objectId().toString())
                .add(
                        "directoryRoles",
                        JsonText.strings(person.directoryRoles().stream()
                                .map(UUID::toString)
                                .toList()))
                .add(
                        "guestIn",
                        JsonText.strings(guestIn(person, simulator)
                                .map(tenant -> tenant.id().toString())
                                .toList()));
    }

    private static Stream<DirectoryTenant> guestIn(Person person, Simulator simulator) {
        Directory directory = simulator.entraId().directory();
        return directory.tenants().stream().filter(tenant -> directory.isGuest(person, tenant));
    }

    private static JsonObjectBuilder json(Application application, Simulator simulator) {
        JsonObjectBuilder tenants = JsonText.object();
        for (DirectoryTenant tenant : simulator.entraId().directory().tenants()) {
            application
                    .principal(tenant.id())
                    .ifPresent(principal ->
                            tenants.add(tenant.id().toString(), JsonText.strings(new TreeSet<>(principal.roles()))));
        }
        return JsonText.object()
                .add("name", application.name())
                .add("clientId", application.clientId().toString())
                .add(
                        "secrets",
                        JsonText.strings(application.secrets().stream()
                                .map(ApplicationSecret::value)
                                .toList()))
                .add("rolesByTenant", tenants);
    }

    static String table(Simulator simulator, String environmentFile) {
        StringBuilder text = new StringBuilder();
        text.append("\nThe simulator is up. Nothing here is real: neither the tenants nor the secrets.\n\n");
        line(text, "Identity", simulator.authority().toString());
        line(text, "World as JSON", simulator.authority() + "/simulator");
        line(text, "CA certificate", simulator.caCertificate().toString());
        line(text, "Gateway's key", simulator.gatewayPkcs12() + " (password " + simulator.certificatePassword() + ")");
        line(text, "", simulator.gatewayPem().toString());
        text.append("\nTenants\n");
        for (DirectoryTenant tenant : simulator.entraId().directory().tenants()) {
            row(text, tenant.id().toString(), tenant.name() + remark(tenant));
        }
        text.append("\nPeople (no password: the sign-in page asks who you are)\n");
        for (Person person : simulator.entraId().directory().people()) {
            String guest = guestIn(person, simulator)
                    .map(tenant -> ", guest of " + tenant.name())
                    .collect(Collectors.joining());
            row(text, person.userPrincipalName(), person.label() + guest);
        }
        text.append("\nEnvironments\n");
        for (Environment environment : simulator.environments()) {
            row(
                    text,
                    environment.place().url() + "  " + environment.place().name(),
                    environment.place().tenant().name() + ": "
                            + simulator.remark(environment.place().name()));
        }
        text.append("\nApplications (client id, secret)\n");
        for (Application application : simulator.entraId().directory().applications()) {
            row(
                    text,
                    application.clientId() + "  " + application.name(),
                    application.secrets().get(0).value() + "  " + roles(application, simulator));
        }
        text.append("\nTo run the gateway against it, in another terminal:\n\n");
        environmentVariables(simulator).forEach((name, value) -> text.append("  export ")
                .append(name)
                .append("='")
                .append(value)
                .append("'\n"));
        text.append("  ./mvnw -Prun\n\n(the exports are in ")
                .append(environmentFile)
                .append(", too: source it)\n")
                .append("\nThen connect a customer: open http://localhost:8080/connect?environment=")
                .append(simulator.host("adventure-works"))
                .append(
                        "\nas grace@adventure-works.example. At the sign-in the browser warns of the certificate: accept")
                .append(" it, or import the CA's.\n\n");
        text.append("Ctrl-C ends the simulator.\n");
        return text.toString();
    }

    /** What a gateway needs to know, under the names of its environment variables. */
    static Map<String, String> environmentVariables(Simulator simulator) {
        String hosts = simulator.environments().stream().map(Environment::host).collect(Collectors.joining(","));
        return new TreeMap<>(Map.of(
                "S2S_REGISTRATION_MODE",
                "multi-tenant",
                "S2S_REGISTRATION_AUTHORITY",
                simulator.authority().toString(),
                "S2S_REGISTRATION_TENANT_ID",
                World.CONTOSO.id().toString(),
                "S2S_REGISTRATION_CLIENT_ID",
                World.GATEWAY.toString(),
                "S2S_REGISTRATION_CLIENT_SECRET",
                World.GATEWAY_SECRET,
                "S2S_ONBOARDING_SECURITY_ROLE",
                "S2S Gateway Access",
                "S2S_TLS_TRUST_CERTIFICATES",
                simulator.caCertificate().toString(),
                "S2S_DATAVERSE_HOSTS",
                hosts));
    }

    private static String roles(Application application, Simulator simulator) {
        List<String> roles = simulator.entraId().directory().tenants().stream()
                .flatMap(tenant -> application.principal(tenant.id()).stream())
                .flatMap(principal -> principal.roles().stream())
                .sorted()
                .toList();
        return roles.isEmpty() ? "" : roles.toString();
    }

    private static String remark(DirectoryTenant tenant) {
        if (tenant.equals(World.CONTOSO)) {
            return " (home tenant)";
        }
        if (tenant.equals(World.LITWARE)) {
            return " (has no Dataverse)";
        }
        return tenant.equals(World.ADVENTURE_WORKS)
                ? " (a customer that has not consented, and whose members may not)"
                : " (a customer)";
    }

    private static void line(StringBuilder text, String name, String value) {
        text.append("%-16s%s%n".formatted(name, value));
    }

    private static void row(StringBuilder text, String left, String right) {
        text.append("  %-60s  %s%n".formatted(left, right));
    }
}
