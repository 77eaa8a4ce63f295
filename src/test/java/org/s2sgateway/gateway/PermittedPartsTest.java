package org.s2sgateway.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.s2sgateway.grants.Grant;
import org.s2sgateway.odata.BatchReader;
import org.s2sgateway.odata.Boundary;
import org.s2sgateway.problem.Refusal;
import org.s2sgateway.tenant.EnvironmentHost;

/** Batches of a consumer that may read and create accounts, read contacts, and nothing else. */
class PermittedPartsTest {

    private static final PartAddresses ADDRESSES = new PartAddresses(
            EnvironmentHost.parse("contoso.crm4.dynamics.com"), "https://gw.example", "/api/data/v9.2/");
    private static final String ACCOUNT = "accounts(28630624-cac9-e811-a964-000d3a3ac063)";
    private static final String ADA = "5f0d3a9c-1111-4222-8333-444455556666";
    private static final Grant GRANT =
            TestGrants.of(Map.of("accounts", List.of("read", "create"), "contacts", List.of("read")));
    private static final String CHANGES = "--b\r\nContent-Type: multipart/mixed;boundary=c\r\n\r\n";
    private static final String END = "--c--\r\n--b--\r\n";

    private Map<String, List<String>> headers = Map.of();
    private Set<String> users = Set.of();

    @Test
    void passesABatchThatStaysWithinTheGrant() {
        assertThat(judged(get("accounts?$expand=primarycontactid")
                        + CHANGES
                        + change("1", "POST accounts", "", "{\"name\":\"x\"}")
                        + END))
                .contains("GET /api/data/v9.2/accounts?$expand=primarycontactid HTTP/1.1", "{\"name\":\"x\"}");
    }

    @Test
    void refusesTheWholeBatchForOneRequest() {
        assertThat(refused(get("accounts") + get("systemusers") + "--b--\r\n"))
                .startsWith(
                        "S2S.NotPermitted: Request 2 of the batch: The grant of orders does not allow everything, and what"
                                + " this request needs cannot be told. ");
        assertThat(refused(get("accounts") + CHANGES + change("1", "DELETE " + ACCOUNT, "", "") + END))
                .startsWith("S2S.NotPermitted: Request 2 of the batch: ")
                .contains("delete on accounts");
    }

    @Test
    void judgesTheBodyOfEachRequest() {
        assertThat(refused(CHANGES
                        + change("1", "POST accounts", "", "{\"name\":\"x\"}")
                        + change("2", "POST accounts", "", "{\"primarycontactid\":{\"lastname\":\"x\"}}")
                        + END))
                .startsWith("S2S.NotPermitted: Request 2 of the batch: ")
                .contains("The grant of orders lacks, for what is in the body, at least: create on contacts.");
    }

    @Test
    void knowsTheTableOfAnEarlierRequestsRow() {
        assertThat(judged(
                        CHANGES
                                + change("1", "POST accounts", "", "{\"name\":\"x\"}")
                                + change("2", "POST $1/primarycontactid/$ref", "", "{\"@odata.id\":\"contacts(1)\"}")
                                + END,
                        TestGrants.of(Map.of(
                                "accounts",
                                List.of("read", "create", "update"),
                                "contacts",
                                List.of("read", "update")))))
                .contains("POST $1/primarycontactid/$ref HTTP/1.1");
        assertThat(refused(CHANGES
                        + change("1", "POST accounts", "", "{\"name\":\"x\"}")
                        + change("2", "PATCH $1", "", "{\"name\":\"y\"}")
                        + END))
                .startsWith("S2S.NotPermitted: Request 2 of the batch: ")
                .contains("update on accounts");
    }

    @Test
    void takesAnIdOfTwoTablesForNeither() {
        Grant both = TestGrants.of(
                Map.of("accounts", List.of("read", "create"), "contacts", List.of("read", "create", "update")));
        String batch = CHANGES + change("1", "POST accounts", "", "{\"name\":\"x\"}") + "--c--\r\n" + CHANGES
                + change("1", "POST contacts", "", "{\"lastname\":\"x\"}")
                + change("2", "PATCH $1", "", "{\"lastname\":\"y\"}") + END;

        assertThat(refused(batch, both)).startsWith("S2S.NotPermitted: Request 3 of the batch: ");
    }

    @Test
    void countsThePreferenceOfTheBatchForItsRequests() {
        Grant create = TestGrants.of(Map.of("accounts", List.of("create")));
        String batch = CHANGES + change("1", "POST accounts", "", "{\"name\":\"x\"}") + END;
        assertThat(judged(batch, create)).contains("POST");

        headers = Map.of("Prefer", List.of("return=representation"));

        assertThat(refused(batch, create)).contains("read on accounts");
    }

    @Test
    void refusesABypassWithoutLeave() {
        String batch = CHANGES
                + change("1", "POST accounts", "MSCRM.BypassCustomPluginExecution: true\r\n", "{\"name\":\"x\"}")
                + END;

        assertThat(refused(batch)).contains("Request 1 of the batch: The grant of orders lacks \"bypass\": true");
        assertThat(judged(batch, null)).contains("MSCRM.BypassCustomPluginExecution: true");
    }

    @Test
    void actsAsTheCallerInEachRequest() {
        Grant caller = TestGrants.of("caller", false);
        Permit permit = new Permit("orders", role -> false, Optional.of(UUID.fromString(ADA)), TestGrants.HOME, caller);

        String sent = judged(get("accounts") + get("accounts") + "--b--\r\n", permit, TestGrants.restriction(caller));

        assertThat(sent).containsSubsequence("CallerObjectId: " + ADA, "CallerObjectId: " + ADA);
        assertThat(users).isEmpty();
        judged(CHANGES + change("1", "POST accounts", "", "{\"name\":\"x\"}") + END, permit, null);
        assertThat(users).containsExactly("CallerObjectId " + ADA);
    }

    private String judged(String batch) {
        return judged(batch, GRANT);
    }

    private String judged(String batch, Grant grant) {
        return judged(batch, TestGrants.permit(grant), grant == null ? null : TestGrants.restriction(grant));
    }

    private String judged(String batch, Permit permit, Restriction restriction) {
        Boundary boundary = new Boundary("b");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        BatchJudgement judgement =
                new BatchJudgement(ADDRESSES, new PermittedParts(permit, restriction, headers), PartLinks.NONE);
        try {
            judgement.run(
                    new BatchReader(new ByteArrayInputStream(batch.getBytes(StandardCharsets.UTF_8)), boundary),
                    boundary,
                    out);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        users = judgement.users();
        return out.toString(StandardCharsets.UTF_8);
    }

    private String refused(String batch) {
        return refused(batch, GRANT);
    }

    private String refused(String batch, Grant grant) {
        Refusal refused = catchThrowableOfType(Refusal.class, () -> judged(batch, grant));
        assertThat(refused).as("a refusal").isNotNull();
        return refused.getMessage();
    }

    private static String get(String target) {
        return "--b\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\nGET " + target
                + " HTTP/1.1\r\n\r\n\r\n";
    }

    private static String change(String id, String line, String headers, String body) {
        return "--c\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\nContent-ID: " + id
                + "\r\n\r\n" + line + " HTTP/1.1\r\n" + headers
                + (body.isEmpty() ? "" : "Content-Type: application/json\r\n") + "\r\n" + body + "\r\n";
    }
}
