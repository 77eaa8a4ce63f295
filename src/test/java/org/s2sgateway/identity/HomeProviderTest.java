package org.s2sgateway.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jwt.JWTClaimsSet;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.s2sgateway.identity.Provider.Client;

class HomeProviderTest {

    private static final UUID HOME = UUID.fromString("c0a00000-0000-4000-8000-000000000001");
    private static final String GINA = "91a00000-0000-4000-8000-000000000003";

    private final HomeProvider other = provider("https://staff.example/realms/staff", false);
    private final HomeProvider adFs = provider("https://sts.example/adfs", true);

    @Test
    void findsItsMetadataBelowTheIssuer() {
        assertThat(other.discovery())
                .hasToString("https://staff.example/realms/staff/.well-known/openid-configuration");
        assertThat(provider("https://staff.example/", false).discovery())
                .hasToString("https://staff.example/.well-known/openid-configuration");
    }

    @ParameterizedTest
    @CsvSource({
        "https://staff.example/token, true",
        "https://elsewhere.example/token, true",
        "http://staff.example/token, false",
        "/token, false",
        "https:///token, false",
        "https:token, false",
        "https://somebody@staff.example/token, false",
        "https://staff.example/token#x, false"
    })
    void letsItsMetadataLeadToHttpsAddresses(URI endpoint, boolean may) {
        assertThat(other.mayLeadTo(endpoint)).isEqualTo(may);
    }

    @ParameterizedTest
    @CsvSource({
        "https://sts.example/adfs/oauth2/token/, true",
        "https://elsewhere.example/adfs/oauth2/token/, false",
        "https://sts.example:8443/adfs/oauth2/token/, false",
        "http://sts.example/adfs/oauth2/token/, false",
        "https://sts.example/adfs/oauth2/token/#x, false"
    })
    void letsTheMetadataOfAdFsLeadToItselfOnly(URI endpoint, boolean may) {
        assertThat(adFs.mayLeadTo(endpoint)).isEqualTo(may);
    }

    @Test
    void takesAlgorithmsThatItListsAndThatAreSafe() {
        Set<JWSAlgorithm> listed = Set.of(JWSAlgorithm.HS256, JWSAlgorithm.ES256, JWSAlgorithm.PS256);

        assertThat(other.algorithms(listed)).containsExactlyInAnyOrder(JWSAlgorithm.ES256, JWSAlgorithm.PS256);
        assertThat(other.algorithms(Set.of(JWSAlgorithm.HS256))).containsExactly(JWSAlgorithm.RS256);
        assertThat(other.algorithms(Set.of())).containsExactly(JWSAlgorithm.RS256);
        assertThat(adFs.algorithms(listed)).containsExactly(JWSAlgorithm.RS256);
    }

    @Test
    void speaksForNobodyButTheHomeTenant() {
        assertThat(other.speaksFor(HOME)).isTrue();
        assertThat(other.speaksFor(UUID.fromString(GINA))).isFalse();
        assertThat(other.tenant(subject("x"))).contains(HOME);
    }

    @Test
    void knowsAPersonByTheSubject() {
        assertThat(other.person(subject(GINA))).contains(UUID.fromString(GINA));

        UUID made = other.person(subject("gina")).orElseThrow();
        assertThat(made.version()).isEqualTo(8);
        assertThat(made.variant()).isEqualTo(2);
        assertThat(other.person(subject("gina"))).contains(made);
        assertThat(other.person(subject("paul"))).isNotEqualTo(Optional.of(made));
        assertThat(adFs.person(subject("gina"))).isNotEqualTo(Optional.of(made));
    }

    @Test
    void knowsNobodyWithoutASubject() {
        assertThat(other.person(subject(null))).isEmpty();
        assertThat(other.person(subject(" "))).isEmpty();
    }

    private static HomeProvider provider(String issuer, boolean adFs) {
        Client client = new Client("gateway", ClientProof.Style.AD_FS, List.of());
        return new HomeProvider(URI.create(issuer), adFs, client, HOME, new RolesClaim("roles"));
    }

    private static JWTClaimsSet subject(String subject) {
        return new JWTClaimsSet.Builder().subject(subject).build();
    }
}
