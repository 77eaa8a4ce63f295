package org.s2sgateway.onboarding;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.s2sgateway.settings.Secret;

class ConsentAnswerTest {

    private static final String FABRIKAM = "fab00000-0000-4000-8000-000000000002";

    @Test
    void readsASuccess() {
        ConsentAnswer answer = parsed("admin_consent=True&tenant=" + FABRIKAM + "&scope=a%20b&state=s-1");

        assertThat(answer.problem()).isEmpty();
        assertThat(answer.tenant()).contains(UUID.fromString(FABRIKAM));
        assertThat(answer.state()).contains(Secret.of("s-1"));
    }

    @ParameterizedTest
    @CsvSource({
        "consent_required, AADSTS65004%3A+User+declined.%0D%0ATrace+ID, AADSTS65004",
        "permission_denied, The+admin+canceled+the+request, permission_denied",
        "invalid_client, AADSTS650052%3a+no+subscription, AADSTS650052",
        "<script>, nothing, unknown",
        "ACCESS_DENIED, nothing, unknown",
        "'', nothing, unknown"
    })
    void anErrorHasTheMostTellingCode(String error, String description, String code) {
        ConsentAnswer answer =
                parsed("admin_consent=True&error=" + error + "&error_description=" + description + "&state=s");

        assertThat(answer.problem()).contains(code);
    }

    @Test
    void survivesAnErrorWithoutStateAndDescription() {
        ConsentAnswer answer = parsed("error=permission_denied");

        assertThat(answer.problem()).contains("permission_denied");
        assertThat(answer.state()).isEmpty();
        assertThat(answer.tenant()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"contoso.example", "common", "fab00000-0000-4000-8000-00000000000", "1-1-1-1-1", ""})
    void aTenantIsAGuidOrNothing(String tenant) {
        assertThat(parsed("tenant=" + tenant + "&state=s").tenant()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "state=a&state=b&tenant=x",
                "tenant=" + FABRIKAM + "&tenant=c0a00000-0000-4000-8000-000000000001&state=a",
                "error=&error=access_denied",
                "state=%zz",
                "%=1"
            })
    void refusesWhatIsMalformedOrSaidTwice(String query) {
        assertThat(ConsentAnswer.parse(query)).isEmpty();
    }

    @Test
    void refusesAnEndlessAnswer() {
        assertThat(ConsentAnswer.parse("state=" + "a".repeat(8 * 1024))).isEmpty();
    }

    @Test
    void printsNoState() {
        assertThat(parsed("state=hush").toString()).doesNotContain("hush");
    }

    private static ConsentAnswer parsed(String query) {
        return ConsentAnswer.parse(query).orElseThrow();
    }
}
