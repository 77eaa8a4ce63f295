package org.s2sgateway.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.s2sgateway.it.Answers.code;
import static org.s2sgateway.it.Answers.json;
import static org.s2sgateway.it.Answers.sentence;

import jakarta.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.s2sgateway.it.WebApiConsumer.Answer;
import org.s2sgateway.simulator.dataverse.ApplicationUser;
import org.s2sgateway.simulator.dataverse.Environment;

/** What managers do with grants, and what a consumer may do that has one. */
class GrantsIT {

    private static final String HOME = "c0a00000-0000-4000-8000-000000000001";
    private static final UUID GATEWAY = UUID.fromString("a0000000-0000-4000-8000-000000000001");
    private static final String ORDERS = "b0000000-0000-4000-8000-000000000001";
    private static final String IMPERSONATING = "b0000000-0000-4000-8000-000000000006";
    private static final String MANAGER = "registry-manager";
    private static final String ACCOUNT_1 = "accounts(28630624-cac9-e811-a964-000d3a3ac063)";
    private static final String NOT_PERMITTED = "403 S2S.NotPermitted";
    private static final String NOT_AS_ANOTHER = "403 S2S.ImpersonationNotPermitted";
    private static final String READ_ACCOUNTS =
            "{\"tenants\":[\"*\"],\"environments\":[\"*\"],\"tables\":{\"accounts\":[\"read\"]}}";

    private final RunningGateway gateway = GatewayRun.gateway();

    private WebApiConsumer orders;

    @BeforeEach
    void know() {
        orders = WebApiConsumer.of(gateway, "contoso");
    }

    @AfterEach
    void takeAllGrantsAway() {
        for (JsonObject grant : json(gateway.getAs(MANAGER, "/api/grants"))
                .getJsonArray("items")
                .getValuesAs(JsonObject.class)) {
            send("DELETE", grant.getString("consumer"), "");
        }
    }

    @Test
    void givesShowsReplacesAndTakesAGrant() {
        HttpResponse<String> made = put("some-consumer", READ_ACCOUNTS);
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        assertThat(made.headers().firstValue("Location")).hasValue(gateway.address() + "/api/grants/some-consumer");
        String shown = "{\"consumer\":\"some-consumer\",\"tenants\":[\"*\"],\"environments\":[\"*\"],"
                + "\"tables\":{\"accounts\":[\"read\"]},\"impersonation\":\"none\",\"actions\":[],"
                + "\"tokens\":false,\"bypass\":false}";
        assertThat(made.body()).isEqualTo(shown);
        assertThat(gateway.getAs(MANAGER, "/api/grants/some-consumer").body()).isEqualTo(shown);

        HttpResponse<String> replaced = put("some-consumer", shown.replace("\"none\"", "\"explicit\""));
        assertThat(replaced.statusCode()).isEqualTo(200);
        assertThat(json(replaced).getString("impersonation")).isEqualTo("explicit");

        assertThat(send("DELETE", "some-consumer", "").statusCode()).isEqualTo(204);
        assertThat(code(gateway.getAs(MANAGER, "/api/grants/some-consumer"))).isEqualTo("404 S2S.NotFound");
        assertThat(code(send("DELETE", "some-consumer", ""))).isEqualTo("404 S2S.NotFound");
        assertThat(json(gateway.getAs("registry-reader", "/api/events?limit=3"))
                        .getJsonArray("items")
                        .getValuesAs(JsonObject.class))
                .extracting(event -> event.getString("action"))
                .containsExactly("grant.removed", "grant.changed", "grant.created");
    }

    @Test
    void listsGrantsInPages() {
        put("c", READ_ACCOUNTS);
        put("a", READ_ACCOUNTS);
        put("b", READ_ACCOUNTS);

        JsonObject first = json(gateway.getAs(MANAGER, "/api/grants?limit=2"));
        assertThat(consumers(first)).containsExactly("a", "b");
        String next = first.getString("next");
        JsonObject second = json(gateway.getAs(
                MANAGER, next.substring(gateway.address().toString().length())));
        assertThat(consumers(second)).containsExactly("c");
        assertThat(second.containsKey("next")).isFalse();
    }

    @Test
    void isForManagersOnly() {
        for (String method : List.of("GET", "PUT", "DELETE")) {
            HttpRequest.Builder request = gateway.requestAs("orders-service", "/api/grants/x")
                    .header("Content-Type", "application/json")
                    .method(method, BodyPublishers.ofString(READ_ACCOUNTS));
            assertThat(code(gateway.send(request))).isEqualTo(NOT_PERMITTED);
        }
        assertThat(code(gateway.getAs("registry-reader", "/api/grants"))).isEqualTo(NOT_PERMITTED);
        assertThat(code(gateway.get("/api/grants"))).isEqualTo("401 S2S.Unauthenticated");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|tenants is missing",
                "{'tenants':['*']}|environments is missing",
                "{'tenants':['*'],'environments':['*'],'table':{}}|unknown member, table",
                "{'tenants':[],'environments':['*']}|member tenants",
                "{'tenants':['contoso'],'environments':['*']}|member tenants",
                "{'tenants':'*','environments':['*']}|member tenants",
                "{'tenants':['C0A00000-0000-4000-8000-000000000001'],'environments':['*']}|member tenants",
                "{'tenants':['*'],'environments':['a b']}|member environments",
                "{'tenants':['*'],'environments':['*.crm4.dynamics.com']}|member environments",
                "{'tenants':['*'],'environments':['*'],'tables':{'accounts':[]}}|member tables",
                "{'tenants':['*'],'environments':['*'],'tables':{'accounts':['write']}}|member tables",
                "{'tenants':['*'],'environments':['*'],'tables':{'accounts':'read'}}|member tables",
                "{'tenants':['*'],'environments':['*'],'tables':{'a/b':['read']}}|member tables",
                "{'tenants':['*'],'environments':['*'],'impersonation':'all'}|member impersonation",
                "{'tenants':['*'],'environments':['*'],'impersonation':null}|member impersonation",
                "{'tenants':['*'],'environments':['*'],'actions':['mscrm.WhoAmI']}|member actions",
                "{'tenants':['*'],'environments':['*'],'tokens':'true'}|member tokens",
                "{'tenants':['*'],'environments':['*'],'bypass':1}|member bypass",
                "{'tenants':['*'],'environments':['*'],'consumer':'other'}|member consumer",
            })
    void namesTheFieldThatIsWrong(String body, String words) {
        HttpResponse<String> answer = put("some-consumer", body.replace('\'', '"'));

        assertThat(code(answer)).isEqualTo("400 S2S.BadRequest");
        assertThat(sentence(answer)).contains(words);
    }

    @Test
    void refusesAConsumerThatCanBeNone() {
        assertThat(code(put("a%20b", READ_ACCOUNTS))).isEqualTo("400 S2S.BadRequest");
    }

    @Test
    void refusesATableThatIsNowhere() {
        String grant = "{\"tenants\":[\"" + HOME + "\"],\"environments\":[\"" + host() + "\"],"
                + "\"tables\":{\"account\":[\"read\"],\"accounts\":[\"read\"]}}";

        HttpResponse<String> answer = put(ORDERS, grant);

        assertThat(code(answer)).isEqualTo("400 S2S.BadRequest");
        assertThat(sentence(answer)).contains("member tables: there is no table account ");
    }

    @Test
    void refusesAnActionThatIsNowhere() {
        String grant = "{\"tenants\":[\"" + HOME + "\"],\"environments\":[\"" + host() + "\"],\"actions\":[\"WhoAmI\","
                + "\"RetrieveTotalRecordCount\",\"sim_Rename\",\"RetrieveUserPrivileges\"]}";
        assertThat(put(ORDERS, grant).statusCode()).isEqualTo(201);

        HttpResponse<String> answer = put(ORDERS, grant.replace("WhoAmI", "WhoAmi"));

        assertThat(code(answer)).isEqualTo("400 S2S.BadRequest");
        assertThat(sentence(answer)).contains("member actions: there is no function and no action WhoAmi ");
    }

    @Test
    void refusesAHostThatCanNeverBeAnEnvironment() {
        HttpResponse<String> answer = put(
                ORDERS, READ_ACCOUNTS.replace("\"environments\":[\"*\"]", "\"environments\":[\"contoso.example\"]"));

        assertThat(code(answer)).isEqualTo("400 S2S.BadRequest");
        assertThat(sentence(answer)).contains("member environments: contoso.example ", "s2s.dataverse.hosts");
    }

    @Test
    void takesATenantAndAnEnvironmentThatAreNotRegisteredYet() {
        String grant = "{\"tenants\":[\"99999999-0000-4000-8000-000000000001\"],\"environments\":[\""
                + gateway.simulator().host("litware") + "\"],\"tables\":{\"accounts\":[\"read\"]}}";

        assertThat(put(ORDERS, grant).statusCode()).isEqualTo(201);
    }

    @Test
    void readsWhatItIsGrantedAndNothingElse() {
        assertThat(orders.get("contacts?$top=1").status()).isEqualTo(200);
        give(ORDERS, "'accounts':['read']");

        assertThat(orders.get("accounts?$select=name&$top=1").status()).isEqualTo(200);
        assertThat(orders.get(ACCOUNT_1 + "/name").status()).isEqualTo(200);
        assertThat(orders.get("accounts/$count").status()).isEqualTo(200);
        assertThat(orders.get("$metadata").status()).isEqualTo(200);
        Answer refused = orders.get("contacts?$top=1");
        assertThat(refused.refusal()).isEqualTo(NOT_PERMITTED);
        assertThat(refused.text()).contains("read on contacts", "Tenants.Manage", "PUT /api/grants/" + ORDERS);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, accounts?$expand=primarycontactid",
        "GET, accounts?%24expand=primarycontactid",
        "GET, accounts?$filter=primarycontactid/lastname%20eq%20'x'",
        "GET, accounts(28630624-cac9-e811-a964-000d3a3ac063)/primarycontactid",
        "GET, accounts(28630624-cac9-e811-a964-000d3a3ac063)/primarycontactid/$ref",
        "GET, contacts",
        "GET, systemusers",
        "GET, WhoAmI",
        "GET, EntityDefinitions",
        "GET, accounts?savedQuery=00000000-0000-0000-00aa-000010001001",
        "GET, nothings",
        "DELETE, accounts(28630624-cac9-e811-a964-000d3a3ac063)",
        "DELETE, accounts(28630624-cac9-e811-a964-000d3a3ac063)/name",
        "DELETE, accounts(28630624-cac9-e811-a964-000d3a3ac063)/primarycontactid/$ref",
    })
    void sendsNothingThatItIsNotGranted(String method, String target) {
        give(ORDERS, "'accounts':['read']");
        orders.get("accounts?$top=1");
        int before = received();

        assertThat(orders.send(method, target, "").refusal()).isEqualTo(NOT_PERMITTED);
        assertThat(received()).isEqualTo(before);
    }

    @Test
    void judgesFetchXml() {
        give(ORDERS, "'accounts':['read']");

        assertThat(orders.get("accounts?fetchXml="
                                + encoded("<fetch><entity name='account'><attribute name='name'/></entity></fetch>"))
                        .status())
                .isEqualTo(200);
        assertThat(orders.get("accounts?fetchXml="
                                + encoded("<fetch><entity name='account'><attribute name='name'/><link-entity"
                                        + " name='contact' from='contactid' to='primarycontactid' alias='c'><attribute"
                                        + " name='lastname'/></link-entity></entity></fetch>"))
                        .refusal())
                .isEqualTo(NOT_PERMITTED);
    }

    @Test
    void judgesBodiesBeforeAWholeOneIsSent() throws IOException {
        give(ORDERS, "'accounts':['read','create','update','delete']");
        String deep = "{\"name\":\"Deep\",\"primarycontactid\":{\"lastname\":\"Insert\"}}";
        String bound = "{\"name\":\"Bound\",\"primarycontactid@odata.bind\":\"" + orders.root() + "contacts(1)\"}";
        String large =
                "{\"description\":\"" + "x".repeat(200_000) + "\",\"name\":\"Deep\",\"\\u0070rimarycontactid\":{}}";

        assertThat(orders.send("POST", "accounts", deep).refusal()).isEqualTo(NOT_PERMITTED);
        assertThat(orders.send("PATCH", ACCOUNT_1, deep).refusal()).isEqualTo(NOT_PERMITTED);
        assertThat(orders.send("POST", "accounts", bound).text()).contains("read on contacts");
        assertThat(orders.send("POST", "accounts", large).text())
                .contains("S2S.NotPermitted", "lacks, for what is in the body, at least: create on contacts.");
        HttpResponse<String> packed = gateway.send(HttpRequest.newBuilder(URI.create(orders.root() + "accounts"))
                .header("Authorization", "Bearer " + gateway.simulator().token("orders-service"))
                .header("Content-Type", "application/json")
                .header("Content-Encoding", "gzip")
                .POST(BodyPublishers.ofByteArray(gzip(deep))));
        assertThat(code(packed)).isEqualTo(NOT_PERMITTED);

        assertThat(orders.rows("accounts?$filter=name%20eq%20'Deep'")).isEmpty();
        Answer created = orders.send("POST", "accounts", "{\"name\":\"Shallow\"}");
        assertThat(created.status()).isEqualTo(204);
        assertThat(orders.send("DELETE", created.header("OData-EntityId"), "").status())
                .isEqualTo(204);
    }

    /** A header that {@code Connection} names does not go up, so that it forbids nothing there. */
    @Test
    void takesNoConditionThatStaysBehind() throws IOException {
        give(ORDERS, "'accounts':['read','update']");
        int before = received();

        try (Wire wire = Wire.open(gateway)) {
            wire.send("PATCH " + URI.create(orders.root() + ACCOUNT_1).getRawPath() + " HTTP/1.1\r\nHost: localhost\r\n"
                    + "Authorization: Bearer " + gateway.simulator().token("orders-service") + "\r\n"
                    + "Content-Type: application/json\r\nContent-Length: 2\r\n"
                    + "If-Match: *\r\nConnection: close, If-Match\r\n\r\n{}");

            assertThat(wire.readToEnd()).startsWith("HTTP/1.1 403").contains("lacks: create on accounts");
        }
        assertThat(received()).isEqualTo(before);
    }

    @Test
    void judgesEachRequestOfABatch() {
        give(ORDERS, "'accounts':['read','create','delete']");
        int before = received();

        assertThat(batch(part("GET accounts?$top=1", "", "") + part("GET contacts?$top=1", "", "")))
                .satisfies(answer -> {
                    assertThat(answer.refusal()).isEqualTo(NOT_PERMITTED);
                    assertThat(answer.text()).contains("Request 2 of the batch: ", "read on contacts");
                });
        assertThat(batch(part(
                                "POST accounts",
                                "Content-Type: application/json\r\n",
                                "{\"name\":\"x\",\"primarycontactid\":{}}"))
                        .text())
                .contains("Request 1 of the batch: ", "create on contacts");
        assertThat(received()).isEqualTo(before);
        assertThat(batch(part("GET accounts?$top=1", "", "")).status()).isEqualTo(200);
    }

    @Test
    void bypassesCustomLogicOnlyWithLeave() {
        String[] bypass = {"MSCRM.BypassCustomPluginExecution", "true"};
        assertThat(orders.get("accounts?$top=1", bypass).status()).isEqualTo(200);
        give(ORDERS, "'accounts':['read']");

        assertThat(orders.get("accounts?$top=1", bypass).refusal()).isEqualTo(NOT_PERMITTED);
        assertThat(batch(part("GET accounts?$top=1", "MSCRM.BypassCustomPluginExecution: true\r\n", ""))
                        .refusal())
                .isEqualTo(NOT_PERMITTED);

        put(ORDERS, READ_ACCOUNTS.replace("}}", "},\"bypass\":true}"));
        assertThat(orders.get("accounts?$top=1", bypass).status()).isEqualTo(200);
    }

    @Test
    void goesOnlyWhereTheGrantCovers() {
        put(
                ORDERS,
                READ_ACCOUNTS.replace(
                        "\"environments\":[\"*\"]",
                        "\"environments\":[\"" + gateway.simulator().host("litware") + "\"]"));

        assertThat(orders.get("accounts").refusal()).isEqualTo(NOT_PERMITTED);
        assertThat(hosts("orders-service")).doesNotContain(host());
        put(ORDERS, READ_ACCOUNTS);
        assertThat(hosts("orders-service")).contains(host());
    }

    @Test
    void actsAsTheUserWhoCalls() {
        Environment environment = gateway.simulator().environment("contoso");
        Set<String> privileges = new HashSet<>(ApplicationUser.EVERYTHING);
        privileges.add(ApplicationUser.ACT_ON_BEHALF);
        environment.put(GATEWAY, false, privileges);
        String ada = gateway.simulator().personId("ada@contoso.example").toString();
        WebApiConsumer impersonating = orders.as("impersonating-service");
        String asAda = impersonating.json("WhoAmI", "CallerObjectId", ada).getString("UserId");
        put(
                IMPERSONATING,
                "{\"tenants\":[\"*\"],\"environments\":[\"*\"],\"tables\":{\"accounts\":[\"read\"]},"
                        + "\"actions\":[\"WhoAmI\"],\"impersonation\":\"caller\"}");
        String[] delegated = {
            "Authorization",
            "Bearer "
                    + gateway.simulator()
                            .oddToken("impersonating-service")
                            .claim("scp", "access_as_user")
                            .claim("oid", ada)
                            .sign()
        };

        assertThat(impersonating.json("WhoAmI", delegated).getString("UserId")).isEqualTo(asAda);
        assertThat(batch(part("GET WhoAmI", "", ""), delegated).text()).contains(asAda);
        assertThat(impersonating.get("WhoAmI").refusal()).isEqualTo(NOT_AS_ANOTHER);
        assertThat(impersonating
                        .get("WhoAmI", "Authorization", delegated[1], "CallerObjectId", ada)
                        .refusal())
                .isEqualTo(NOT_AS_ANOTHER);
        assertThat(batch(part("GET WhoAmI", "CallerObjectId: " + ada + "\r\n", ""), delegated)
                        .refusal())
                .isEqualTo(NOT_AS_ANOTHER);
    }

    @Test
    void isGivenATokenOnlyWithLeave() {
        put(ORDERS, READ_ACCOUNTS);
        HttpResponse<String> refused = token("Dataverse.Access", "Tokens.Issue");
        assertThat(code(refused)).isEqualTo(NOT_PERMITTED);
        assertThat(sentence(refused)).contains("\"tokens\": true");

        put(ORDERS, READ_ACCOUNTS.replace("}}", "},\"tokens\":true}"));
        HttpResponse<String> answer = token("Tokens.Issue");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
        JsonObject token = json(answer);
        assertThat(token.keySet()).containsExactly("access_token", "token_type", "expires_in");
        assertThat(token.getString("token_type")).isEqualTo("Bearer");
        assertThat(token.getInt("expires_in")).isBetween(60, 5_400);
        assertThat(gateway.simulator().spokenSecrets()).contains(token.getString("access_token"));
        assertThat(json(gateway.getAs("registry-reader", "/api/tenants/" + HOME + "/events?limit=1"))
                        .getJsonArray("items")
                        .getJsonObject(0)
                        .getString("action"))
                .isEqualTo("token.issued");

        assertThat(code(token("Dataverse.Access"))).isEqualTo(NOT_PERMITTED);
        send("DELETE", ORDERS, "");
        assertThat(token("Tokens.Issue").statusCode()).isEqualTo(200);
    }

    @Test
    void namesNobodyWhereTheGrantSaysSo() {
        WebApiConsumer impersonating = orders.as("impersonating-service");
        give(IMPERSONATING, "'accounts':['read']");

        assertThat(impersonating
                        .get("accounts", "CallerObjectId", "5f0d3a9c-1111-4222-8333-444455556666")
                        .refusal())
                .isEqualTo(NOT_AS_ANOTHER);
    }

    @Test
    void asksToComeAgainWhereNobodyKnowsWhatThereIs() {
        WebApiConsumer closed = WebApiConsumer.of(gateway, "contoso-no-application-user");
        assertThat(closed.get("accounts").status()).isEqualTo(403);
        give(ORDERS, "'accounts':['read']");

        Answer answer = closed.get("accounts");

        assertThat(answer.refusal()).isEqualTo("503 S2S.Busy");
        assertThat(answer.text()).contains("Dataverse answered with status 403.");
        assertThat(answer.header("Retry-After")).isEqualTo("15");
        put(
                ORDERS,
                READ_ACCOUNTS
                        .replace("}}", "},\"actions\":[\"*\"]}")
                        .replace("\"accounts\":[\"read\"]", "\"*\":[\"read\",\"create\",\"update\",\"delete\"]"));
        assertThat(closed.get("accounts").refusal()).isEqualTo("403 0x80072560");
    }

    private HttpResponse<String> token(String... roles) {
        return gateway.send(gateway.request("/api/environments/" + host() + "/token")
                .header(
                        "Authorization",
                        "Bearer "
                                + gateway.simulator()
                                        .oddToken("orders-service")
                                        .roles(roles)
                                        .sign())
                .POST(BodyPublishers.noBody()));
    }

    private void give(String consumer, String tables) {
        String grant = "{'tenants':['*'],'environments':['*'],'tables':{" + tables + "}}";
        HttpResponse<String> answer = put(consumer, grant.replace('\'', '"'));
        assertThat(answer.statusCode()).as(answer.body()).isIn(200, 201);
    }

    private HttpResponse<String> put(String consumer, String grant) {
        return send("PUT", consumer, grant);
    }

    private HttpResponse<String> send(String method, String consumer, String body) {
        return gateway.send(gateway.requestAs(MANAGER, "/api/grants/" + consumer)
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(body)));
    }

    private Answer batch(String parts, String... headers) {
        List<String> all = new ArrayList<>(List.of("Content-Type", "multipart/mixed;boundary=b"));
        all.addAll(List.of(headers));
        return orders.send("POST", "$batch", parts + "--b--\r\n", all.toArray(String[]::new));
    }

    private static String part(String line, String headers, String body) {
        return "--b\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\n" + line
                + " HTTP/1.1\r\n" + headers + "\r\n" + body + "\r\n";
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return packed.toByteArray();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private int received() {
        return gateway.simulator().environment("contoso").recorder().requests().size();
    }

    private String host() {
        return gateway.simulator().host("contoso");
    }

    private List<String> hosts(String application) {
        return json(gateway.getAs(application, "/api/environments"))
                .getJsonArray("items")
                .getValuesAs(JsonObject.class)
                .stream()
                .map(environment -> environment.getString("host"))
                .toList();
    }

    private static List<String> consumers(JsonObject page) {
        return page.getJsonArray("items").getValuesAs(JsonObject.class).stream()
                .map(grant -> grant.getString("consumer"))
                .toList();
    }
}
