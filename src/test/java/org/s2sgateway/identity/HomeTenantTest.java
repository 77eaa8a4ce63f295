package org.s2sgateway.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.s2sgateway.testing.TestRegistrations;

class HomeTenantTest {

    private static final String HOME = "c0a00000-0000-4000-8000-000000000001";
    private static final String OTHER = "fab00000-0000-4000-8000-000000000002";
    private static final HomeTenant ENTRA = at("https://login.example", Map.of());
    private static final HomeTenant AD_FS = at(
            "https://sts.example/adfs",
            Map.of("s2s.registration.mode", "single-tenant", "s2s.registration.cloud", "ad-fs"));

    @ParameterizedTest
    @CsvSource({
        "https://login.example/" + HOME + "/v2.0, true, false",
        "https://login.example/" + OTHER + "/v2.0, true, true",
        "https://login.example/common/v2.0, true, true",
        "https://login.example.evil.example/" + HOME + "/v2.0, false, false",
        "https://sts.windows.net/" + OTHER + "/, true, true",
        "https://login.microsoftonline.com/" + HOME + "/v2.0, true, false",
        "https://keycloak.example/realms/orders, false, false",
        "orders, false, false"
    })
    void tellsTenantsOfEntraIdFromOtherIssuers(String issuer, boolean entra, boolean otherTenant) {
        assertThat(ENTRA.isEntra(issuer)).isEqualTo(entra);
        assertThat(ENTRA.isOtherTenant(issuer)).isEqualTo(otherTenant);
    }

    @ParameterizedTest
    @CsvSource({
        "https://sts.example/adfs/services/trust, false",
        "https://sts.windows.net/" + OTHER + "/, true",
        "https://keycloak.example/realms/orders, false"
    })
    void takesAdFsForNoTenantOfEntraId(String issuer, boolean entra) {
        assertThat(AD_FS.isEntra(issuer)).isEqualTo(entra);
        assertThat(AD_FS.isOtherTenant(issuer)).isEqualTo(entra);
    }

    private static HomeTenant at(String authority, Map<String, String> settings) {
        Map<String, String> more = new HashMap<>(settings);
        more.put("s2s.registration.client-secret", TestRegistrations.SECRET);
        return HomeTenant.of(TestRegistrations.at(URI.create(authority), more));
    }
}
