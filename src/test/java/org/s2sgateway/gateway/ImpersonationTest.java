package org.s2sgateway.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.s2sgateway.problem.ProblemType;
import org.s2sgateway.problem.Refusal;

class ImpersonationTest {

    private static final String USER = "5f0d3a9c-1111-4222-8333-444455556666";

    @Test
    void asksNothingOfACallThatImpersonatesNobody() {
        assertThat(Impersonation.judge(Map.of("Accept", List.of("*/*")), role -> false))
                .isEmpty();
    }

    @Test
    void passesTheHeaderOfACallerThatMay() {
        assertThat(Impersonation.judge(Map.of("CallerObjectId", List.of(USER)), "Dataverse.Impersonate"::equals))
                .containsExactly(Map.entry("CallerObjectId", List.of(USER)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CallerObjectId",
                "callerobjectid",
                "MSCRMCallerID",
                "Caller_Object_Id",
                "MSCRM.CallerId",
                "MSCRM.CallerObjectId",
                "Caller.Object+Id"
            })
    void refusesACallerWithoutTheRoleInEverySpelling(String name) {
        assertThat(refused(Map.of(name, List.of(USER)), false)).isEqualTo(ProblemType.IMPERSONATION_NOT_PERMITTED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "me", "5f0d3a9c11114222833344445555666", "{5f0d3a9c-1111-4222-8333-444455556666}"})
    void refusesAValueThatIsNoGuid(String value) {
        assertThat(refused(Map.of("CallerObjectId", List.of(value)), true)).isEqualTo(ProblemType.BAD_REQUEST);
    }

    @Test
    void refusesTwoUsers() {
        assertThat(refused(Map.of("CallerObjectId", List.of(USER, USER)), true)).isEqualTo(ProblemType.BAD_REQUEST);
        assertThat(refused(Map.of("CallerObjectId", List.of(USER), "MSCRMCallerID", List.of(USER)), true))
                .isEqualTo(ProblemType.BAD_REQUEST);
    }

    @Test
    void refusesASpellingThatDataverseDoesNotKnow() {
        assertThat(refused(Map.of("Caller_Object_Id", List.of(USER)), true)).isEqualTo(ProblemType.BAD_REQUEST);
    }

    @ParameterizedTest
    @CsvSource({
        "POST, callerObjectID, CallerObjectId",
        "DELETE, mscrmcallerid, MSCRMCallerID",
        "PATCH, CallerObjectId, CallerObjectId"
    })
    void tellsAsWhomACallChangesSomething(String method, String sent, String name) {
        assertThat(Impersonation.users(method, Map.of(sent, List.of(USER.toUpperCase(Locale.ROOT)))))
                .containsExactly(name + " 5f0d3a9c-1111-4222-8333-444455556666");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD"})
    void tellsNobodyOfACallThatReads(String method) {
        assertThat(Impersonation.users(method, Map.of("CallerObjectId", List.of(USER))))
                .isEmpty();
    }

    private static ProblemType refused(Map<String, List<String>> headers, boolean mayImpersonate) {
        return catchThrowableOfType(Refusal.class, () -> Impersonation.judge(headers, role -> mayImpersonate))
                .type();
    }
}
