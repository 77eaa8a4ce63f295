package org.s2sgateway.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.s2sgateway.it.Asker.EVERYTHING;
import static org.s2sgateway.it.Asker.EVERYWHERE;
import static org.s2sgateway.it.Asker.FABRIKAM;
import static org.s2sgateway.it.Asker.HOME;
import static org.s2sgateway.it.Asker.NO_HOST;
import static org.s2sgateway.it.Asker.ORDERS;
import static org.s2sgateway.it.Asker.READING;
import static org.s2sgateway.it.Asker.UNKNOWN;
import static org.s2sgateway.it.Asker.grant;
import static org.s2sgateway.it.Asker.tenantJson;
import static org.s2sgateway.it.Asker.urlJson;
import static org.s2sgateway.it.Refused.BAD_REQUEST;
import static org.s2sgateway.it.Refused.CONFLICT;
import static org.s2sgateway.it.Refused.NOT_FOUND;
import static org.s2sgateway.it.Refused.NOT_PERMITTED;
import static org.s2sgateway.it.Refused.UNAUTHENTICATED;
import static org.s2sgateway.it.Refused.UNKNOWN_ENVIRONMENT;
import static org.s2sgateway.it.Refused.row;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the own API refuses: whom an address is not for, and what is wrong with what was sent there. */
class RefusedManagementIT {

    @RegisterExtension
    final Asker asker = new Asker();

    /** An address of the contract's table, the roles that open it, and what an operator's tool gets there. */
    private record Managed(String method, String path, String body, String roles, String asOperator) {

        boolean isReading() {
            return method.equals("GET");
        }

        HttpRequest.Builder request(Asker t) {
            return t.json(method, path, body);
        }

        HttpRequest.Builder as(Asker t, String application) {
            return request(t).setHeader("Authorization", "Bearer " + t.token(application));
        }

        @Override
        public String toString() {
            return method + " " + path.replace(HOME, "{home}").replace(UNKNOWN, "{unknown}");
        }
    }

    static Stream<Managed> addresses() {
        String tenant = "/api/tenants/" + HOME;
        String unknown = "/api/tenants/" + UNKNOWN;
        String environment = "/api/environments/" + NO_HOST;
        return Stream.of(
                new Managed("GET", READING, "", "Tenants.Read", "200"),
                new Managed("GET", "/api/tenants", "", "Tenants.Read", "200"),
                new Managed("POST", "/api/tenants", tenantJson(UNKNOWN), "Tenants.Manage", CONFLICT),
                new Managed("GET", tenant, "", "Tenants.Read", "200"),
                new Managed("PATCH", unknown, "{\"status\":\"suspended\"}", "Tenants.Manage", NOT_FOUND),
                new Managed("DELETE", unknown, "", "Tenants.Manage", NOT_FOUND),
                new Managed("GET", tenant + "/invitations", "", "Tenants.Manage", "200"),
                new Managed("POST", tenant + "/invitations", "", "Tenants.Manage", CONFLICT),
                new Managed("DELETE", tenant + "/invitations/" + UNKNOWN, "", "Tenants.Manage", NOT_FOUND),
                new Managed("GET", tenant + "/environments", "", "Tenants.Read", "200"),
                new Managed(
                        "POST", unknown + "/environments", urlJson("https://" + NO_HOST), "Tenants.Manage", NOT_FOUND),
                new Managed("GET", tenant + "/events", "", "Tenants.Read", "200"),
                new Managed("GET", "/api/environments", "", "Dataverse.Access or Tenants.Read", "200"),
                new Managed("GET", environment, "", "Tenants.Read", UNKNOWN_ENVIRONMENT),
                new Managed("PATCH", environment, "{\"status\":\"disabled\"}", "Tenants.Manage", UNKNOWN_ENVIRONMENT),
                new Managed("DELETE", environment, "", "Tenants.Manage", UNKNOWN_ENVIRONMENT),
                new Managed("POST", environment + "/check", "", "Tenants.Manage", UNKNOWN_ENVIRONMENT),
                new Managed("POST", environment + "/token", "", "Tokens.Issue", NOT_PERMITTED),
                new Managed("GET", "/api/grants", "", "Tenants.Manage", "200"),
                new Managed("GET", "/api/grants/nobody", "", "Tenants.Manage", NOT_FOUND),
                new Managed("PUT", "/api/grants/nobody", "{}", "Tenants.Manage", BAD_REQUEST),
                new Managed("DELETE", "/api/grants/nobody", "", "Tenants.Manage", NOT_FOUND),
                new Managed("GET", "/api/events", "", "Tenants.Read", "200"),
                new Managed("GET", "/api/events/verify", "", "Tenants.Read", "200"));
    }

    static Stream<Refused> addressesWithoutTheRole() {
        return addresses().flatMap(address -> {
            List<Refused> rows = new ArrayList<>();
            rows.add(row(address + " by nobody", address::request, UNAUTHENTICATED));
            rows.add(refused(address, "no-roles"));
            rows.add(refused(address, "impersonating-service").saying("needs the role"));
            if (!address.isReading()) {
                rows.add(refused(address, "registry-reader"));
                rows.add(refused(address, "auditor-tool"));
            }
            // Whoever may call Dataverse may know what there is.
            rows.removeIf(row -> row.name().equals("GET /api/environments by impersonating-service"));
            return rows.stream();
        });
    }

    static Stream<Refused> registry() {
        String tenant = "/api/tenants/" + HOME;
        String unknown = "/api/tenants/" + UNKNOWN;
        String environment = "/api/environments/" + NO_HOST;
        return Stream.of(
                managing("an unknown tenant", "GET", unknown, "", NOT_FOUND),
                managing("an unknown tenant's environments", "GET", unknown + "/environments", "", NOT_FOUND),
                managing("an unknown tenant's events", "GET", unknown + "/events", "", NOT_FOUND),
                managing("an unknown tenant's invitations", "GET", unknown + "/invitations", "", NOT_FOUND),
                managing("to invite for an unknown tenant", "POST", unknown + "/invitations", "", NOT_FOUND),
                managing("a tenant by its domain", "GET", "/api/tenants/contoso.example", "", BAD_REQUEST)
                        .saying("The tenant id in the path"),
                managing(
                                "to suspend a tenant by a malformed id",
                                "PATCH",
                                "/api/tenants/1-1-1-1-1",
                                "{\"status\":\"suspended\"}",
                                BAD_REQUEST)
                        .saying("The tenant id in the path"),
                managing("a second tenant in single-tenant mode", "POST", "/api/tenants", tenantJson(UNKNOWN), CONFLICT)
                        .saying("single-tenant mode"),
                managing("a tenant without a body", "POST", "/api/tenants", "", BAD_REQUEST)
                        .saying("no body"),
                managing("a tenant that is no JSON", "POST", "/api/tenants", "{", BAD_REQUEST)
                        .saying("one valid JSON object"),
                managing(
                                "a tenant without a name",
                                "POST",
                                "/api/tenants",
                                "{\"tenantId\":\"" + UNKNOWN + "\"}",
                                BAD_REQUEST)
                        .saying("name is missing"),
                managing("a tenant with a malformed id", "POST", "/api/tenants", tenantJson("1-1"), BAD_REQUEST)
                        .saying("tenantId has to be a GUID"),
                managing(
                                "a tenant with a member too many",
                                "POST",
                                "/api/tenants",
                                tenantJson(UNKNOWN).replace("}", ",\"status\":\"consented\"}"),
                                BAD_REQUEST)
                        .saying("allowed: name, tenantId"),
                managing(
                        "a tenant that is too long",
                        "POST",
                        "/api/tenants",
                        " ".repeat(70_000),
                        "413 S2S.PayloadTooLarge"),
                row(
                        "a tenant as text",
                        t -> t.as("registry-manager", "/api/tenants")
                                .header("Content-Type", "text/plain")
                                .POST(BodyPublishers.ofString("{}")),
                        "415 S2S.UnsupportedMediaType"),
                row(
                        "a tenant as a form",
                        t -> t.form("/api/tenants", "a=b")
                                .header("Authorization", "Bearer " + t.token("registry-manager")),
                        "415 S2S.UnsupportedMediaType"),
                managing("to off-board the home tenant", "DELETE", tenant, "", CONFLICT)
                        .saying("home tenant"),
                managing("to off-board by a status", "PATCH", tenant, "{\"status\":\"offboarded\"}", BAD_REQUEST)
                        .saying("status has to be suspended or active"),
                managing("to make a tenant consented", "PATCH", tenant, "{\"status\":\"consented\"}", BAD_REQUEST)
                        .saying("status has to be suspended or active"),
                managing("an unknown environment", "GET", environment, "", UNKNOWN_ENVIRONMENT),
                managing(
                        "to open an unknown environment",
                        "PATCH",
                        environment,
                        "{\"status\":\"active\"}",
                        UNKNOWN_ENVIRONMENT),
                managing("to check an unknown environment", "POST", environment + "/check", "", UNKNOWN_ENVIRONMENT),
                managing("what can be no environment", "GET", "/api/environments/no_host", "", UNKNOWN_ENVIRONMENT),
                row(
                                "to make an environment connected",
                                t -> t.managing("PATCH", "/api/environments/" + t.host(), "{\"status\":\"connected\"}"),
                                BAD_REQUEST)
                        .saying("status has to be disabled or active"),
                environment("a host that is not allowed", "https://evil.example", BAD_REQUEST)
                        .saying("s2s.dataverse.hosts"),
                environment(
                                "an allowed host as the beginning of another",
                                "https://contoso.crm4.dynamics.com.evil.example",
                                BAD_REQUEST)
                        .saying("s2s.dataverse.hosts"),
                environment("the address of a cloud's own metadata", "https://169.254.169.254/metadata", BAD_REQUEST)
                        .saying("s2s.dataverse.hosts"),
                environment("an environment without TLS", "http://localhost:9444", BAD_REQUEST)
                        .saying("url"),
                environment("an environment with a user", "https://user@localhost:9444", BAD_REQUEST)
                        .saying("url"),
                environment("no address at all", "contoso or so", BAD_REQUEST).saying("url"),
                row(
                                "an environment of another tenant",
                                t -> t.managing("POST", tenant + "/environments", urlJson("https://" + t.otherHost())),
                                "409 S2S.OtherTenant")
                        .saying(FABRIKAM),
                managing("no entry at all in a page", "GET", "/api/tenants?limit=0", "", BAD_REQUEST)
                        .saying("limit"),
                managing("too many entries in a page", "GET", "/api/events?limit=201", "", BAD_REQUEST)
                        .saying("limit"),
                managing("a cursor that nobody gave", "GET", "/api/environments?cursor=x", "", BAD_REQUEST)
                        .saying("cursor"),
                managing("an address that is none", "GET", "/api/nothing", "", NOT_FOUND),
                managing("the description of the server", "GET", "/api/application.wadl", "", NOT_FOUND),
                managing("to delete what is only read", "DELETE", READING, "", "405 S2S.MethodNotAllowed"),
                row("what there is, of nobody", t -> t.json("OPTIONS", READING, ""), "405 S2S.MethodNotAllowed"),
                row(
                        "a picture",
                        t -> t.as("registry-reader", READING).header("Accept", "image/png"),
                        "406 S2S.NotAcceptable"));
    }

    static Stream<Refused> badGrants() {
        return Stream.of(
                badGrant("{}", "tenants is missing"),
                badGrant("{'tenants':['*']}", "environments is missing"),
                badGrant("{'tenants':[],'environments':['*']}", "member tenants"),
                badGrant("{'tenants':['contoso'],'environments':['*']}", "member tenants"),
                badGrant("{'tenants':'*','environments':['*']}", "member tenants"),
                badGrant("{'tenants':['*'],'environments':['a b']}", "member environments"),
                badGrant("{" + EVERYWHERE + ",'table':{}}", "unknown member, table"),
                badGrant("{" + EVERYWHERE + ",'tables':{'accounts':[]}}", "member tables"),
                badGrant("{" + EVERYWHERE + ",'tables':{'accounts':['write']}}", "member tables"),
                badGrant("{" + EVERYWHERE + ",'tables':{'a/b':['read']}}", "member tables"),
                badGrant("{" + EVERYWHERE + ",'impersonation':'all'}", "member impersonation"),
                badGrant("{" + EVERYWHERE + ",'actions':['mscrm.WhoAmI']}", "member actions"),
                badGrant("{" + EVERYWHERE + ",'tokens':'true'}", "member tokens"),
                badGrant("{" + EVERYWHERE + ",'bypass':1}", "member bypass"),
                badGrant("{" + EVERYWHERE + ",'consumer':'other'}", "member consumer"),
                badGrant("[]", "one valid JSON object"),
                managing("a grant for what can be no consumer", "PUT", "/api/grants/a%20b", EVERYTHING, BAD_REQUEST),
                row(
                                "a grant for a table that is nowhere",
                                t -> t.managing(
                                        "PUT",
                                        "/api/grants/" + ORDERS,
                                        grant("'tenants':['" + HOME + "'],'environments':['" + t.host()
                                                + "'],'tables':{'account':['read']}")),
                                BAD_REQUEST)
                        .saying("member tables: there is no table account"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"addressesWithoutTheRole", "registry", "badGrants"})
    void refusesAtItsOwnApi(Refused row) {
        asker.assertRefused(row);
    }

    /** The rest of the table: with the role, each of these addresses answers, and with nothing else it is that. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("addresses")
    void letsOperatorsIn(Managed address) {
        HttpResponse<String> answer = asker.send(address.as(asker, "operator-tool"));

        if (address.asOperator().equals("200")) {
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        } else {
            assertThat(Answers.code(answer)).isEqualTo(address.asOperator());
        }
    }

    private static Refused refused(Managed address, String application) {
        return row(address + " by " + application, t -> address.as(t, application), NOT_PERMITTED)
                .saying(address.roles());
    }

    private static Refused managing(String name, String method, String path, String body, String code) {
        return row(name, t -> t.managing(method, path, body), code);
    }

    private static Refused environment(String name, String url, String code) {
        return managing(name, "POST", "/api/tenants/" + HOME + "/environments", urlJson(url), code);
    }

    private static Refused badGrant(String grant, String words) {
        return managing("a grant: " + grant, "PUT", "/api/grants/some-consumer", grant.replace('\'', '"'), BAD_REQUEST)
                .saying(words);
    }
}
