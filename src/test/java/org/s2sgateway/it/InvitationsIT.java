package org.s2sgateway.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.s2sgateway.it.Answers.code;
import static org.s2sgateway.it.Answers.json;
import static org.s2sgateway.it.Operator.ADVENTURE_WORKS;
import static org.s2sgateway.it.Operator.FABRIKAM;

import jakarta.json.JsonObject;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.s2sgateway.testing.TestPeople;

/** The links by which operators invite administrators, over the API. */
class InvitationsIT {

    private static final String INVITATIONS = "/api/tenants/" + FABRIKAM + "/invitations";
    private static final String HOME = "/api/tenants/c0a00000-0000-4000-8000-000000000001/invitations";
    private static final String NOBODY = "00000000-0000-4000-8000-000000000000";

    private final RunningGateway run = GatewayRun.gateway();

    private CustomersGateway gateway;
    private Operator operator;

    @BeforeEach
    void inviteFabrikam() {
        gateway = CustomersGateway.of(run);
        gateway.forgetCustomers();
        operator = new Operator(gateway);
        operator.add(FABRIKAM, "Fabrikam");
    }

    @Test
    void areLinksForSevenDays() {
        HttpResponse<String> answer = operator.post(INVITATIONS);

        assertThat(answer.statusCode()).isEqualTo(201);
        JsonObject invitation = json(answer);
        assertThat(invitation.keySet()).containsExactly("id", "url", "expiresAt");
        assertThat(invitation.getString("id")).matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
        assertThat(invitation.getString("url")).matches(gateway.address() + "/connect\\?invitation=[A-Za-z0-9_-]{43}");
        assertThat(Instant.parse(invitation.getString("expiresAt")))
                .isCloseTo(Instant.now().plus(Duration.ofDays(7)), within(1, ChronoUnit.MINUTES));
        assertThat(answer.headers().firstValue("Location"))
                .hasValue(gateway.address() + INVITATIONS + "/" + invitation.getString("id"));
        assertThat(operator.events(FABRIKAM)).contains("invitation.created");
        assertThat(operator.get("/api/events").body())
                .doesNotContain(invitation.getString("url").replaceAll(".*=", ""));
    }

    @Test
    void areListedWithTheirLinks() {
        JsonObject invitation = operator.invite(FABRIKAM);

        JsonObject list = json(operator.get(INVITATIONS));

        assertThat(list.keySet()).containsExactly("items");
        assertThat(list.getJsonArray("items").getValuesAs(JsonObject.class)).containsExactly(invitation);
    }

    @Test
    void areListedForAuditorsWithoutTheirLinks() {
        JsonObject invitation = operator.invite(FABRIKAM);

        HttpResponse<String> list = gateway.api().getAs("auditor-tool", INVITATIONS);

        assertThat(list.body())
                .doesNotContain("url", invitation.getString("url").replaceAll(".*=", ""));
        JsonObject shown = json(list).getJsonArray("items").getJsonObject(0);
        assertThat(shown.keySet()).containsExactly("id", "expiresAt");
        assertThat(shown.getString("id")).isEqualTo(invitation.getString("id"));
    }

    @Test
    void arePaged() {
        List<String> made = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            made.add(operator.invite(FABRIKAM).getString("id"));
        }

        List<String> listed = new ArrayList<>();
        String next = INVITATIONS + "?limit=2";
        for (int pages = 0; next != null && pages < 5; pages++) {
            JsonObject page = json(operator.get(next));
            page.getJsonArray("items").getValuesAs(JsonObject.class).forEach(item -> listed.add(item.getString("id")));
            String address = page.getString("next", null);
            assertThat(address == null || address.startsWith(gateway.address() + INVITATIONS + "?limit=2&cursor="))
                    .isTrue();
            next = address == null
                    ? null
                    : address.substring(gateway.address().toString().length());
        }

        assertThat(listed).isSorted().containsExactlyInAnyOrderElementsOf(made);
    }

    @ParameterizedTest
    @ValueSource(strings = {"?limit=0", "?limit=201", "?limit=x", "?cursor=x"})
    void arePagedByWhatTheListGives(String query) {
        assertThat(code(operator.get(INVITATIONS + query))).isEqualTo("400 S2S.BadRequest");
    }

    @Test
    void areVoidOnceTheyAreRevoked() {
        JsonObject invitation = operator.invite(FABRIKAM);
        String address = INVITATIONS + "/" + invitation.getString("id");

        HttpResponse<String> answer = operator.delete(address);

        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(answer.body()).isEmpty();
        assertThat(operator.delete(address).statusCode()).isEqualTo(204);
        assertThat(json(operator.get(INVITATIONS)).getJsonArray("items")).isEmpty();
        assertThat(operator.events(FABRIKAM)).contains("invitation.revoked");
        assertVoid(invitation);
    }

    @Test
    void areVoidAfterSevenDays() {
        JsonObject invitation = operator.invite(FABRIKAM);
        gateway.letPass(Duration.ofDays(7).plusSeconds(5));

        assertThat(json(operator.get(INVITATIONS)).getJsonArray("items")).isEmpty();
        assertVoid(invitation);
    }

    @Test
    void areListedAsLongAsTheyVouchForSomebody() {
        JsonObject invitation = operator.invite(FABRIKAM);
        Onboarder.at(gateway)
                .open(path(invitation))
                .press(
                        "Continue",
                        Map.of("environment", "https://" + gateway.simulator().host("fabrikam")))
                .signIn("paul@fabrikam.example");
        String paul = TestPeople.objectId(gateway.simulator().environment("fabrikam"), "paul")
                .toString();
        JsonObject accepted =
                json(operator.get(INVITATIONS)).getJsonArray("items").getJsonObject(0);
        assertThat(accepted.getString("acceptedBy")).isEqualTo(paul);
        assertThat(operator.events(FABRIKAM)).containsOnlyOnce("invitation.accepted");
        assertThat(accepted.getString("url")).isEqualTo(invitation.getString("url"));

        gateway.letPass(Duration.ofDays(7).plusSeconds(5));

        JsonObject over = json(operator.get(INVITATIONS)).getJsonArray("items").getJsonObject(0);
        assertThat(over.keySet()).containsExactly("id", "expiresAt", "acceptedBy");
        assertThat(over.getString("acceptedBy")).isEqualTo(paul);
        operator.delete(INVITATIONS + "/" + invitation.getString("id"));
        assertThat(json(operator.get(INVITATIONS)).getJsonArray("items")).isEmpty();
    }

    @Test
    void areOfTheirTenantOnly() {
        operator.add(ADVENTURE_WORKS, "Adventure Works");
        String id = operator.invite(FABRIKAM).getString("id");
        String other = "/api/tenants/" + ADVENTURE_WORKS + "/invitations";

        assertThat(json(operator.get(other)).getJsonArray("items")).isEmpty();
        assertThat(code(operator.delete(other + "/" + id))).isEqualTo("404 S2S.NotFound");
        assertThat(json(operator.get(INVITATIONS)).getJsonArray("items")).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "/api/tenants/" + NOBODY + "/invitations, 404 S2S.NotFound",
        "/api/tenants/nobody/invitations, 400 S2S.BadRequest"
    })
    void areForTenantsInTheRegistry(String address, String code) {
        assertThat(code(operator.get(address))).isEqualTo(code);
        assertThat(code(operator.post(address))).isEqualTo(code);
        assertThat(code(operator.delete(address + "/" + NOBODY))).isEqualTo(code);
    }

    @ParameterizedTest
    @ValueSource(strings = {NOBODY, "nothing", "%20"})
    void areKnownOrNot(String id) {
        assertThat(code(operator.delete(INVITATIONS + "/" + id))).isEqualTo("404 S2S.NotFound");
    }

    @Test
    void areNotForATenantThatIsOffboarded() {
        operator.delete("/api/tenants/" + FABRIKAM);

        assertThat(code(operator.post(INVITATIONS))).isEqualTo("409 S2S.Conflict");
    }

    @Test
    void areNotThereInSingleTenantMode() {
        HttpResponse<String> answer =
                run.send(run.requestAs("operator-tool", HOME).POST(BodyPublishers.noBody()));

        assertThat(code(answer)).isEqualTo("409 S2S.Conflict");
    }

    @ParameterizedTest
    @CsvSource({
        "operator-tool, 200, 201, 204",
        "registry-manager, 200, 201, 204",
        "auditor-tool, 200, 403, 403",
        "registry-reader, 403, 403, 403",
        "orders-service, 403, 403, 403",
        "no-roles, 403, 403, 403"
    })
    void areForWhoeverManagesTenants(String application, int list, int make, int revoke) {
        String id = operator.invite(FABRIKAM).getString("id");

        assertThat(status(application, "GET", INVITATIONS)).isEqualTo(list);
        assertThat(status(application, "POST", INVITATIONS)).isEqualTo(make);
        assertThat(status(application, "DELETE", INVITATIONS + "/" + id)).isEqualTo(revoke);
    }

    @Test
    void areNotForWhoeverBringsNoToken() {
        assertThat(code(gateway.api().get(INVITATIONS))).isEqualTo("401 S2S.Unauthenticated");
        assertThat(code(gateway.api().send(gateway.api().request(INVITATIONS).POST(BodyPublishers.noBody()))))
                .isEqualTo("401 S2S.Unauthenticated");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJKLMNO_", "%3Cscript%3Ealert(1)%3C/script%3E"})
    void areNotGuessed(String guess) {
        Onboarder stranger = Onboarder.at(gateway).open("/connect?invitation=" + guess);

        assertThat(stranger.code()).isEqualTo("S2S.InvitationVoid");
        assertThat(stranger.page().body()).doesNotContain("<script");
    }

    private void assertVoid(JsonObject invitation) {
        Onboarder somebody = Onboarder.at(gateway).open(path(invitation));
        assertThat(somebody.code()).isEqualTo("S2S.InvitationVoid");
    }

    private String path(JsonObject invitation) {
        return invitation
                .getString("url")
                .substring(gateway.address().toString().length());
    }

    private int status(String application, String method, String path) {
        return gateway.api()
                .send(gateway.api().requestAs(application, path).method(method, BodyPublishers.noBody()))
                .statusCode();
    }
}
