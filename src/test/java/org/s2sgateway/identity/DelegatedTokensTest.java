package org.s2sgateway.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.nimbusds.jwt.JWTClaimsSet;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DelegatedTokensTest {

    private static final String HOST = "fabrikam.crm4.dynamics.com";
    private static final SignedIn GINA = new SignedIn(
            TestProvider.FABRIKAM,
            TestProvider.GINA,
            "Gina",
            Set.of(),
            Set.of(),
            Optional.empty(),
            Instant.parse("2026-11-21T12:00:00Z"));

    @ParameterizedTest
    @ValueSource(strings = {"https://" + HOST, "https://" + HOST + "/"})
    void takesATokenOfThePersonForTheEnvironment(String audience) throws SignInRefused {
        String token = TestProvider.signed(
                TestProvider.unpublishedKey(), ofGina().audience(audience).build());

        assertThat(DelegatedTokens.checked(token, GINA, HOST).reveal()).isEqualTo(token);
    }

    @Test
    void takesATokenThatIsForItsResourceOnlyToRead() throws SignInRefused {
        assertThat(DelegatedTokens.checked("opaque", GINA, HOST).reveal()).isEqualTo("opaque");
    }

    @ParameterizedTest
    @CsvSource({
        "tid, c0a00000-0000-4000-8000-000000000001",
        "oid, 5f0d3a9c-1111-4222-8333-444455556666",
        "tid,",
        "oid,",
        "aud, https://other.crm4.dynamics.com",
        "aud, " + HOST,
        "aud, https://" + HOST + ".evil.example",
        "aud,"
    })
    void refusesATokenOfSomebodyOrForSomethingElse(String claim, String value) {
        String token = TestProvider.signed(
                TestProvider.unpublishedKey(),
                ofGina().audience(List.of("https://" + HOST))
                        .claim(claim, value)
                        .build());

        assertThatExceptionOfType(SignInRefused.class)
                .isThrownBy(() -> DelegatedTokens.checked(token, GINA, HOST))
                .satisfies(refused -> assertThat(refused.code()).isEqualTo("S2S.TokenMismatch"));
    }

    private static JWTClaimsSet.Builder ofGina() {
        return new JWTClaimsSet.Builder()
                .claim("tid", TestProvider.FABRIKAM.toString())
                .claim("oid", TestProvider.GINA.toString());
    }
}
