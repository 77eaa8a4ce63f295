package org.s2sgateway.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.s2sgateway.dataverse.RequestTarget;
import org.s2sgateway.grants.Conditions;
import org.s2sgateway.grants.Grant;
import org.s2sgateway.grants.Judgement;
import org.s2sgateway.grants.RequestJudge;
import org.s2sgateway.problem.Refusal;

class RestrictionTest {

    private static final Grant ACCOUNTS = TestGrants.of(Map.of("accounts", List.of("read", "create")));

    private final AtomicInteger doubts = new AtomicInteger();
    private final Restriction restriction = new Restriction(
            TestGrants.permit(ACCOUNTS), ACCOUNTS, new RequestJudge(TestGrants.MODEL), doubts::incrementAndGet);

    @Test
    void passesWhatIsGranted() {
        assertThat(judged("GET", "/api/data/v9.2/accounts", "$select=name").table())
                .hasValue("accounts");
        assertThat(doubts).hasValue(0);
    }

    @Test
    void saysWhatIsMissingAndWhoCanGiveIt() {
        assertThat(refused("GET", "/api/data/v9.2/accounts", "$expand=primarycontactid"))
                .isEqualTo(
                        "S2S.NotPermitted: orders has a grant for less than everything here, and the request needs what"
                                + " the grant does not give: read on contacts. Whoever holds the app role Tenants.Manage can"
                                + " change the grant: PUT /api/grants/orders.");
        assertThat(refused("DELETE", "/api/data/v9.2/accounts(28630624-cac9-e811-a964-000d3a3ac063)", null))
                .contains("the grant does not give: delete on accounts.");
        assertThat(doubts).hasValue(0);
    }

    @Test
    void refusesWhatCannotBeJudgedAndLooksWhetherItIsNew() {
        assertThat(refused("GET", "/api/data/v9.2/new_things", null))
                .startsWith(
                        "S2S.NotPermitted: orders has a grant for less than everything here, and the request cannot be"
                                + " judged, and is refused therefore. \"new_things\"");
        assertThat(doubts).hasValue(1);
    }

    @Test
    void breaksOffABodyThatNeedsMore() {
        GrantedBody body = body(List.of("application/json"));
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        assertThatExceptionOfType(GrantedBody.Broken.class)
                .isThrownBy(() -> send(body, "{\"name\":\"x\",\"primarycontactid\":{\"lastname\":\"y\"}}", out))
                .satisfies(
                        broken -> assertThat(broken.refusal())
                                .hasMessageContaining(
                                        "S2S.NotPermitted: orders has a grant for less than everything here, and the"
                                                + " request cannot be sent. The body needs what is not granted: create on contacts."));
        assertThat(out.toString(StandardCharsets.UTF_8)).doesNotContain("lastname");
        assertThat(body.refusal()).isPresent();
    }

    @Test
    void passesABodyThatStaysWithinTheGrant() throws IOException {
        GrantedBody body = body(List.of("application/json"));
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        send(body, "{\"name\":\"x\"}", out);

        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("{\"name\":\"x\"}");
        assertThat(body.refusal()).isEmpty();
    }

    @Test
    void takesTwoContentTypesForNone() {
        for (List<String> types : List.of(List.<String>of(), List.of("application/json", "application/json"))) {
            assertThatExceptionOfType(GrantedBody.Broken.class)
                    .isThrownBy(() -> send(body(types), "{\"name\":\"x\"}", new ByteArrayOutputStream()))
                    .satisfies(
                            broken -> assertThat(broken.refusal()).hasMessageContaining("The body cannot be judged: "));
        }
    }

    private GrantedBody body(List<String> contentTypes) {
        return restriction.body(judged("POST", "/api/data/v9.2/accounts", null), contentTypes);
    }

    private static void send(GrantedBody body, String text, ByteArrayOutputStream out) throws IOException {
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        try (body) {
            body.write(octets, 0, octets.length, out::write);
            body.end(out::write);
        }
    }

    private Judgement.Judged judged(String method, String path, String query) {
        return restriction.require(
                method, RequestTarget.parse(path, query), Conditions.NONE, contentId -> Optional.empty());
    }

    private String refused(String method, String path, String query) {
        Refusal refused = catchThrowableOfType(Refusal.class, () -> judged(method, path, query));
        assertThat(refused).as("a refusal").isNotNull();
        return refused.getMessage();
    }
}
