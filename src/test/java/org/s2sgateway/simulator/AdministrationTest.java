package org.s2sgateway.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.s2sgateway.simulator.TestClient.GATEWAY;
import static org.s2sgateway.simulator.TestClient.json;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.s2sgateway.simulator.dataverse.ApplicationUser;
import org.s2sgateway.simulator.dataverse.ApplicationUserState;
import org.s2sgateway.simulator.dataverse.Environment;
import org.s2sgateway.testing.TestPeople;
import org.s2sgateway.testing.TestSolutions;

/** What administrators do in an environment: users, roles, business units and solutions. */
class AdministrationTest {

    private static final UUID GATEWAY_ID = UUID.fromString(GATEWAY);
    private static final String ADMINISTRATOR_TEMPLATE = "627090ff-40a3-4053-8790-584edc5be201";
    private static final String ME =
            "systemusers?$select=fullname,isdisabled,deletedstate&$filter=applicationid%20eq%20" + GATEWAY;

    @TempDir
    static Path home;

    private static Simulator simulator;
    private static TestClient client;

    private final String name = "fabrikam-no-application-user";
    private String token;

    @BeforeAll
    static void start() throws Exception {
        simulator = Simulator.start(SimulatorOptions.onFreePorts(home));
        client = new TestClient(simulator);
    }

    @AfterAll
    static void stop() {
        simulator.close();
    }

    @BeforeEach
    void asAnAdministrator() {
        simulator.environments().forEach(Environment::reset);
        token = TestPeople.token(simulator, name, "sam");
    }

    @Test
    void knowsAPersonByItsDelegatedToken() throws Exception {
        String user = json(get("WhoAmI")).getString("UserId");

        assertThat(json(get("systemusers(" + user + ")?$select=fullname,azureactivedirectoryobjectid"))
                        .getString("azureactivedirectoryobjectid"))
                .isEqualTo(TestPeople.objectId(environment(), "sam").toString());
    }

    @Test
    void refusesAPersonWhoIsNoUser() throws Exception {
        token = TestPeople.token(simulator, name, "anna");
        refuses(get("WhoAmI"), 403, "0x80072560");
    }

    @Test
    void neverTakesAnApplicationForThePersonWhoseObjectIdItsTokenNames() throws Exception {
        token = simulator
                .oddToken("demo")
                .audience(environment().place().url())
                .claim("appid", GATEWAY)
                .claim("tid", environment().place().tenant().id().toString())
                .claim("oid", TestPeople.objectId(environment(), "sam").toString())
                .sign();
        refuses(get("WhoAmI"), 403, "0x80072560");
    }

    @Test
    void neverTakesAPersonForTheApplicationItCameThrough() throws Exception {
        environment().applicationUser(GATEWAY_ID, ApplicationUserState.READY);
        token = TestPeople.token(simulator, name, "anna");
        refuses(get("accounts"), 403, "0x80072560");
    }

    @Test
    void refusesAScopeThatIsNotItsOwn() throws Exception {
        token = simulator
                .oddToken("demo")
                .audience(environment().place().url())
                .claim("appid", GATEWAY)
                .claim("tid", environment().place().tenant().id().toString())
                .claim("scp", "openid")
                .sign();
        assertThat(get("WhoAmI").statusCode()).isEqualTo(401);
    }

    @Test
    void findsTheRootBusinessUnit() throws Exception {
        assertThat(values(get("businessunits?$select=name&$filter=parentbusinessunitid%20eq%20null")))
                .hasSize(1);
        assertThat(values(get("businessunits?$filter=parentbusinessunitid%20ne%20null")))
                .hasSize(1);
        assertThat(get("businessunits?$filter=parentbusinessunitid%20eq%20" + GATEWAY)
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void hasEachRoleOncePerBusinessUnit() throws Exception {
        assertThat(values(get("roles?$filter=name%20eq%20'System%20Administrator'")))
                .hasSize(2)
                .allSatisfy(role -> assertThat(role.asJsonObject().getString("_roletemplateid_value"))
                        .isEqualTo(ADMINISTRATOR_TEMPLATE))
                .extracting(role -> role.asJsonObject().getString("_parentrootroleid_value"))
                .containsOnly(role("System Administrator", root()));
    }

    @Test
    void createsAnApplicationUser() throws Exception {
        HttpResponse<String> created = create(GATEWAY, root());

        assertThat(created.statusCode()).isEqualTo(204);
        assertThat(created.headers().firstValue("OData-EntityId").orElse(""))
                .startsWith(environment().place().url() + "/api/data/v9.2/systemusers(");
        assertThat(environment().applicationUser(GATEWAY_ID)).hasValueSatisfying(user -> {
            assertThat(user.disabled()).isFalse();
            assertThat(user.roles()).isEmpty();
        });
        assertThat(values(get(ME)))
                .extracting(user -> user.asJsonObject().getString("fullname"))
                .containsExactly("# gateway");
    }

    @Test
    void refusesAnApplicationUserWithoutABusinessUnit() throws Exception {
        refuses(
                send("POST", "systemusers", "{\"applicationid\":\"" + GATEWAY + "\",\"accessmode\":4}"),
                400,
                "0x80040530");
    }

    @Test
    void refusesASecondApplicationUserAlsoWhereTheFirstWasDeleted() throws Exception {
        environment().applicationUser(GATEWAY_ID, ApplicationUserState.READY);
        refuses(create(GATEWAY, root()), 412, "0x80040237");
        environment().applicationUser(GATEWAY_ID, ApplicationUserState.SOFT_DELETED);
        refuses(create(GATEWAY, root()), 412, "0x80040237");
    }

    @Test
    void refusesAnApplicationThatHasNoServicePrincipalInTheTenant() throws Exception {
        refuses(create("b0000000-0000-4000-8000-000000000001", root()), 400, "0x80041d28");
    }

    @Test
    void refusesWhoLacksThePrivilege() throws Exception {
        String businessUnit = root();
        token = TestPeople.token(simulator, name, "paul");
        refuses(create(GATEWAY, businessUnit), 403, "0x80040220");
        refuses(send("POST", "ImportSolutionAsync", "{}"), 403, "0x80040220");
    }

    @Test
    void disablesAndEnables() throws Exception {
        String user = present(ApplicationUserState.READY);

        assertThat(send("PATCH", user, "{\"isdisabled\":true,\"applicationid\":\"" + GATEWAY + "\"}")
                        .statusCode())
                .isEqualTo(204);
        assertThat(environment().applicationUser(GATEWAY_ID).orElseThrow().disabled())
                .isTrue();
        refuses(send("PATCH", user, "{\"applicationid\":\"b0000000-0000-4000-8000-000000000001\"}"), 400, "0x80041d48");
        refuses(send("PATCH", user, "{\"fullname\":\"Other\"}"), 400, "0x80041d48");
    }

    @Test
    void deletesADisabledUserSoftlyAndThenForGood() throws Exception {
        String user = present(ApplicationUserState.READY);
        assertThat(send("DELETE", user, "").statusCode()).isEqualTo(400);

        environment().applicationUser(GATEWAY_ID, ApplicationUserState.DISABLED);
        assertThat(send("DELETE", user, "").statusCode()).isEqualTo(204);
        assertThat(values(get(ME))).hasSize(1).allSatisfy(row -> assertThat(
                        row.asJsonObject().getInt("deletedstate"))
                .isEqualTo(1));
        assertThat(send("DELETE", user, "").statusCode()).isEqualTo(204);
        assertThat(values(get(ME))).isEmpty();
    }

    @Test
    void assignsARoleAndTakesItBack() throws Exception {
        String user = present(ApplicationUserState.NO_ROLE);
        String role = role("S2S Gateway Access", root());

        assertThat(assign(user, role).statusCode()).isEqualTo(204);
        assertThat(get("accounts").statusCode()).isEqualTo(200);
        assertThat(values(get(user + "/systemuserroles_association?$select=name")))
                .extracting(row -> row.asJsonObject().getString("name"))
                .containsExactly("S2S Gateway Access");
        assertThat(values(get(ME + "&$expand=systemuserroles_association($select=roleid,name)"))
                        .get(0)
                        .asJsonObject()
                        .getJsonArray("systemuserroles_association"))
                .extracting(row -> row.asJsonObject().getString("roleid"))
                .containsExactly(role);
        refuses(assign(user, role), 412, "0x80040237");

        String link = environment().place().url() + "/api/data/v9.2/roles(" + role + ")";
        assertThat(send("DELETE", user + "/systemuserroles_association/$ref?$id=" + link, "")
                        .statusCode())
                .isEqualTo(204);
        assertThat(environment().applicationUser(GATEWAY_ID).orElseThrow().roles())
                .isEmpty();
    }

    @Test
    void refusesAnUnknownRoleAndOneOfAnotherBusinessUnit() throws Exception {
        String user = present(ApplicationUserState.NO_ROLE);
        String child = values(get("businessunits?$filter=parentbusinessunitid%20ne%20null"))
                .get(0)
                .asJsonObject()
                .getString("businessunitid");

        refuses(assign(user, GATEWAY), 400, "0x80060888");
        refuses(assign(user, role("S2S Gateway Access", child)), 400, "0x80041409");
    }

    @Test
    void showsAChangeOfRolesAtOnceOnlyToWhoAsksForTheNewestState() throws Exception {
        String user = present(ApplicationUserState.NO_ROLE);
        environment().cacheLag(Duration.ofMinutes(5));
        String role = role("S2S Gateway Access", root());
        assertThat(assign(user, role).statusCode()).isEqualTo(204);

        String own = TestPeople.applicationToken(simulator, name);
        refuses(client.get(url("WhoAmI"), "Authorization", "Bearer " + own), 403, "0x80042f09");
        assertThat(client.get(url("WhoAmI"), "Authorization", "Bearer " + own, "Consistency", "Strong")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void importsASolutionInTheBackground() throws Exception {
        environment().imports(2, false);
        String operation = importSolution(TestSolutions.managed("contosointegration", "1.2.0.0"));

        assertThat(json(get(operation)).getInt("statuscode")).isEqualTo(20);
        assertThat(values(get("solutions?$filter=uniquename%20eq%20'contosointegration'")))
                .isEmpty();
        JsonObject done = json(get(operation));
        assertThat(done.getInt("statecode")).isEqualTo(3);
        assertThat(done.getInt("statuscode")).isEqualTo(30);
        assertThat(values(get("solutions?$filter=uniquename%20eq%20'contosointegration'")))
                .hasSize(1)
                .allSatisfy(row -> {
                    assertThat(row.asJsonObject().getString("version")).isEqualTo("1.2.0.0");
                    assertThat(row.asJsonObject().getBoolean("ismanaged")).isTrue();
                });
        assertThat(values(get("roles?$filter=name%20eq%20'Contoso%20Integration'")))
                .hasSize(2);
    }

    @Test
    void saysWhyAnImportFailed() throws Exception {
        environment().imports(1, false);
        JsonObject broken = json(get(importSolution(new byte[] {1, 2, 3})));
        assertThat(broken.getInt("statuscode")).isEqualTo(31);
        assertThat(broken.getString("message")).startsWith("The solution file is invalid.");

        environment().imports(1, true);
        assertThat(json(get(importSolution(TestSolutions.managed("other", "1.0"))))
                        .getInt("statuscode"))
                .isEqualTo(31);
    }

    @Test
    void runsOneImportAtATime() throws Exception {
        environment().imports(3, false);
        importSolution(TestSolutions.managed("contosointegration", "1.0"));
        assertThat(json(get(importSolution(TestSolutions.managed("contosointegration", "1.0"))))
                        .getString("message"))
                .contains("another [Import] running");
    }

    @Test
    void goesBackToItsFixedState() throws Exception {
        environment().put(GATEWAY_ID, false, ApplicationUser.EVERYTHING);
        environment().putPerson(TestPeople.objectId(environment(), "anna"), "Anna", Set.of("Basic User"));
        environment().firewall(true);

        assertThat(control("reset", "").statusCode()).isEqualTo(204);
        assertThat(environment().applicationUser(GATEWAY_ID)).isEmpty();
        assertThat(get("WhoAmI").statusCode()).isEqualTo(200);
        token = TestPeople.token(simulator, name, "anna");
        refuses(get("WhoAmI"), 403, "0x80072560");
    }

    @Test
    void isChangedFromAnotherProcess() throws Exception {
        assertThat(control("application-user", "{\"state\":\"soft-deleted\"}").statusCode())
                .isEqualTo(204);
        assertThat(environment().applicationUser(GATEWAY_ID).orElseThrow().softDeleted())
                .isTrue();
        assertThat(control("firewall", "{\"closed\":true}").statusCode()).isEqualTo(204);
        refuses(get("WhoAmI"), 403, "0x80095ffe");

        assertThat(control("application-user", "{\"state\":\"odd\"}").statusCode())
                .isEqualTo(400);
        assertThat(control("paint", "{}").statusCode()).isEqualTo(404);
    }

    @Test
    void hasAdventureWorksInTheStatesThatItsNamesSay() {
        assertThat(simulator.environment("adventure-works").applicationUser(GATEWAY_ID))
                .isEmpty();
        assertThat(simulator.environment("litware").applicationUser(GATEWAY_ID)).isEmpty();
        assertThat(state("adventure-works-soft-deleted").softDeleted()).isTrue();
        assertThat(state("adventure-works-disabled").disabled()).isTrue();
        assertThat(state("adventure-works-no-role").roles()).isEmpty();
        assertThat(state("adventure-works-firewall").roles()).containsExactly("S2S Gateway Access");
        assertThat(state("fabrikam-disabled").disabled()).isTrue();
    }

    private static ApplicationUser state(String environment) {
        return simulator.environment(environment).applicationUser(GATEWAY_ID).orElseThrow();
    }

    private Environment environment() {
        return simulator.environment(name);
    }

    /** The address of the application user, in that state. */
    private String present(ApplicationUserState state) {
        environment().applicationUser(GATEWAY_ID, state);
        return "systemusers("
                + environment().applicationUser(GATEWAY_ID).orElseThrow().systemUserId() + ")";
    }

    private String root() throws Exception {
        return values(get("businessunits?$filter=parentbusinessunitid%20eq%20null"))
                .get(0)
                .asJsonObject()
                .getString("businessunitid");
    }

    private String role(String role, String businessUnit) throws Exception {
        return values(get("roles?$filter=name%20eq%20'" + role.replace(" ", "%20")
                        + "'%20and%20_businessunitid_value%20eq%20" + businessUnit))
                .get(0)
                .asJsonObject()
                .getString("roleid");
    }

    private HttpResponse<String> create(String applicationId, String businessUnit) throws Exception {
        return send(
                "POST",
                "systemusers",
                "{\"applicationid\":\"" + applicationId
                        + "\",\"accessmode\":4,\"isdisabled\":false,\"businessunitid@odata.bind\":\"/businessunits("
                        + businessUnit + ")\"}");
    }

    private HttpResponse<String> assign(String user, String role) throws Exception {
        return send(
                "POST",
                user + "/systemuserroles_association/$ref",
                "{\"@odata.id\":\"" + environment().place().url() + "/api/data/v9.2/roles(" + role + ")\"}");
    }

    /** The address of the operation that the import is. */
    private String importSolution(byte[] zip) throws Exception {
        HttpResponse<String> started = send(
                "POST",
                "ImportSolutionAsync",
                "{\"CustomizationFile\":\"" + Base64.getEncoder().encodeToString(zip)
                        + "\",\"OverwriteUnmanagedCustomizations\":false,\"PublishWorkflows\":true,\"ImportJobId\":\""
                        + UUID.randomUUID() + "\"}");
        return "asyncoperations(" + json(started).getString("AsyncOperationId") + ")";
    }

    private HttpResponse<String> get(String path) throws Exception {
        return client.get(url(path), "Authorization", "Bearer " + token);
    }

    private HttpResponse<String> send(String method, String path, String body) throws Exception {
        return client.send(
                TestClient.request(url(path), "Authorization", "Bearer " + token, "Content-Type", "application/json")
                        .method(method, BodyPublishers.ofString(body))
                        .build());
    }

    private HttpResponse<String> control(String what, String body) throws Exception {
        return client.send(TestClient.request(simulator.authority() + "/simulator/environments/" + name + "/" + what)
                .POST(BodyPublishers.ofString(body))
                .build());
    }

    private String url(String path) {
        return "https://" + simulator.host(name) + "/api/data/v9.2/" + path;
    }

    private static JsonArray values(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return json(answer).getJsonArray("value");
    }

    private static void refuses(HttpResponse<String> answer, int status, String code) {
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(json(answer).getJsonObject("error").getString("code")).isEqualTo(code);
    }
}
