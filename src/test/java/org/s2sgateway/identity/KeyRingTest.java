package org.s2sgateway.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.s2sgateway.testing.MovableClock;

class KeyRingTest {

    private static final String ELSEWHERE = "https://login.example/" + TestIssuer.TENANT;

    private final TestIssuer issuer = new TestIssuer();

    @AfterEach
    void close() {
        issuer.close();
    }

    @Test
    void findsTheKeysOfAnIssuerThatIsNotTheHomeTenantByItsOwnDiscoveryDocument() throws Exception {
        assertThat(keyIds(ring(Optional.empty()).keysOf(issuer.issuer()))).containsExactly("first");
    }

    @Test
    void putsNoSecondSlashBehindAnIssuerThatEndsWithOne() throws Exception {
        issuer.announceAs(issuer.issuer() + "/");

        assertThat(keyIds(ring(Optional.empty()).keysOf(issuer.issuer() + "/"))).containsExactly("first");
    }

    @Test
    void takesNoKeysOfAnIssuerThatCallsItselfAnother() {
        issuer.announceAs(ELSEWHERE);

        assertThatExceptionOfType(IssuerKeys.Unavailable.class)
                .isThrownBy(() -> keyIds(ring(Optional.empty()).keysOf(issuer.issuer())));
    }

    @Test
    void readsTheKeysOfIssuersAtOnePlaceOnce() {
        KeyRing configured = ring(Optional.of(issuer.keysAddress()));
        assertThat(configured.keysOf("https://a.example")).isSameAs(configured.keysOf("https://b.example"));

        KeyRing discovered = ring(Optional.empty());
        assertThat(discovered.keysOf(ELSEWHERE)).isSameAs(discovered.keysOf(ELSEWHERE + "/v1"));
        assertThat(discovered.keysOf("https://a.example")).isNotSameAs(discovered.keysOf("https://b.example"));
    }

    /** The home tenant is elsewhere. */
    private KeyRing ring(Optional<URI> jwksUrl) {
        HomeTenant home = new HomeTenant(
                TestIssuer.TENANT,
                true,
                URI.create("https://login.example"),
                List.of(ELSEWHERE, ELSEWHERE + "/v1"),
                URI.create(ELSEWHERE + "/.well-known/openid-configuration"));
        ApiConfig config = new ApiConfig(List.of(issuer.issuer()), List.of(TestIssuer.AUDIENCE), jwksUrl, "roles");
        return new KeyRing(
                config,
                home,
                new KeyReader(HttpClient.newHttpClient()),
                MovableClock.startingAt("2026-11-21T12:00:00Z"));
    }

    private static List<String> keyIds(JWKSource<SecurityContext> keys) throws Exception {
        return keys.get(new JWKSelector(new JWKMatcher.Builder().build()), null).stream()
                .map(JWK::getKeyID)
                .toList();
    }
}
