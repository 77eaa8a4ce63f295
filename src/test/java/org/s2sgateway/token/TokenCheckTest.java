package org.s2sgateway.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.s2sgateway.testing.TestRegistrations;

class TokenCheckTest {

    private static final TokenKey CONTOSO =
            new TokenKey(UUID.fromString("c0a00000-0000-4000-8000-000000000001"), "contoso.crm4.dynamics.com");
    private static final String US = "a0000000-0000-4000-8000-000000000001";

    private final TokenCheck check =
            new TokenCheck(TestRegistrations.withSecret(URI.create("https://login.microsoftonline.com")));

    @Test
    void acceptsATokenOfVersion1And2() {
        assertThat(accepts(right().claim("appid", US))).isTrue();
        assertThat(accepts(right().claim("azp", US))).isTrue();
    }

    @Test
    void ignoresOneSlashAtTheEndOfTheAudience() {
        assertThat(accepts(right().claim("appid", US).audience("https://contoso.crm4.dynamics.com/")))
                .isTrue();
        assertThat(accepts(right().claim("appid", US).audience("https://contoso.crm4.dynamics.com//")))
                .isFalse();
    }

    @Test
    void ignoresTheCaseOfGuids() {
        assertThat(accepts(right().claim("tid", "C0A00000-0000-4000-8000-000000000001")
                        .claim("appid", US.toUpperCase(java.util.Locale.ROOT))))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://contoso.crm5.dynamics.com",
                "https://contoso.crm4.dynamics.com.evil.example",
                "http://contoso.crm4.dynamics.com",
                "https://contoso.crm4.dynamics.com:444"
            })
    void refusesAnotherAudience(String audience) {
        assertThat(accepts(right().claim("appid", US).audience(audience))).isFalse();
    }

    @Test
    void refusesAnotherTenant() {
        assertThat(accepts(right().claim("appid", US).claim("tid", "fab00000-0000-4000-8000-000000000002")))
                .isFalse();
        assertThat(accepts(right().claim("appid", US).claim("tid", null))).isFalse();
        assertThat(accepts(right().claim("appid", US).claim("tid", List.of(1)))).isFalse();
    }

    @Test
    void refusesAnotherApplication() {
        assertThat(accepts(right())).isFalse();
        assertThat(accepts(right().claim("appid", "b0000000-0000-4000-8000-000000000001")))
                .isFalse();
        assertThat(accepts(right().claim("azp", "b0000000-0000-4000-8000-000000000001")))
                .isFalse();
        assertThat(accepts(right().claim("appid", US).claim("azp", "b0000000-0000-4000-8000-000000000001")))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"opaque", "a.b.c", "eyJhbGciOiJSUzI1NiJ9.bm90IGpzb24.c2ln", "a.b.c.d.e"})
    void acceptsAnOpaqueToken(String token) {
        assertThat(check.accepts(token, CONTOSO)).isTrue();
    }

    @Test
    void wantsNoTenantOfAnAdFs() {
        TokenCheck adFs = new TokenCheck(TestRegistrations.at(
                URI.create("https://sts.contoso.com/adfs"),
                Map.of(
                        "s2s.registration.cloud", "ad-fs",
                        "s2s.registration.mode", "single-tenant",
                        "s2s.registration.client-secret", "secret")));
        String token =
                new PlainJWT(right().claim("tid", null).claim("appid", US).build()).serialize();
        assertThat(adFs.accepts(token, CONTOSO)).isTrue();
    }

    private boolean accepts(JWTClaimsSet.Builder claims) {
        return check.accepts(new PlainJWT(claims.build()).serialize(), CONTOSO);
    }

    private static JWTClaimsSet.Builder right() {
        return new JWTClaimsSet.Builder()
                .audience("https://contoso.crm4.dynamics.com")
                .claim("tid", "c0a00000-0000-4000-8000-000000000001");
    }
}
