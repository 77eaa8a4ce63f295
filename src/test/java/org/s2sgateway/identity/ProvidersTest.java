package org.s2sgateway.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Clock;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProvidersTest {

    private static final String METADATA = "/v2.0/.well-known/openid-configuration";

    private final TestProvider provider = new TestProvider();
    private final EntraTenants everybody = provider.entra(Optional.empty());
    private final Providers providers = new Providers(new KeyReader(provider.http()), Clock.systemUTC());

    @AfterEach
    void close() {
        provider.close();
    }

    @Test
    void readsTheMetadataOfATenantOnce() throws Exception {
        ProviderMetadata fabrikam = providers.metadata(provider.entra(Optional.of(TestProvider.FABRIKAM)));
        providers.metadata(provider.entra(Optional.of(TestProvider.FABRIKAM)));

        assertThat(fabrikam.tokenEndpoint())
                .isEqualTo(URI.create(provider.authority() + "/" + TestProvider.FABRIKAM + "/oauth2/v2.0/token"));
        assertThat(provider.requests(METADATA)).isEqualTo(1);
    }

    @Test
    void readsThatOfEveryOrganisationWithoutPersonalAccounts() throws Exception {
        providers.metadata(everybody);

        assertThat(provider.requests("/organizations" + METADATA)).isEqualTo(1);
    }

    @Test
    void keepsNoFailure() throws Exception {
        provider.metadata = text -> "a proxy's page";
        assertRefused("S2S.IdentityProviderUnexpectedAnswer");

        provider.metadata = text -> text;
        assertThat(providers.metadata(everybody).keys())
                .hasToString(provider.authority() + "/organizations/discovery/v2.0/keys");
    }

    @ParameterizedTest
    @CsvSource({
        "oauth2/v2.0/authorize, https://evil.example/authorize",
        "oauth2/v2.0/authorize, http://localhost/authorize",
        "oauth2/v2.0/authorize, https://localhost.evil.example/authorize",
        "oauth2/v2.0/authorize, https://localhost/authorize",
        "oauth2/v2.0/token, https://evil.example/token",
        "oauth2/v2.0/logout, https://evil.example/logout",
        "discovery/v2.0/keys, https://evil.example/keys"
    })
    void letsNoDocumentLeadAwayFromTheAuthority(String end, String elsewhere) {
        provider.metadata = text -> text.replace(provider.authority() + "/organizations/" + end, elsewhere);

        assertRefused("S2S.IdentityProviderUnexpectedAnswer");
    }

    @Test
    void refusesTheDocumentOfAnotherIssuer() {
        provider.metadata = text -> text.replace("{tenantid}", TestProvider.CONTOSO.toString());

        assertRefused("S2S.IdentityProviderUnexpectedAnswer");
    }

    @Test
    void refusesADocumentThatLacksAnEndpoint() {
        provider.metadata = text -> text.replace("token_endpoint", "other");

        assertRefused("S2S.IdentityProviderUnexpectedAnswer");
    }

    @Test
    void saysThatNobodyAnswers() {
        provider.close();

        assertRefused("S2S.IdentityProviderUnreachable");
    }

    @Test
    void saysThatTheCertificateIsNotTrusted() {
        Providers distrustful = new Providers(new KeyReader(HttpClient.newHttpClient()), Clock.systemUTC());

        assertThatExceptionOfType(SignInRefused.class)
                .isThrownBy(() -> distrustful.metadata(everybody))
                .extracting(SignInRefused::code)
                .isEqualTo("S2S.IdentityProviderUntrusted");
    }

    private void assertRefused(String code) {
        assertThatExceptionOfType(SignInRefused.class)
                .isThrownBy(() -> providers.metadata(everybody))
                .extracting(SignInRefused::code)
                .isEqualTo(code);
    }
}
