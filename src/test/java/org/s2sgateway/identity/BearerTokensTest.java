package org.s2sgateway.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.s2sgateway.identity.Verdict.Accepted;
import org.s2sgateway.identity.Verdict.KeysUnavailable;
import org.s2sgateway.identity.Verdict.Rejected;
import org.s2sgateway.testing.MovableClock;

class BearerTokensTest {

    private final TestIssuer issuer = new TestIssuer();
    private final MovableClock clock = MovableClock.startingAt("2026-11-21T12:00:00Z");
    private final BearerTokens tokens = tokens(Optional.empty(), "roles");

    @AfterEach
    void close() {
        issuer.close();
    }

    @Test
    void acceptsATokenOfTheHomeTenant() {
        Caller caller = accepted(issuer.sign(issuer.claims()));

        assertThat(caller.consumer()).isEqualTo("b0000000-0000-4000-8000-000000000001");
        assertThat(caller.getGroups()).containsExactly("Dataverse.Access");
        assertThat(caller.getName()).isEqualTo("5b000000-0000-4000-8000-000000000001");
        assertThat(caller.getAudience()).containsExactly("a0000000-0000-4000-8000-000000000001");
        assertThat(caller.getExpirationTime()).isEqualTo(1795266000L);
        assertThat(caller.getIssuedAtTime()).isEqualTo(1795262400L);
        assertThat(caller.getRawToken()).isNull();
    }

    @Test
    void acceptsAVersion1TokenOfTheHomeTenant() {
        Caller caller = accepted(issuer.sign(issuer.claims()
                .issuer("https://sts.windows.net/c0a00000-0000-4000-8000-000000000001/")
                .audience("api://a0000000-0000-4000-8000-000000000001")
                .claim("azp", null)
                .claim("appid", "b0000000-0000-4000-8000-000000000002")));

        assertThat(caller.consumer()).isEqualTo("b0000000-0000-4000-8000-000000000002");
    }

    @Test
    void refusesWhatTheLibraryTripsOver() {
        for (String header : List.of("null", "[]", "{}", "\"x\"", "")) {
            String token = Base64URL.encode(header) + ".e30.AA";

            assertThat(tokens.judge(token)).as(header).isEqualTo(new Rejected("is not a signed JWT"));
        }
    }

    @Test
    void takesTheConsumerFromAzpThenAppidThenClientId() {
        assertThat(accepted(issuer.sign(issuer.claims().claim("appid", "other").claim("client_id", "third")))
                        .consumer())
                .isEqualTo("b0000000-0000-4000-8000-000000000001");
        assertThat(accepted(issuer.sign(issuer.claims().claim("azp", null).claim("client_id", "third")))
                        .consumer())
                .isEqualTo("third");
    }

    @Test
    void acceptsTheAccessTokenTypeAndATokenWithoutType() {
        JWSHeader.Builder accessToken = TestIssuer.header(issuer.signingKey()).type(new JOSEObjectType("at+jwt"));
        JWSHeader.Builder untyped = TestIssuer.header(issuer.signingKey()).type(null);

        accepted(TestIssuer.sign(accessToken, issuer.signingKey(), issuer.claims()));
        accepted(TestIssuer.sign(untyped, issuer.signingKey(), issuer.claims()));
    }

    @Test
    void rejectsAnotherTypeOfToken() {
        JWSHeader.Builder logout = TestIssuer.header(issuer.signingKey()).type(new JOSEObjectType("logout+jwt"));

        assertThat(reason(TestIssuer.sign(logout, issuer.signingKey(), issuer.claims())))
                .isEqualTo("is not signed by a key and algorithm that its issuer may use here");
    }

    @Test
    void rejectsAnUnsignedToken() {
        assertThat(reason(new PlainJWT(issuer.claims().build()).serialize())).isEqualTo("is not a signed JWT");
    }

    @Test
    void rejectsTheUnsignedAlgorithmWithASignature() {
        String[] good = issuer.sign(issuer.claims()).split("\\.");
        String none = Base64URL.encode("{\"alg\":\"none\",\"typ\":\"JWT\"}").toString();

        assertThat(reason(none + "." + good[1] + "." + good[2])).isEqualTo("is not a signed JWT");
    }

    @Test
    void rejectsAnHmacMadeWithThePublicKey() throws Exception {
        byte[] published = issuer.signingKey().toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8);
        SignedJWT forged = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("first").build(),
                issuer.claims().build());
        forged.sign(new MACSigner(published));

        assertThat(reason(forged.serialize()))
                .isEqualTo("is not signed by a key and algorithm that its issuer may use here");
    }

    @Test
    void rejectsTheSignatureOfAnotherKeyUnderTheRightKeyId() {
        JWSHeader.Builder header = TestIssuer.header(issuer.signingKey());

        assertThat(reason(TestIssuer.sign(header, TestIssuer.foreignKey(), issuer.claims())))
                .isEqualTo("is not signed by a key and algorithm that its issuer may use here");
    }

    @Test
    void rejectsAKeyThatTheTokenBringsItself() {
        JWSHeader.Builder header = TestIssuer.header(TestIssuer.foreignKey())
                .jwk(TestIssuer.foreignKey().toPublicJWK());

        assertThat(reason(TestIssuer.sign(header, TestIssuer.foreignKey(), issuer.claims())))
                .isEqualTo("is not signed by a key and algorithm that its issuer may use here");
    }

    @Test
    void rejectsAChangedToken() {
        String[] good = issuer.sign(issuer.claims()).split("\\.");
        String[] other = issuer.sign(issuer.claims().claim("roles", List.of("Gateway.Operator")))
                .split("\\.");

        assertThat(reason(good[0] + "." + other[1] + "." + good[2]))
                .isEqualTo("is not signed by a key and algorithm that its issuer may use here");
    }

    @Test
    void rejectsWhatIsNoToken() {
        for (String text : List.of("", "x", "a.b", "a.b.c", "....", "eyJ.eyJ.x")) {
            assertThat(reason(text)).isEqualTo("is not a signed JWT");
        }
    }

    @Test
    void acceptsANewKeyAfterARotation() {
        accepted(issuer.sign(issuer.claims()));
        issuer.rotate();
        clock.advance(Duration.ofSeconds(11));

        accepted(issuer.sign(issuer.claims()));
    }

    @Test
    void rejectsAnExpiredTokenAfterAMinuteOfGrace() {
        String token = issuer.sign(issuer.claims());
        clock.advance(Duration.ofSeconds(3659));
        accepted(token);

        clock.advance(Duration.ofSeconds(1));
        assertThat(reason(token)).isEqualTo("has expired");
    }

    @Test
    void rejectsATokenThatIsNotValidYet() {
        Date soon = Date.from(TestIssuer.NOW.plusSeconds(61));

        assertThat(reason(issuer.sign(issuer.claims().notBeforeTime(soon)))).isEqualTo("is not valid yet");
        assertThat(reason(issuer.sign(issuer.claims().issueTime(soon)))).isEqualTo("is not valid yet");
        accepted(issuer.sign(issuer.claims().notBeforeTime(Date.from(TestIssuer.NOW.plusSeconds(60)))));
        accepted(issuer.sign(issuer.claims().notBeforeTime(null)));
    }

    @Test
    void rejectsAnotherAudience() {
        assertThat(reason(issuer.sign(issuer.claims().audience("https://contoso.crm4.dynamics.com"))))
                .isEqualTo("was issued for another audience than a0000000-0000-4000-8000-000000000001 or"
                        + " api://a0000000-0000-4000-8000-000000000001");
        assertThat(reason(issuer.sign(issuer.claims().audience((String) null))))
                .isEqualTo("was issued for another audience than a0000000-0000-4000-8000-000000000001 or"
                        + " api://a0000000-0000-4000-8000-000000000001");
    }

    @Test
    void rejectsAnotherIssuer() {
        String expected = "was not issued by an issuer that is accepted here";

        assertThat(reason(issuer.sign(issuer.claims().issuer(issuer.issuer() + "/"))))
                .isEqualTo(expected);
        assertThat(reason(issuer.sign(issuer.claims().issuer(null)))).isEqualTo(expected);
        assertThat(reason(issuer.sign(
                        issuer.claims().issuer("https://sts.windows.net/fab00000-0000-4000-8000-000000000002/"))))
                .isEqualTo(expected);
    }

    @Test
    void rejectsAnotherTenant() {
        assertThat(reason(issuer.sign(issuer.claims().claim("tid", "fab00000-0000-4000-8000-000000000002"))))
                .isEqualTo("belongs to another tenant");
        assertThat(reason(issuer.sign(issuer.claims().claim("tid", List.of(TestIssuer.TENANT.toString())))))
                .isEqualTo("belongs to another tenant");
        accepted(issuer.sign(issuer.claims().claim("tid", null)));
    }

    @Test
    void takesNoClaimOfAnotherProviderForATenant() {
        String keycloak = "https://keycloak.example/realms/services";
        BearerTokens others = tokens(List.of(keycloak), Optional.of(issuer.keysAddress()), "roles");

        assertThat(others.judge(issuer.sign(issuer.claims().issuer(keycloak).claim("tid", "sales"))))
                .isInstanceOf(Accepted.class);
    }

    @Test
    void rejectsAnIdToken() {
        JWTClaimsSet.Builder ofEntra =
                issuer.claims().claim("azp", null).claim("preferred_username", "admin@contoso.com");

        assertThat(reason(issuer.sign(ofEntra))).isEqualTo("does not name the calling application");
        for (String claim : List.of("nonce", "at_hash", "c_hash")) {
            assertThat(reason(issuer.sign(issuer.claims().claim(claim, "x"))))
                    .isEqualTo("is an ID token and not an access token");
        }
    }

    @Test
    void rejectsMissingClaims() {
        assertThat(reason(issuer.sign(issuer.claims().subject(null)))).isEqualTo("names no subject");
        assertThat(reason(issuer.sign(issuer.claims().subject(" ")))).isEqualTo("names no subject");
        assertThat(reason(issuer.sign(issuer.claims().expirationTime(null))))
                .isEqualTo("does not say from when to when it is valid");
        assertThat(reason(issuer.sign(issuer.claims().issueTime(null))))
                .isEqualTo("does not say from when to when it is valid");
        assertThat(reason(issuer.sign(issuer.claims().claim("azp", ""))))
                .isEqualTo("does not name the calling application");
    }

    @Test
    void rejectsClaimsOfTheWrongJsonType() {
        assertThat(reason(issuer.sign(issuer.claims().claim("exp", "tomorrow"))))
                .isEqualTo("is not a signed JWT");
        assertThat(reason(issuer.sign(issuer.claims().claim("iss", 7)))).isEqualTo("is not a signed JWT");
    }

    @Test
    void tellsRolesOfOddCaseFromTheRealOnes() {
        Caller caller =
                accepted(issuer.sign(issuer.claims().claim("roles", List.of("dataverse.access", "TENANTS.READ"))));

        assertThat(caller.has("Dataverse.Access")).isFalse();
        assertThat(caller.has("Tenants.Read")).isFalse();
    }

    @Test
    void acceptsATokenWithoutRolesAsACallerWithoutRoles() {
        assertThat(accepted(issuer.sign(issuer.claims().claim("roles", null))).getGroups())
                .isEmpty();
    }

    @Test
    void readsRolesFromTheConfiguredClaimOnly() {
        BearerTokens nested = tokens(Optional.of(issuer.keysAddress()), "realm_access.roles");
        String token = issuer.sign(issuer.claims().claim("realm_access", Map.of("roles", List.of("Tenants.Read"))));

        assertThat(((Accepted) nested.judge(token)).caller().getGroups()).containsExactly("Tenants.Read");
    }

    @Test
    void judgesNothingWhileTheKeysWereNeverRead() {
        issuer.goAway();

        assertThat(tokens.judge(issuer.sign(issuer.claims()))).isEqualTo(new KeysUnavailable(Duration.ofSeconds(10)));
    }

    @Test
    void goesOnWithKnownKeysWhileTheIssuerIsAway() {
        accepted(issuer.sign(issuer.claims()));
        issuer.goAway();
        clock.advance(Duration.ofHours(23));

        accepted(issuer.sign(issuer.claims().expirationTime(Date.from(TestIssuer.NOW.plusSeconds(90_000)))));
    }

    @Test
    void goesOnWithKnownKeysWhileTheIssuerPublishesNone() {
        accepted(issuer.sign(issuer.claims()));
        issuer.publishNoKeys();
        String ofAKeyToCome =
                TestIssuer.sign(TestIssuer.header(TestIssuer.foreignKey()), TestIssuer.foreignKey(), issuer.claims());

        assertThat(tokens.judge(ofAKeyToCome)).isEqualTo(new KeysUnavailable(Duration.ofSeconds(10)));
        accepted(issuer.sign(issuer.claims()));
    }

    @Test
    void readsNoKeysOutOfTheDiscoveryDocumentOfAnotherIssuer() {
        issuer.announceAs("https://login.microsoftonline.com/fab00000-0000-4000-8000-000000000002/v2.0");

        assertThat(tokens.judge(issuer.sign(issuer.claims()))).isInstanceOf(KeysUnavailable.class);
    }

    @Test
    void asksNoIssuerForAnythingBeforeTheFirstToken() {
        assertThat(issuer.keyRequests).hasValue(0);
        assertThat(reason("no token")).isEqualTo("is not a signed JWT");
        assertThat(issuer.keyRequests).hasValue(0);
    }

    private BearerTokens tokens(Optional<URI> jwksUrl, String rolesClaim) {
        return tokens(issuer.home().issuers(), jwksUrl, rolesClaim);
    }

    private BearerTokens tokens(List<String> issuers, Optional<URI> jwksUrl, String rolesClaim) {
        HomeTenant home = issuer.home();
        ApiConfig config = new ApiConfig(
                issuers, List.of(TestIssuer.AUDIENCE, "api://" + TestIssuer.AUDIENCE), jwksUrl, rolesClaim);
        KeyRing keys = new KeyRing(config, home, new KeyReader(HttpClient.newHttpClient()), clock);
        return new BearerTokens(config, home, keys::keysOf, clock);
    }

    private Caller accepted(String token) {
        Verdict verdict = tokens.judge(token);
        assertThat(verdict).isInstanceOf(Accepted.class);
        return ((Accepted) verdict).caller();
    }

    private String reason(String token) {
        Verdict verdict = tokens.judge(token);
        assertThat(verdict).isInstanceOf(Rejected.class);
        return ((Rejected) verdict).reason();
    }
}
