package org.s2sgateway.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.s2sgateway.registration.Cloud;
import org.s2sgateway.registration.Credential;
import org.s2sgateway.registration.Mode;
import org.s2sgateway.registration.Registration;
import org.s2sgateway.settings.Secret;
import org.s2sgateway.settings.Settings;

class ApiConfigTest {

    private static final String HOME = "c0a00000-0000-4000-8000-000000000001";
    private static final String OTHER = "fab00000-0000-4000-8000-000000000002";

    @Test
    void takesBothVersionsOfTheHomeTenantsTokensByDefault() {
        ApiConfig config = read(Map.of()).orElseThrow();

        assertThat(config.issuers())
                .containsExactly(
                        "https://login.microsoftonline.com/" + HOME + "/v2.0", "https://sts.windows.net/" + HOME + "/");
        assertThat(config.audiences())
                .containsExactly("a0000000-0000-4000-8000-000000000001", "api://a0000000-0000-4000-8000-000000000001");
        assertThat(config.jwksUrl()).isEmpty();
        assertThat(config.rolesClaim()).isEqualTo("roles");
    }

    @Test
    void takesAdFsWithItsDefaultServiceIdentifier() {
        Settings settings = Settings.of(Map.of());

        assertThat(ApiConfig.from(settings, registration(Cloud.AD_FS, "https://sts.contoso.com/adfs"))
                        .orElseThrow()
                        .issuers())
                .containsExactly("https://sts.contoso.com/adfs", "http://sts.contoso.com/adfs/services/trust");
    }

    @Test
    void readsAnotherIssuer() {
        ApiConfig config = read(Map.of(
                        "s2s.api.issuer",
                                "https://keycloak.contoso.com/realms/services, https://sts.windows.net/" + HOME + "/",
                        "s2s.api.audience", "gateway",
                        "s2s.api.jwks-url", "https://keycloak.contoso.com/keys",
                        "s2s.api.roles-claim", "realm_access.roles"))
                .orElseThrow();

        assertThat(config.issuers())
                .containsExactly(
                        "https://keycloak.contoso.com/realms/services", "https://sts.windows.net/" + HOME + "/");
        assertThat(config.audiences()).containsExactly("gateway");
        assertThat(config.jwksUrl()).contains(URI.create("https://keycloak.contoso.com/keys"));
        assertThat(config.rolesClaim()).isEqualTo("realm_access.roles");
    }

    @Test
    void refusesIssuersThatStandForSeveralTenants() {
        assertThat(fault("s2s.api.issuer", "https://login.microsoftonline.com/{tenantid}/v2.0"))
                .isEqualTo("must name one tenant, not a template");
        for (String word : new String[] {"common", "organizations", "consumers", OTHER}) {
            assertThat(fault("s2s.api.issuer", "https://login.microsoftonline.com/" + word + "/v2.0"))
                    .startsWith("must be an issuer of the home tenant");
        }
        assertThat(fault("s2s.api.issuer", "https://sts.windows.net/" + OTHER + "/"))
                .startsWith("must be an issuer of the home tenant");
    }

    @Test
    void refusesOtherTenantsAtAnOverriddenAuthorityToo() {
        Settings settings = Settings.of(Map.of("s2s.api.issuer", "https://localhost:8443/" + OTHER + "/v2.0"));

        assertThat(ApiConfig.from(settings, registration(Cloud.PUBLIC, "https://localhost:8443")))
                .isEmpty();
    }

    @Test
    void refusesWhatIsNoIssuer() {
        for (String text : new String[] {"contoso", "https://", "https://x/?a=b", "https://x/#f", "not an address"}) {
            assertThat(fault("s2s.api.issuer", text)).doesNotContain(text).startsWith("must be");
        }
    }

    @Test
    void refusesKeysThatWouldNotComeOverTls() {
        assertThat(fault("s2s.api.jwks-url", "http://keys.contoso.com/"))
                .isEqualTo("must be an https address (http only on localhost)");
        assertThat(fault("s2s.api.jwks-url", "file:///etc/passwd"))
                .isEqualTo("must be an https address (http only on localhost)");
        for (String address : new String[] {"https:///keys", "https:keys", "ftp://localhost/keys"}) {
            assertThat(fault("s2s.api.jwks-url", address))
                    .isEqualTo("must be an https address (http only on localhost)");
        }
        assertThat(fault("s2s.api.issuer", "http://issuer.contoso.com/"))
                .isEqualTo("must be https, or s2s.api.jwks-url must say where its keys are");
    }

    @Test
    void refusesWhatIsNoIssuerAlsoWhereItsKeysAreConfigured() {
        assertThat(read(Map.of(
                        "s2s.api.issuer", "contoso",
                        "s2s.api.jwks-url", "https://fs.contoso.com/adfs/discovery/keys")))
                .isEmpty();
    }

    @Test
    void takesTheHomeTenantsOwnIssuerAlsoWhereItIsNoHttpsAddress() {
        Settings settings = Settings.of(Map.of("s2s.api.issuer", "http://sts.contoso.com/adfs/services/trust"));

        assertThat(ApiConfig.from(settings, registration(Cloud.AD_FS, "https://sts.contoso.com/adfs"))
                        .orElseThrow()
                        .issuers())
                .containsExactly("http://sts.contoso.com/adfs/services/trust");
    }

    @Test
    void takesAnIssuerThatIsNoHttpsAddressWhereItsKeysAreConfigured() {
        assertThat(read(Map.of(
                        "s2s.api.issuer", "http://fs.contoso.com/adfs/services/trust",
                        "s2s.api.jwks-url", "https://fs.contoso.com/adfs/discovery/keys")))
                .isPresent();
    }

    @Test
    void refusesGroupsOfEntraIdAsRoles() {
        assertThat(fault("s2s.api.roles-claim", "groups")).startsWith("must not be 'groups' with Entra ID");
        assertThat(read(Map.of(
                        "s2s.api.issuer", "https://keycloak.contoso.com/realms/services",
                        "s2s.api.roles-claim", "groups")))
                .isPresent();
        assertThat(ApiConfig.from(
                        Settings.of(Map.of("s2s.api.roles-claim", "groups")),
                        registration(Cloud.AD_FS, "https://sts.contoso.com/adfs")))
                .isPresent();
    }

    private static Optional<ApiConfig> read(Map<String, String> values) {
        return ApiConfig.from(Settings.of(values), registration(Cloud.PUBLIC, "https://login.microsoftonline.com"));
    }

    private static String fault(String key, String value) {
        Settings settings = Settings.of(Map.of(key, value));
        assertThat(ApiConfig.from(settings, registration(Cloud.PUBLIC, "https://login.microsoftonline.com")))
                .isEmpty();
        assertThat(settings.faults()).singleElement().satisfies(fault -> assertThat(fault.key())
                .isEqualTo(key));
        return settings.faults().get(0).explanation();
    }

    private static Registration registration(Cloud cloud, String authority) {
        return new Registration(
                Mode.SINGLE_TENANT,
                cloud,
                URI.create(authority),
                UUID.fromString(HOME),
                "a0000000-0000-4000-8000-000000000001",
                new Credential.ClientSecret(Secret.of("not-a-real-one")),
                Optional.empty());
    }
}
