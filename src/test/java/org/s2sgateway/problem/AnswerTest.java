package org.s2sgateway.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class AnswerTest {

    private final Refusal notPermitted =
            new Refusal(ProblemType.NOT_PERMITTED, "The caller needs the role Tenants.Manage.");

    @Test
    void saysProblemDetailsOnOurOwnApi() {
        Answer answer = Answer.of(notPermitted, Dialect.PROBLEM_DETAILS);

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.headers())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("Content-Type", "application/problem+json", "Cache-Control", "no-store"));
        assertThat(answer.body())
                .isEqualTo("{\"type\":\"urn:s2s-gateway:problem:not-permitted\",\"title\":\"Not permitted\","
                        + "\"status\":403,\"detail\":\"The caller needs the role Tenants.Manage.\","
                        + "\"code\":\"S2S.NotPermitted\"}");
    }

    @Test
    void saysTheErrorObjectOnTheGateway() {
        Answer answer = Answer.of(notPermitted, Dialect.ODATA);

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.headers())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "Content-Type",
                        "application/json; odata.metadata=minimal",
                        "OData-Version",
                        "4.0",
                        "Cache-Control",
                        "no-store"));
        assertThat(answer.body())
                .isEqualTo("{\"error\":{\"code\":\"S2S.NotPermitted\","
                        + "\"message\":\"The caller needs the role Tenants.Manage.\"}}");
    }

    @Test
    void saysOnlyConstantsOnAPage() {
        Answer answer = Answer.of(new Refusal(ProblemType.NOT_FOUND, "<script>"), Dialect.PAGE);

        assertThat(answer.headers()).containsEntry("Content-Type", "text/html;charset=UTF-8");
        assertThat(answer.body())
                .contains("<h1>There is no such page</h1>", "S2S.NotFound")
                .doesNotContain("<script>");
    }

    @Test
    void saysWhoHasToActInBothDialects() {
        Refusal refusal = new Refusal(ProblemType.CONSENT_REQUIRED, "Not yet.")
                .with("actor", "tenantAdmin")
                .with("remedy", "Give consent.");

        assertThat(Answer.of(refusal, Dialect.PROBLEM_DETAILS).body())
                .endsWith("\"actor\":\"tenantAdmin\",\"remedy\":\"Give consent.\"}");
        assertThat(Answer.of(refusal, Dialect.ODATA).body())
                .endsWith("\"@S2S.actor\":\"tenantAdmin\",\"@S2S.remedy\":\"Give consent.\"}}");
    }

    @Test
    void asksForABearerTokenWithEvery401() {
        Refusal refusal = new Refusal(ProblemType.UNAUTHENTICATED, "A bearer token is needed here.");

        assertThat(Answer.of(refusal, Dialect.PROBLEM_DETAILS).headers()).containsEntry("WWW-Authenticate", "Bearer");
        assertThat(Answer.of(refusal, Dialect.ODATA).headers()).containsEntry("WWW-Authenticate", "Bearer");
        assertThat(Answer.of(refusal.withHeader("WWW-Authenticate", "Bearer error=\"invalid_token\""), Dialect.ODATA)
                        .headers())
                .containsEntry("WWW-Authenticate", "Bearer error=\"invalid_token\"");
    }

    @Test
    void escapesWhatItSays() {
        Refusal refusal = new Refusal(ProblemType.BAD_REQUEST, "a \"quote\" and\nä");

        assertThat(Answer.of(refusal, Dialect.PROBLEM_DETAILS).body()).contains("\"a \\\"quote\\\" and\\nä\"");
    }
}
