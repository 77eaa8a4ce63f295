package org.s2sgateway.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.s2sgateway.it.Answers.json;

import jakarta.json.JsonObject;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.s2sgateway.simulator.identity.Directory;
import org.s2sgateway.simulator.identity.Person;

/** What operators and auditors see and do at the console, and that nobody else gets in. */
class ConsoleIT {

    private static final String ADA = "ada@contoso.example";
    private static final String OTTO = "otto@contoso.example";
    private static final String GINA = "gina@fabrikam.example";
    private static final String OPERATOR = "Gateway.Operator";
    private static final String AUDITOR = "Gateway.Auditor";
    private static final String GUID = "b0000000-0000-4000-8000-00000000000a";
    private static final String READ_ACCOUNTS =
            "{\"tenants\":[\"*\"],\"environments\":[\"*\"],\"tables\":{\"accounts\":[\"read\"]}}";
    private static final String STAFF_ONLY = "S2S.StaffOnly";

    private final RunningGateway run = GatewayRun.gateway();

    private CustomersGateway gateway;
    private Operator api;

    @BeforeEach
    void startWithoutCustomers() {
        gateway = CustomersGateway.of(run);
        gateway.forgetCustomers();
        api = new Operator(gateway);
    }

    @Test
    void leadsStaffThroughTheSignInAndBack() {
        assign(OTTO, OPERATOR);

        Onboarder otto = at("/console/grants?after=a", OTTO);

        assertThat(otto.place()).isEqualTo("/console/grants?after=a");
        otto.open("/console");
        assertThat(otto.heading()).isEqualTo("Console");
        assertThat(otto.text()).contains("Otto Olsen", "Operator: may see and change everything", "Grants");
        assertThat(otto.click("Grants").place()).isEqualTo("/console/grants");
    }

    @Test
    void givesShowsChangesAndDeletesAGrant() {
        assign(OTTO, OPERATOR);
        Onboarder otto = at("/console/grants", OTTO);
        String host = gateway.simulator().host("contoso");
        assertThat(otto.text()).contains("No consumer has a grant.");

        otto.click("New grant");
        otto.press(
                "Add rows for tables",
                Map.of("consumer", GUID.toUpperCase(Locale.ROOT), "t0", "accounts", "v0", "read"));
        assertThat(otto.page().field("t0")).hasValue("accounts");
        assertThat(otto.page().body()).contains("name=\"t3\"");
        otto.press(
                "Save",
                Map.of(
                        "tenants",
                        "*",
                        "environments",
                        "https://" + host + "/main.aspx\r\n",
                        "t3",
                        "*",
                        "v3",
                        "delete",
                        "actions",
                        "WhoAmI",
                        "impersonation",
                        "explicit",
                        "tokens",
                        "yes"));

        assertThat(otto.place()).isEqualTo("/console/grant?saved=1&consumer=" + GUID);
        assertThat(otto.text()).contains("Saved.", host, "accounts : read", "every table : delete", "WhoAmI");
        assertThat(grant(GUID))
                .isEqualTo("{\"consumer\":\"" + GUID + "\",\"tenants\":[\"*\"],"
                        + "\"environments\":[\"" + host + "\"],"
                        + "\"tables\":{\"*\":[\"delete\"],\"accounts\":[\"read\"]},\"impersonation\":\"explicit\","
                        + "\"actions\":[\"WhoAmI\"],\"tokens\":true,\"bypass\":false}");

        otto.click("Change it").press("Save", Map.of("v1", "update", "bypass", "yes"));
        assertThat(grant(GUID)).contains("\"accounts\":[\"update\"]", "\"tokens\":true,\"bypass\":true");
        otto.click("All grants");
        assertThat(otto.text()).contains(GUID, "accounts (update)", "Yes, as users whom it names");

        otto.click(GUID).click("Delete it");
        assertThat(otto.text()).contains("The consumer may do more afterwards, not less", "s2s.access.default=roles");
        otto.press("Delete the grant");
        assertThat(otto.place()).isEqualTo("/console/grants?removed=" + GUID);
        assertThat(otto.text()).contains(GUID + " has no grant any more.", "No consumer has a grant.");
        otto.open("/console/grant?consumer=" + GUID);
        assertThat(otto.page().status()).isEqualTo(404);
        assertThat(otto.text()).contains("This consumer has no grant, or none any more.", "All grants");
        assertThat(api.events())
                .containsSubsequence("person.signed-in", "grant.created", "grant.changed", "grant.removed");
        assertThat(actors("grant."))
                .hasSize(3)
                .allMatch(actor -> actor.equals(actors("person.signed-in").get(0)));
        assertThat(actors("grant.").get(0)).startsWith("person ");
    }

    @Test
    void showsAuditorsEverythingAndTakesNothingFromThem() throws InterruptedException {
        put("orders", READ_ACCOUNTS);
        assign(ADA, AUDITOR);
        Onboarder ada = at("/console/grants", ADA);
        assertThat(ada.text()).contains("orders", "accounts (read)").doesNotContain("New grant");

        for (String place : List.of(
                "/console",
                "/console/grants",
                "/console/grant?consumer=orders",
                "/console/grant/edit?consumer=orders",
                "/console/grant/edit",
                "/console/grant/delete?consumer=orders")) {
            ada.open(place);
            assertThat(ada.page().status()).as(place).isEqualTo(200);
            assertThat(ada.page().body()).as(place).doesNotContain("<form", "Change it", "Delete it");
        }

        // Of no page of ours, but with the token of her own browser.
        for (String place :
                List.of("/console/grant/edit", "/console/grant/delete", "/console/grants", "/console/later")) {
            ada.open("/sign-out");
            HttpResponse<String> answer = post(ada, place, "delete=x&save=x&consumer=orders&of=orders");
            assertThat(answer.statusCode()).as(place).isEqualTo(403);
            assertThat(answer.body()).contains("S2S.OperatorsOnly").doesNotContain("accounts");
        }
        assertThat(grant("orders")).contains("accounts");
        assertThat(api.events()).doesNotContain("grant.removed", "grant.changed");
        assertRefusalIsRemembered("S2S.OperatorsOnly: POST /console");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/console",
                "/console/grants",
                "/console/grant?consumer=orders",
                "/console/grant?consumer=nobody",
                "/console/grant/edit?consumer=orders",
                "/console/grant/delete?consumer=orders",
                "/console/what-there-will-be"
            })
    void opensNothingForStrangersWhoseOwnTenantMadeThemOperators(String place) {
        put("orders", READ_ACCOUNTS);
        assign(GINA, OPERATOR);
        Onboarder gina = signedIn(Onboarder.at(gateway).open("/my").press("Sign in with Microsoft"), GINA);

        gina.open(place);

        assertThat(gina.page().status()).isEqualTo(403);
        assertThat(gina.text())
                .contains(STAFF_ONLY, "enterprise application")
                .doesNotContain("accounts", "orders", "Grants");
        HttpResponse<String> sent = post(gina.open("/sign-out"), place.replaceFirst("\\?.*", ""), "save=x&of=orders");
        assertThat(sent.statusCode()).isEqualTo(403);
        assertThat(sent.body()).contains(STAFF_ONLY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/console/",
                "/console/grants/",
                "/console/grants.xhtml",
                "/console;a=b/grants",
                "/%63onsole/grants"
            })
    void isAtNoOtherSpellingOfItsAddresses(String place) {
        put("orders", READ_ACCOUNTS);

        HttpResponse<String> answer = gateway.api().get(place);

        // Not there, or the way to the sign-in.
        assertThat(answer.statusCode()).isIn(303, 404);
        assertThat(answer.body()).doesNotContain("orders", "accounts");
    }

    @Test
    void opensNothingForPeopleOfTheHomeTenantWithoutARole() throws InterruptedException {
        put("orders", READ_ACCOUNTS);
        assign(OTTO, "Tenants.Manage");

        Onboarder otto = at("/console/grant?consumer=orders", OTTO);

        assertThat(otto.page().status()).isEqualTo(403);
        assertThat(otto.text()).contains(STAFF_ONLY, "Users and groups").doesNotContain("accounts");
        assertRefusalIsRemembered("S2S.StaffOnly: GET /console");
        otto.page().link("Sign out");
        // Once the role is there, a new sign-in has it.
        assign(OTTO, AUDITOR);
        otto.open("/sign-out").press("Sign out");
        assertThat(signedIn(otto.open("/console/grants"), OTTO).text()).contains("accounts");
    }

    @ParameterizedTest
    @ValueSource(strings = {"operator-tool", "registry-manager"})
    void takesNoBearerTokens(String consumer) {
        put("orders", READ_ACCOUNTS);

        HttpResponse<String> answer = gateway.api().getAs(consumer, "/console/grant?consumer=orders");

        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(answer.headers().firstValue("Location").orElseThrow())
                .startsWith(gateway.simulator().authority() + "/c0a00000-0000-4000-8000-000000000001/");
        assertThat(answer.body()).isEmpty();
        HttpResponse<String> sent = gateway.api()
                .send(gateway.api()
                        .requestAs(consumer, "/console/grant/delete")
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString("consumer=orders&delete=x")));
        assertThat(sent.statusCode()).isEqualTo(403);
        assertThat(sent.body()).contains("S2S.ForeignForm");
        assertThat(grant("orders")).contains("accounts");
    }

    @Test
    void takesNoFormsOfOtherSites() throws InterruptedException {
        assign(OTTO, OPERATOR);
        put("orders", READ_ACCOUNTS);
        Onboarder otto = at("/console/grant/delete?consumer=orders", OTTO);

        otto.press("Delete the grant", Map.of("formToken", "another"));

        assertThat(otto.page().status()).isEqualTo(403);
        assertThat(otto.text()).contains("S2S.ForeignForm");
        assertThat(grant("orders")).contains("accounts");
        assertRefusalIsRemembered("S2S.ForeignForm: POST /console");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "consumer|a b|consumer|The client id has 1 to 200 letters",
                "tenants|contoso|tenants|Tenants are named by their id",
                "tenants||tenants|A grant names at least one of them",
                "environments|a b|environments|Environments are named by their host",
                "environments||environments|A grant names at least one of them",
                "t0|a/b|tables|Tables are named by their entity set",
                "t1|contacts|tables|A table has one or more of the verbs",
                "v1|read|tables|Tables are named by their entity set",
                "t1|accounts|tables|The table accounts is there twice",
                "actions|mscrm.WhoAmI|actions|Functions and actions are named without their namespace",
            })
    void saysAtTheFieldWhatIsWrongAndLosesNothing(String field, String value, String wrong, String words) {
        assign(OTTO, OPERATOR);
        Map<String, String> right = Map.of(
                "consumer",
                "orders",
                "tenants",
                "*",
                "environments",
                "*",
                "t0",
                "accounts",
                "v0",
                "read",
                "actions",
                "WhoAmI",
                "bypass",
                "yes");
        Map<String, String> typed = new HashMap<>(right);
        typed.put(field, value == null ? "" : value);

        Onboarder otto = at("/console/grant/edit", OTTO);
        otto.press("Save", typed);

        assertThat(otto.page().body()).contains("id=\"" + wrong + "-error\"", "href=\"#" + wrong + "\"");
        assertThat(otto.text()).contains("Nothing has been saved", words);
        typed.forEach(
                (name, text) -> assertThat(otto.page().field(name)).as(name).hasValue(text));
        assertThat(api.events()).doesNotContain("grant.created");
        otto.press(
                "Save",
                right.containsKey(field) ? Map.of(field, right.get(field)) : Map.of("t1", "contacts", "v1", "read"));
        assertThat(grant("orders")).contains("\"accounts\":[\"read\"]", "\"bypass\":true");
    }

    @Test
    void doesNotOverwriteWhatSomebodyElseHasChanged() {
        assign(OTTO, OPERATOR);
        put("orders", READ_ACCOUNTS);
        Onboarder otto = at("/console/grant/edit?consumer=orders", OTTO);
        put("orders", READ_ACCOUNTS.replace("accounts", "contacts"));

        otto.press("Save", Map.of("actions", "WhoAmI"));

        assertThat(otto.text())
                .contains("Somebody else has changed this grant", "What the grant says now", "contacts : read");
        assertThat(otto.page().field("t0")).hasValue("accounts");
        assertThat(otto.page().field("actions")).hasValue("WhoAmI");
        assertThat(grant("orders")).contains("contacts").doesNotContain("WhoAmI");

        otto.press("Save my entries");
        assertThat(grant("orders")).contains("accounts", "WhoAmI").doesNotContain("contacts");
    }

    @Test
    void saysThatTheConsumerHasAGrantAlreadyOrNoneAnyMore() {
        assign(OTTO, OPERATOR);
        put("orders", READ_ACCOUNTS);
        Onboarder otto = at("/console/grant/edit", OTTO);

        otto.press("Save", Map.of("consumer", "orders", "tenants", "*", "environments", "*"));
        assertThat(otto.text()).contains("This consumer has a grant already", "accounts : read");
        assertThat(grant("orders")).contains("accounts");

        otto.open("/console/grant/edit?consumer=orders");
        api.delete("/api/grants/orders");
        otto.press("Save");
        assertThat(otto.text()).contains("It was deleted, and nothing has been saved.");
        assertThat(api.get("/api/grants/orders").statusCode()).isEqualTo(404);
        otto.press("Save my entries");
        assertThat(grant("orders")).contains("accounts");
    }

    @Test
    void deletesNothingThatHasBecomeAnother() {
        assign(OTTO, OPERATOR);
        put("orders", READ_ACCOUNTS);
        Onboarder otto = at("/console/grant/delete?consumer=orders", OTTO);
        put("orders", READ_ACCOUNTS.replace("accounts", "contacts"));

        otto.press("Delete the grant");

        assertThat(otto.text()).contains("Nothing has been deleted.", "contacts : read");
        assertThat(grant("orders")).contains("contacts");
        otto.press("Delete the grant");
        assertThat(api.get("/api/grants/orders").statusCode()).isEqualTo(404);
        assertThat(otto.open("/console/grant/delete?consumer=orders").heading()).isEqualTo("No such grant");
    }

    @Test
    void losesNothingWhenTheSignInEndsInMidForm() {
        assign(OTTO, OPERATOR);
        put("orders", READ_ACCOUNTS);
        Onboarder otto = at("/console/grant/edit?consumer=orders", OTTO);
        gateway.letPass(Duration.ofMinutes(31));

        otto.press("Save", Map.of("actions", "WhoAmI\r\nMerge", "v0", "update"));

        assertThat(otto.heading()).isEqualTo("Your sign-in has ended");
        assertThat(otto.text()).contains("will be there again").doesNotContain("accounts");
        assertThat(grant("orders")).doesNotContain("WhoAmI");
        signedIn(otto.click("Sign in and go on"), OTTO);
        assertThat(otto.text()).contains("Your entries are still here", "Nothing has been saved yet");
        assertThat(otto.page().field("actions")).hasValue("WhoAmI\r\nMerge");
        assertThat(grant("orders")).doesNotContain("WhoAmI");
        otto.press("Save");
        assertThat(grant("orders")).contains("\"actions\":[\"Merge\",\"WhoAmI\"]", "update");
    }

    @Test
    void fillsInNothingForALinkOfSomebodyElse() {
        assign(OTTO, OPERATOR);
        put("orders", READ_ACCOUNTS);
        String filledIn =
                "seen=planted&tenants=%2A&environments=%2A&t0=contacts&v0=delete&actions=Merge&tokens=x&bypass=x";

        Onboarder otto = at("/console/grant/edit?of=orders&" + filledIn, OTTO);

        assertThat(otto.place()).startsWith("/console/grant/edit?of=orders&seen=planted");
        assertThat(otto.page().field("consumer")).hasValue("");
        assertThat(otto.page().field("of")).isEmpty();
        assertThat(otto.page().body()).doesNotContain("planted", "contacts", "Merge");
        otto.open("/console/grant/edit?consumer=orders&" + filledIn);
        assertThat(otto.page().field("of")).hasValue("orders");
        assertThat(otto.page().field("t0")).hasValue("accounts");
        assertThat(otto.page().body()).doesNotContain("contacts", "Merge");
        otto.press("Save");
        assertThat(grant("orders")).contains("accounts", "\"tokens\":false,\"bypass\":false");
    }

    @Test
    void keepsNothingForWhoeverIsNotStaff() {
        Onboarder stranger = Onboarder.at(gateway).open("/sign-out");

        HttpResponse<String> answer = post(stranger, "/console/grant/edit", "consumer=orders&save=x");

        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(answer.headers().firstValue("Location").orElseThrow())
                .endsWith("/sign-in/ended?back=%2Fconsole%2Fgrant%2Fedit");
        HttpResponse<String> tooLong = post(stranger, "/console/grant/edit", "actions=" + "a".repeat(20_000));
        assertThat(tooLong.statusCode()).isEqualTo(413);
    }

    @Test
    void takesAGrantWithHundredsOfTables() {
        assign(OTTO, OPERATOR);
        put(
                "orders",
                READ_ACCOUNTS.replace(
                        "{\"accounts\":[\"read\"]}",
                        IntStream.range(0, 900)
                                .mapToObj(i -> "\"new_tables%03d\":[\"read\",\"create\",\"update\"]".formatted(i))
                                .collect(Collectors.joining(",", "{", "}"))));
        Onboarder otto = at("/console/grant/edit?consumer=orders", OTTO);

        otto.press("Save", Map.of("actions", "WhoAmI"));

        assertThat(otto.place()).isEqualTo("/console/grant?saved=1&consumer=orders");
        assertThat(grant("orders")).contains("\"new_tables899\":[\"read\",\"create\",\"update\"]", "WhoAmI");
    }

    @Test
    void listsGrantsPageByPage() {
        assign(OTTO, AUDITOR);
        IntStream.range(0, 51).forEach(i -> put("c%02d".formatted(i), READ_ACCOUNTS));

        Onboarder otto = at("/console/grants", OTTO);

        assertThat(otto.text()).contains("c00", "c49").doesNotContain("c50", "First page");
        assertThat(otto.click("Next page").text()).contains("c50").doesNotContain("c49", "Next page");
        assertThat(otto.click("First page").text()).contains("c00");
    }

    private Onboarder at(String place, String person) {
        return signedIn(Onboarder.at(gateway).open(place), person);
    }

    private static Onboarder signedIn(Onboarder somebody, String person) {
        somebody.press(person);
        boolean asked = somebody.page().url().getPath().endsWith("/authorize")
                && somebody.text().contains("Accept");
        return asked ? somebody.press("Accept") : somebody;
    }

    /** A form as a page of ours would send it, to another place: with the cookie and the token of this browser. */
    private HttpResponse<String> post(Onboarder somebody, String place, String fields) {
        String token = somebody.page().field("formToken").orElseThrow();
        return gateway.api()
                .send(gateway.api()
                        .request(place)
                        .header("Cookie", "s2s=" + somebody.browser().cookie(gateway.page(place), "s2s"))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(
                                "jakarta.faces.ViewState=stateless&form=form&formToken=" + token + "&" + fields)));
    }

    /** Gives a person a role in their own tenant. */
    private void assign(String name, String role) {
        Directory directory = gateway.simulator().entraId().directory();
        Person person = directory.person(name);
        directory.assignRole(person, person.home(), role);
    }

    private void put(String consumer, String grant) {
        HttpResponse<String> answer = gateway.api()
                .send(gateway.api()
                        .requestAs("operator-tool", "/api/grants/" + consumer)
                        .header("Content-Type", "application/json")
                        .PUT(BodyPublishers.ofString(grant)));
        assertThat(answer.statusCode()).as(answer.body()).isIn(200, 201);
    }

    private String grant(String consumer) {
        return api.get("/api/grants/" + consumer).body();
    }

    /** Refusals are written behind the answer; of the one person who was signed in. */
    private void assertRefusalIsRemembered(String detail) throws InterruptedException {
        Instant end = Instant.now().plus(Duration.ofSeconds(30));
        while (!api.details("access.refused").contains(detail) && Instant.now().isBefore(end)) {
            Thread.sleep(100);
        }
        assertThat(api.details("access.refused")).contains(detail);
        assertThat(actors("access.refused")).contains(actors("person.signed-in").get(0));
    }

    private List<String> actors(String action) {
        return json(api.get("/api/events?limit=200")).getJsonArray("items").getValuesAs(JsonObject.class).stream()
                .filter(event -> event.getString("action").startsWith(action))
                .map(event -> event.getString("actor"))
                .toList();
    }
}
