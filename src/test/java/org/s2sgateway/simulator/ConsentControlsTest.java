package org.s2sgateway.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.s2sgateway.simulator.TestClient.ADVENTURE_WORKS;
import static org.s2sgateway.simulator.TestClient.FABRIKAM;
import static org.s2sgateway.simulator.TestClient.json;
import static org.s2sgateway.simulator.Visitor.consentRequest;
import static org.s2sgateway.simulator.Visitor.redemption;
import static org.s2sgateway.simulator.Visitor.signInRequest;

import com.nimbusds.jwt.SignedJWT;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.s2sgateway.simulator.wire.JsonText;
import org.s2sgateway.testing.MovableClock;

class ConsentControlsTest {

    @TempDir
    Path home;

    private final MovableClock clock = MovableClock.startingNow();
    private Simulator simulator;
    private TestClient client;
    private Visitor visitor;

    @BeforeEach
    void start() throws Exception {
        simulator = Simulator.start(SimulatorOptions.onFreePorts(home).withClock(clock));
        client = new TestClient(simulator);
        visitor = new Visitor(simulator);
    }

    @AfterEach
    void stop() {
        simulator.close();
    }

    @Test
    void letsAConsentArriveLate() throws Exception {
        control("propagation", "{\"seconds\":5}");
        visitor.adminConsent(ADVENTURE_WORKS, consentRequest())
                .submit("grace@adventure-works.example")
                .submit("Accept");

        assertThat(tokenAnswer(ADVENTURE_WORKS)).contains("AADSTS700016: ");
        assertThat(tokenAnswer(ADVENTURE_WORKS)).contains("AADSTS7000229: ");
        assertThat(tokenAnswer(ADVENTURE_WORKS)).contains("AADSTS700016: ");

        clock.advance(Duration.ofSeconds(5));
        // Now that the tenant is consented it is only the environment, of another tenant, that is wrong.
        assertThat(tokenAnswer(ADVENTURE_WORKS)).contains("AADSTS500011: ");
    }

    @Test
    void letsTheApplicationThatAMemberMadeArriveLateToo() throws Exception {
        control("consent", "{\"tenant\":\"fabrikam.example\",\"action\":\"revoke\"}");
        simulator.entraId().propagationDelay(Duration.ofSeconds(5));
        visitor.signIn(FABRIKAM, "paul@fabrikam.example").submit("Accept");

        assertThat(tokenAnswer(FABRIKAM)).contains("AADSTS700016: ");
        clock.advance(Duration.ofSeconds(5));
        assertThat(tokenAnswer(FABRIKAM)).contains("access_token");
    }

    @Test
    void delaysNothingThatWasThereBefore() throws Exception {
        control("propagation", "{\"seconds\":5}");
        visitor.adminConsent(FABRIKAM, consentRequest())
                .submit("gina@fabrikam.example")
                .submit("Accept");

        assertThat(tokenAnswer(FABRIKAM)).contains("access_token");
    }

    @Test
    void revokesAndGrants() throws Exception {
        control("consent", "{\"tenant\":\"" + FABRIKAM + "\",\"action\":\"revoke-delegated\"}");
        assertThat(tokenAnswer(FABRIKAM)).contains("access_token");

        control("consent", "{\"tenant\":\"" + FABRIKAM + "\",\"action\":\"disable\"}");
        assertThat(tokenAnswer(FABRIKAM)).contains("AADSTS7000112: ");

        control("consent", "{\"tenant\":\"" + FABRIKAM + "\",\"action\":\"revoke\"}");
        assertThat(tokenAnswer(FABRIKAM)).contains("AADSTS7000229: ");

        control("consent", "{\"tenant\":\"" + FABRIKAM + "\",\"action\":\"grant\"}");
        assertThat(tokenAnswer(FABRIKAM)).contains("access_token");
    }

    @Test
    void assignsARole() throws Exception {
        control(
                "role-assignment",
                "{\"person\":\"paul@fabrikam.example\",\"tenant\":\"fabrikam.example\",\"role\":\"Gateway.Operator\"}");

        String answer = client.askToken(FABRIKAM, redemption(visitor.signIn(FABRIKAM, "paul@fabrikam.example")))
                .body();

        assertThat(SignedJWT.parse(JsonText.parse(answer).getString("id_token"))
                        .getJWTClaimsSet()
                        .getStringListClaim("roles"))
                .containsExactly("Gateway.Operator");
    }

    @Test
    void goesBackToTheFixedWorld() throws Exception {
        Map<String, String> form = redemption(visitor.signIn(FABRIKAM, "gina@fabrikam.example"));
        simulator.entraId().propagationDelay(Duration.ofHours(1));
        visitor.adminConsent(ADVENTURE_WORKS, consentRequest())
                .submit("grace@adventure-works.example")
                .submit("Accept");
        control("consent", "{\"tenant\":\"fabrikam.example\",\"action\":\"revoke\"}");

        control("reset", "");

        assertThat(tokenAnswer(FABRIKAM)).contains("access_token");
        assertThat(tokenAnswer(ADVENTURE_WORKS)).contains("AADSTS700016: ");
        assertThat(client.askToken(FABRIKAM, form).body()).contains("AADSTS70000: ");
        assertThat(visitor.authorize(FABRIKAM, signInRequest()).text()).startsWith("Pick an account");
        assertThat(new Visitor(simulator)
                        .signIn(FABRIKAM, "paul@fabrikam.example")
                        .locationFields())
                .containsKey("code");
    }

    @Test
    void refusesWhatItDoesNotUnderstand() throws Exception {
        assertThat(send("consent", "{\"tenant\":\"fabrikam.example\",\"action\":\"forget\"}")
                        .statusCode())
                .isEqualTo(400);
        assertThat(send("consent", "{\"tenant\":\"nobody.example\",\"action\":\"grant\"}")
                        .statusCode())
                .isEqualTo(400);
        assertThat(send("propagation", "{}").statusCode()).isEqualTo(400);
        assertThat(send("role-assignment", "{\"person\":\"nobody\",\"tenant\":\"fabrikam.example\",\"role\":\"x\"}")
                        .statusCode())
                .isEqualTo(400);
        assertThat(send("role-assignment", "{\"tenant\":\"fabrikam.example\",\"role\":\"x\"}")
                        .body())
                .isEqualTo("The simulator does not understand this: the member person is missing\n");
    }

    @Test
    void describesThePeople() throws Exception {
        String world = json(client.get(simulator.authority() + "/simulator"))
                .getJsonArray("people")
                .toString();

        assertThat(world)
                .contains("\"userPrincipalName\":\"ada@contoso.example\"", "\"guestIn\":[\"" + FABRIKAM + "\"]");
        assertThat(WorldDescription.table(simulator, "gateway.env"))
                .contains("ada@contoso.example", "Global Administrator, guest of Fabrikam", "Litware");
    }

    private String tokenAnswer(String tenant) throws Exception {
        return client.askToken(tenant, client.form("fabrikam")).body();
    }

    private void control(String what, String order) throws Exception {
        assertThat(send(what, order).statusCode()).isEqualTo(204);
    }

    private HttpResponse<String> send(String what, String order) throws Exception {
        return client.send(TestClient.request(simulator.authority() + "/simulator/" + what)
                .POST(BodyPublishers.ofString(order))
                .build());
    }
}
