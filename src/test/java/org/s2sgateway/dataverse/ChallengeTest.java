package org.s2sgateway.dataverse;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChallengeTest {

    private static final String TENANT = "c0a00000-0000-4000-8000-000000000001";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bearer authorization_uri=https://login.microsoftonline.com/" + TENANT
                        + "/oauth2/authorize, resource_id=https://contoso.crm4.dynamics.com/",
                "Bearer authorization_uri=\"https://login.microsoftonline.com/" + TENANT + "/oauth2/authorize\"",
                "bearer resource_id=https://x/, AUTHORIZATION_URI=https://login.microsoftonline.com/"
                        + "C0A00000-0000-4000-8000-000000000001/oauth2/authorize"
            })
    void readsTheTenantOutOfTheLoginAddress(String header) {
        Challenge challenge = Challenge.parse(List.of(header)).orElseThrow();

        assertThat(challenge.authority()).hasToString("https://login.microsoftonline.com");
        assertThat(challenge.tenantId().orElseThrow()).hasToString(TENANT);
    }

    @Test
    void picksTheBearerChallengeAmongSeveral() {
        assertThat(Challenge.parse(List.of(
                        "Negotiate",
                        "NTLM",
                        "Bearer authorization_uri=https://login.microsoftonline.com/" + TENANT + "/oauth2/authorize")))
                .isPresent();
    }

    @Test
    void findsNoTenantInTheAddressOfAdFs() {
        Challenge challenge = Challenge.parse(
                        List.of("Bearer authorization_uri=https://sts.contoso.example/adfs/oauth2/authorize"))
                .orElseThrow();

        assertThat(challenge.tenantId()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Bearer",
                "Basic realm=x",
                "Bearer authorization_uri=http://login.microsoftonline.com/" + TENANT + "/oauth2/authorize",
                "Bearer authorization_uri=https://user@login.microsoftonline.com/" + TENANT + "/oauth2/authorize",
                "Bearer authorization_uri=https://",
                "Bearer authorization_uri=https://a{b/"
            })
    void readsNothingOutOfWhatIsNoChallenge(String header) {
        assertThat(Challenge.parse(List.of(header))).isEmpty();
    }

    @Test
    void doesNotReadAHugeHeader() {
        String huge = "Bearer authorization_uri=https://login.microsoftonline.com/" + TENANT + "/oauth2/authorize, x="
                + "x".repeat(5_000);

        assertThat(Challenge.parse(List.of(huge))).isEmpty();
    }
}
