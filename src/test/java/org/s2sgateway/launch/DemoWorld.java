package org.s2sgateway.launch;

import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.s2sgateway.simulator.Simulator;
import org.s2sgateway.simulator.dataverse.Environment;

/**
 * Who is who in the demonstration: what the simulator knows, and what the gateway is told of it.
 *
 * @param environment of the home tenant, which the demonstration connects
 * @param customer environment of a tenant that has not consented, for somebody at a browser to connect
 */
record DemoWorld(URI authority, Path caCertificate, String environment, String customer, List<String> hosts) {

    static final String HOME_TENANT = "c0a00000-0000-4000-8000-000000000001";
    static final String CONSUMER = "b0000000-0000-4000-8000-000000000008";
    static final String CONSUMER_SECRET = "simulated-demo-secret~1";
    /** Has the app role {@code Gateway.Operator}. */
    static final String OPERATOR = "b0000000-0000-4000-8000-000000000002";

    static final String OPERATOR_SECRET = "simulated-operator-tool-secret~1";
    static final String SCOPE = "api://a0000000-0000-4000-8000-000000000001/.default";

    /** Global Administrator of the customer's tenant, and System Administrator of its environment. */
    static final String CUSTOMERS_ADMIN = "grace@adventure-works.example";

    /** Has the app role {@code Gateway.Operator}, and so gets into the console. */
    static final String HOME_OPERATOR = "ada@contoso.example";

    private static final String ACCOUNTS = "/api/data/v9.2/accounts?$select=name&$top=3";

    private static final String GATEWAY = "a0000000-0000-4000-8000-000000000001";
    private static final String GATEWAY_SECRET = "simulated-gateway-secret~1";
    /** The words "demo key of the audit, 256 bits!". */
    static final String AUDIT_KEY = "ZGVtbyBrZXkgb2YgdGhlIGF1ZGl0LCAyNTYgYml0cyE=";

    static DemoWorld of(Simulator simulator) {
        List<String> hosts =
                simulator.environments().stream().map(Environment::host).toList();
        return new DemoWorld(
                simulator.authority(),
                simulator.caCertificate(),
                simulator.host("contoso"),
                simulator.host("adventure-works"),
                hosts);
    }

    /** Where the customer's administrator begins. */
    String connectAddress(Port gateway) {
        return gateway.url() + "/connect?environment=" + customer;
    }

    URI tokenEndpoint() {
        return URI.create(authority + "/" + HOME_TENANT + "/oauth2/v2.0/token");
    }

    /** The gateway's path of the environment's top three accounts. */
    String accountsPath() {
        return "/api/dataverse/" + environment + ACCOUNTS;
    }

    /** One command for a POSIX shell with curl and sed: the top three accounts, with a token of its own. */
    String curl(Port gateway) {
        return curl(CONSUMER, CONSUMER_SECRET, gateway, accountsPath());
    }

    /** The same for an operator of the gateway, who manages the registry and the grants. */
    String operatorsCurl(Port gateway, String path) {
        return curl(OPERATOR, OPERATOR_SECRET, gateway, path);
    }

    private String curl(String client, String secret, Port gateway, String path) {
        String token = String.join(
                " ",
                "curl -sS --cacert " + quoted(caCertificate.toString()),
                "-d grant_type=client_credentials",
                "-d client_id=" + client,
                "-d " + quoted("client_secret=" + secret),
                "-d " + quoted("scope=" + SCOPE),
                tokenEndpoint().toString(),
                "| sed -n 's/.*\"access_token\" *: *\"\\([^\"]*\\)\".*/\\1/p'");
        return "curl -sS -H \"Authorization: Bearer $(" + token + ")\" " + quoted(gateway.url() + path);
    }

    /** The gateway's environment variables: the given ones without a configuration of somebody's real gateway. */
    Map<String, String> configuration(Map<String, String> given, Port port, Path database) {
        Map<String, String> variables = given.entrySet().stream()
                .filter(variable -> !variable.getKey().startsWith("S2S_"))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (one, other) -> one, HashMap::new));
        variables.put("S2S_PUBLIC_URL", port.url());
        variables.put("S2S_REGISTRATION_MODE", "multi-tenant");
        variables.put("S2S_REGISTRATION_AUTHORITY", authority.toString());
        variables.put("S2S_REGISTRATION_TENANT_ID", HOME_TENANT);
        variables.put("S2S_REGISTRATION_CLIENT_ID", GATEWAY);
        variables.put("S2S_REGISTRATION_CLIENT_SECRET", GATEWAY_SECRET);
        variables.put("S2S_AUDIT_KEY", AUDIT_KEY);
        variables.put("S2S_DATAVERSE_HOSTS", String.join(",", hosts));
        variables.put("S2S_ONBOARDING_SECURITY_ROLE", "S2S Gateway Access");
        variables.put("S2S_TLS_TRUST_CERTIFICATES", caCertificate.toString());
        variables.put("S2S_DB_URL", "jdbc:h2:file:" + database.toAbsolutePath());
        return Map.copyOf(variables);
    }

    // POSIX.1-2017 2.2.2: between single quotes only the quote itself is special.
    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }
}
