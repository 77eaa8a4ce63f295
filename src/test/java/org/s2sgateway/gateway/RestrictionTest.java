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
                .isEqualTo("S2S.NotPermitted: The grant of orders lacks: read on contacts. An operator can add it:"
                        + " PUT /api/grants/orders with all that the grant is to say (app role Tenants.Manage).");
        assertThat(refused("DELETE", "/api/data/v9.2/accounts(28630624-cac9-e811-a964-000d3a3ac063)", null))
                .startsWith("S2S.NotPermitted: The grant of orders lacks: delete on accounts. An operator can add it");
        assertThat(doubts).hasValue(0);
    }

    @Test
    void saysInAFewWordsWhatIsMissingWithoutAnythingOfTheRequest() {
        assertThat(refusal("GET", "/api/data/v9.2/accounts", "$expand=primarycontactid")
                        .lack())
                .hasValue("read on contacts");
        assertThat(refusal("GET", "/api/data/v9.2/new_things", "$filter=name%20eq%20'Litware'")
                        .lack())
                .hasValue("all verbs on * and all actions, for what it needs cannot be told");
    }

    @Test
    void refusesWhatCannotBeJudgedAndLooksWhetherItIsNew() {
        assertThat(refused("GET", "/api/data/v9.2/new_things", null))
                .isEqualTo(
                        "S2S.NotPermitted: The grant of orders does not allow everything, and what this request needs"
                                + " cannot be told. \"new_things\" is no column, navigation property, type or operation that is known"
                                + " there; names are written as in $metadata. Write the request differently; only a grant of all"
                                + " verbs on * and all actions lets it through as it is. An operator can add it: PUT"
                                + " /api/grants/orders with all that the grant is to say (app role Tenants.Manage).");
        assertThat(doubts).hasValue(1);
    }

    @Test
    void breaksOffABodyThatNeedsMore() {
        GrantedBody body = body(List.of("application/json"));
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        assertThatExceptionOfType(GrantedBody.Broken.class)
                .isThrownBy(() -> send(body, "{\"name\":\"x\",\"primarycontactid\":{\"lastname\":\"y\"}}", out))
                .satisfies(broken -> assertThat(broken.refusal().lack()).hasValue("create on contacts in the body"))
                .satisfies(
                        broken -> assertThat(broken.refusal())
                                .hasMessageStartingWith(
                                        "S2S.NotPermitted: The grant of orders lacks, for what is in the"
                                                + " body, at least: create on contacts. An operator can add it: PUT /api/grants/orders"));
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
                    .satisfies(broken -> assertThat(broken.refusal())
                            .hasMessageContaining(
                                    "what this request needs cannot be told. The body cannot be judged: "));
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
        return String.valueOf(refusal(method, path, query).getMessage());
    }

    private Refusal refusal(String method, String path, String query) {
        Refusal refused = catchThrowableOfType(Refusal.class, () -> judged(method, path, query));
        assertThat(refused).as("a refusal").isNotNull();
        return refused;
    }
}
