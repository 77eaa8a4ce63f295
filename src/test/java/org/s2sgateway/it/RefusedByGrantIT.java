package org.s2sgateway.it;

import static org.s2sgateway.it.Asker.ACCOUNT;
import static org.s2sgateway.it.Asker.EVERYTHING;
import static org.s2sgateway.it.Asker.EVERYWHERE;
import static org.s2sgateway.it.Asker.FABRIKAM;
import static org.s2sgateway.it.Asker.IMPERSONATING;
import static org.s2sgateway.it.Asker.ORDERS;
import static org.s2sgateway.it.Asker.READS_ACCOUNTS;
import static org.s2sgateway.it.Asker.UNKNOWN;
import static org.s2sgateway.it.Asker.USER;
import static org.s2sgateway.it.Asker.tenantJson;
import static org.s2sgateway.it.Asker.urlJson;
import static org.s2sgateway.it.Asker.user;
import static org.s2sgateway.it.Refused.CONFLICT;
import static org.s2sgateway.it.Refused.NOT_AS_ANOTHER;
import static org.s2sgateway.it.Refused.NOT_FOUND;
import static org.s2sgateway.it.Refused.NOT_PERMITTED;
import static org.s2sgateway.it.Refused.row;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.s2sgateway.simulator.identity.OddToken;

/** What is refused on the way to Dataverse for what a grant says, or because there is none. */
class RefusedByGrantIT {

    @RegisterExtension
    final Asker asker = new Asker();

    /** A consumer that is granted to read accounts, and nothing else. */
    static Stream<Refused> grants() {
        return Stream.of(
                granted("another table", "GET", "contacts", "").saying("read on contacts", "PUT /api/grants/" + ORDERS),
                granted("the users", "GET", "systemusers", ""),
                granted("a table that nobody knows", "GET", "nothings", ""),
                granted("the definitions of tables", "GET", "EntityDefinitions", ""),
                granted("another table by $expand", "GET", "accounts?$expand=primarycontactid", "")
                        .saying("read on contacts"),
                granted("another table by $expand in disguise", "GET", "accounts?%24expand=primarycontactid", ""),
                granted(
                        "another table by a filter",
                        "GET",
                        "accounts?$filter=primarycontactid/lastname%20eq%20'x'",
                        ""),
                granted("another table by an order", "GET", "accounts?$orderby=primarycontactid/lastname", ""),
                granted("another table by a navigation", "GET", ACCOUNT + "/primarycontactid", ""),
                granted("another table by $ref", "GET", ACCOUNT + "/primarycontactid/$ref", ""),
                granted("another table by FetchXML", "GET", fetchXml("<entity name='contact'/>"), ""),
                granted(
                        "another table by a link in FetchXML",
                        "GET",
                        fetchXml("<entity name='account'><link-entity"
                                + " name='contact' from='contactid' to='primarycontactid'/></entity>"),
                        ""),
                granted(
                        "a query that somebody saved", "GET",
                        "accounts?savedQuery=00000000-0000-0000-00aa-000010001001", ""),
                granted("a function", "GET", "WhoAmI", "").saying("WhoAmI"),
                granted("an action", "POST", "sim_Echo", "{\"Text\":\"x\"}"),
                granted("to create", "POST", "accounts", "{\"name\":\"x\"}").saying("create on accounts"),
                granted("to change", "PATCH", ACCOUNT, "{\"name\":\"x\"}").saying("update on accounts"),
                granted("to change a value", "PUT", ACCOUNT + "/name", "{\"value\":\"x\"}"),
                granted("to delete", "DELETE", ACCOUNT, "").saying("delete on accounts"),
                granted("to delete a value", "DELETE", ACCOUNT + "/name", ""),
                granted("to take a reference away", "DELETE", ACCOUNT + "/primarycontactid/$ref", ""),
                granted(
                        "to set a reference",
                        "PUT",
                        ACCOUNT + "/primarycontactid/$ref",
                        "{\"@odata.id\":\"contacts(28630624-cac9-e811-a964-000d3a3ac063)\"}"),
                row(
                                "to create another row within one",
                                t -> t.granted(ORDERS, EVERYWHERE + ",'tables':{'accounts':['read','create']}")
                                        .calling(
                                                "accounts",
                                                "{\"name\":\"x\",\"primarycontactid\":{\"lastname\":\"y\"}}"),
                                NOT_PERMITTED)
                        .saying("create on contacts"),
                row(
                                "to bind another table's row",
                                t -> t.granted(ORDERS, EVERYWHERE + ",'tables':{'accounts':['read','create']}")
                                        .calling(
                                                "accounts",
                                                "{\"primarycontactid@odata.bind\":\"" + t.web("contacts(1)") + "\"}"),
                                NOT_PERMITTED)
                        .saying("read on contacts"),
                row("another table in a batch", t -> t.granted().batch("GET contacts?$top=1", ""), NOT_PERMITTED)
                        .saying("Request 1 of the batch", "read on contacts"),
                row("to delete in a batch", t -> t.granted().batch("DELETE " + ACCOUNT, ""), NOT_PERMITTED)
                        .saying("Request 1 of the batch", "delete on accounts"),
                row(
                                "to bypass logic",
                                t -> t.granted()
                                        .calling("accounts")
                                        .header("MSCRM.BypassCustomPluginExecution", "true"),
                                NOT_PERMITTED)
                        .saying("\"bypass\": true"),
                row(
                        "to bypass logic by the newer header",
                        t -> t.granted().calling("accounts").header("MSCRM.BypassBusinessLogicExecution", "CustomSync"),
                        NOT_PERMITTED),
                row(
                        "to bypass logic in a batch",
                        t -> t.granted().batch("GET accounts?$top=1", "MSCRM.BypassCustomPluginExecution: true\r\n"),
                        NOT_PERMITTED),
                row(
                                "another environment",
                                t -> t.granted(
                                                ORDERS,
                                                READS_ACCOUNTS.replace(
                                                        "'environments':['*']",
                                                        "'environments':['" + t.otherHost() + "']"))
                                        .calling("accounts"),
                                NOT_PERMITTED)
                        .saying("lacks this environment"),
                row(
                                "another tenant",
                                t -> t.granted(
                                                ORDERS,
                                                READS_ACCOUNTS.replace(
                                                        "'tenants':['*']", "'tenants':['" + FABRIKAM + "']"))
                                        .calling("accounts"),
                                NOT_PERMITTED)
                        .saying("lacks this environment"),
                row("a token where the grant does not say so", t -> t.granted().askingForAToken(), NOT_PERMITTED)
                        .saying("\"tokens\": true"),
                row(
                                "a token for another environment",
                                t -> t.granted(
                                                ORDERS,
                                                READS_ACCOUNTS.replace(
                                                                "'environments':['*']",
                                                                "'environments':['" + t.otherHost() + "']")
                                                        + ",'tokens':true")
                                        .askingForAToken(),
                                NOT_PERMITTED)
                        .saying("lacks this environment"),
                row(
                                "to act as another where the grant says none",
                                t -> t.granted(IMPERSONATING, READS_ACCOUNTS)
                                        .as("impersonating-service", t.web("accounts"))
                                        .header("CallerObjectId", USER),
                                NOT_AS_ANOTHER)
                        .saying("lacks \"impersonation\": \"explicit\"", "it has \"none\""),
                row(
                                "to act as another where the role is missing",
                                t -> t.granted(ORDERS, READS_ACCOUNTS + ",'impersonation':'explicit'")
                                        .calling("accounts")
                                        .header("CallerObjectId", USER),
                                NOT_AS_ANOTHER)
                        .saying("Dataverse.Impersonate"),
                caller("the application's own token", good -> good),
                caller("no scope", good -> good.claim("oid", USER)),
                caller("a blank scope", good -> good.claim("oid", USER).claim("scp", " ")),
                caller("no object id", good -> good.claim("scp", "access_as_user")
                        .without("oid")),
                caller("an object id that is none", good -> good.claim("scp", "access_as_user")
                        .claim("oid", "me")),
                row(
                                "act as the caller: and another is named",
                                t -> t.asCaller()
                                        .bearer(
                                                user(t.odd("impersonating-service"))
                                                        .sign(),
                                                t.web("accounts"))
                                        .header("CallerObjectId", USER),
                                NOT_AS_ANOTHER)
                        .saying("lacks \"impersonation\": \"explicit\"", "it has \"caller\""));
    }

    /** At a gateway where nobody reaches data without a grant, which has customers besides. */
    static Stream<Refused> withoutAGrant() {
        String[] needed = {"has no grant, and without one nobody reaches data here", "PUT /api/grants/" + ORDERS};
        String fabrikams = "403 S2S.ConsentRequired";
        return Stream.of(
                row("rows", t -> t.denied().calling("accounts?$top=1"), NOT_PERMITTED)
                        .saying(needed),
                row("a function", t -> t.denied().calling("WhoAmI"), NOT_PERMITTED)
                        .saying(needed),
                row("the model", t -> t.denied().calling("$metadata"), NOT_PERMITTED)
                        .saying(needed),
                row("to create", t -> t.denied().calling("accounts", "{\"name\":\"x\"}"), NOT_PERMITTED)
                        .saying(needed),
                row("to delete", t -> t.denied().calling(ACCOUNT).DELETE(), NOT_PERMITTED)
                        .saying(needed),
                row("a batch", t -> t.denied().batch("GET accounts?$top=1", ""), NOT_PERMITTED)
                        .saying(needed),
                row("a token", t -> t.denied().askingForAToken(), NOT_PERMITTED).saying(needed),
                row(
                                "to act as another",
                                t -> t.denied()
                                        .as("impersonating-service", t.web("WhoAmI"))
                                        .header("CallerObjectId", USER),
                                NOT_PERMITTED)
                        .saying("PUT /api/grants/" + IMPERSONATING),
                row(
                                "a token with a grant for everything but tokens",
                                t -> t.denied().granted(ORDERS, EVERYTHING).askingForAToken(),
                                NOT_PERMITTED)
                        .saying("\"tokens\": true"),
                row(
                                "to bypass logic with a grant for everything but that",
                                t -> t.denied()
                                        .granted(ORDERS, EVERYTHING)
                                        .calling("accounts?$top=1")
                                        .header("MSCRM.BypassCustomPluginExecution", "true"),
                                NOT_PERMITTED)
                        .saying("\"bypass\": true"),
                row(
                        "a tenant that has not consented",
                        t -> t.denied()
                                .granted(ORDERS, EVERYTHING)
                                .invited()
                                .as("orders-service", t.fabrikams("accounts")),
                        fabrikams),
                row(
                        "a suspended customer",
                        t -> t.denied()
                                .granted(ORDERS, EVERYTHING)
                                .invited()
                                .changed("/api/tenants/" + FABRIKAM, "suspended", "active")
                                .as("orders-service", t.fabrikams("accounts")),
                        "403 S2S.TenantSuspended"),
                row(
                        "a customer's environment where the user who calls is nobody's",
                        t -> t.denied()
                                .granted(IMPERSONATING, EVERYTHING + ",'impersonation':'caller'")
                                .invited()
                                .bearer(user(t.odd("impersonating-service")).sign(), t.fabrikams("accounts")),
                        NOT_AS_ANOTHER),
                row(
                        "a tenant that is there already",
                        t -> t.denied().invited().managing("POST", "/api/tenants", tenantJson(FABRIKAM)),
                        CONFLICT),
                row(
                        "to approve a consent that nobody gave",
                        t -> t.denied()
                                .invited()
                                .managing("PATCH", "/api/tenants/" + FABRIKAM, "{\"status\":\"active\"}"),
                        CONFLICT),
                row(
                        "another tenant's environment",
                        t -> t.denied()
                                .invited()
                                .managing(
                                        "POST",
                                        "/api/tenants/" + FABRIKAM + "/environments",
                                        urlJson("https://" + t.host())),
                        "409 S2S.OtherTenant"),
                row(
                        "an invitation of another tenant",
                        t -> t.denied()
                                .invited()
                                .managing("DELETE", "/api/tenants/" + FABRIKAM + "/invitations/" + UNKNOWN, ""),
                        NOT_FOUND));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"grants", "withoutAGrant"})
    void refusesWhatIsNotGranted(Refused row) {
        asker.assertRefused(row);
    }

    private static Refused granted(String name, String method, String target, String body) {
        return row(
                "beyond the grant: " + name,
                t -> t.granted()
                        .json(method, t.web(target), body)
                        .header("Authorization", "Bearer " + t.token("orders-service")),
                NOT_PERMITTED);
    }

    private static Refused caller(String name, UnaryOperator<OddToken> change) {
        return row(
                        "act as the caller: " + name,
                        t -> t.asCaller()
                                .bearer(
                                        change.apply(t.odd("impersonating-service"))
                                                .sign(),
                                        t.web("accounts")),
                        NOT_AS_ANOTHER)
                .saying("with scp and oid");
    }

    private static String fetchXml(String inside) {
        return "accounts?fetchXml="
                + URLEncoder.encode("<fetch>" + inside + "</fetch>", StandardCharsets.UTF_8)
                        .replace("+", "%20");
    }
}
