package org.s2sgateway.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.s2sgateway.settings.Secret;

class SignInAnswerTest {

    private static final String STATE = "abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJKLMNO_";

    @Test
    void readsACode() {
        SignInAnswer answer = SignInAnswer.parse("code=0.A%2Bb&state=" + STATE + "&session_state=x")
                .orElseThrow();

        assertThat(answer.state()).isEqualTo(Secret.of(STATE));
        assertThat(answer.code()).contains(Secret.of("0.A+b"));
        assertThat(answer.error()).isEmpty();
        assertThat(answer.toString()).doesNotContain("0.A", STATE);
    }

    @ParameterizedTest
    @CsvSource({
        "access_denied,AADSTS65004%3A+User+declined+to+consent.,AADSTS65004",
        "access_denied,AADSTS65004:+two%0Alines,AADSTS65004",
        "access_denied,The+user+said+AADSTS65004:+no,access_denied",
        "access_denied,AADSTS1:+x,access_denied",
        "access_denied,AADSTS65004,access_denied",
        "login_required,,login_required",
        "<script>,,S2S.IdentityProviderUnexpectedAnswer",
        "'',,S2S.IdentityProviderUnexpectedAnswer"
    })
    void readsAnErrorByItsNumberOrElseByItsWord(String word, String description, String code) {
        String query =
                "error=" + word + "&state=" + STATE + (description == null ? "" : "&error_description=" + description);

        assertThat(SignInAnswer.parse(query).orElseThrow().error()).contains(code);
    }

    @Test
    void takesNoCodeBesideAnError() {
        SignInAnswer answer =
                SignInAnswer.parse("error=access_denied&code=a&state=" + STATE).orElseThrow();

        assertThat(answer.code()).isEmpty();
        assertThat(answer.error()).contains("access_denied");
    }

    static Stream<String> nothing() {
        return Stream.of(
                null,
                "",
                "&",
                "state=" + STATE,
                "code=&state=" + STATE,
                "code=+&state=" + STATE,
                "code=a",
                "error=access_denied",
                "code=a&state=",
                "code=a&state=short",
                "code=a&state=" + STATE + "x",
                "code=a&state=" + STATE + "%00",
                "code=a&code=b&state=" + STATE,
                "code=a&state=" + STATE + "&state=" + STATE,
                "code=a&c%6fde=b&state=" + STATE,
                "code=a&other=1&other=2&state=" + STATE,
                "code=%zz&state=" + STATE,
                "code=" + "a".repeat(17000) + "&state=" + STATE);
    }

    @ParameterizedTest
    @MethodSource("nothing")
    void isNothingWhereItCannotBeAttributedOrSaysSomethingTwice(String query) {
        assertThat(SignInAnswer.parse(query)).isEmpty();
    }
}
