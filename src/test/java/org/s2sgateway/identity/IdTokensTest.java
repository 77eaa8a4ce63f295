package org.s2sgateway.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.JWTParser;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.s2sgateway.settings.Secret;

class IdTokensTest {

    private static final String NONCE = "the-nonce-of-this-sign-in";

    private final TestProvider provider = new TestProvider();
    private final Providers providers = new Providers(new KeyReader(provider.http()), Clock.systemUTC());
    private final IdTokens idTokens = new IdTokens(providers, Clock.systemUTC());

    @AfterEach
    void close() {
        provider.close();
    }

    @Test
    void tellsWhoSignedIn() throws Exception {
        SignedIn gina = person(Optional.empty(), TestProvider.signed(good().build()));

        assertThat(gina.tenantId()).isEqualTo(TestProvider.FABRIKAM);
        assertThat(gina.objectId()).isEqualTo(TestProvider.GINA);
        assertThat(gina.name()).isEqualTo("Gina");
        assertThat(gina.directoryRoles()).containsExactly(TestProvider.GLOBAL_ADMINISTRATOR);
        assertThat(gina.mayConsent()).isTrue();
        assertThat(gina.actor()).isEqualTo("person 91a00000-0000-4000-8000-000000000003");
        assertThat(gina.administeredHost()).isEmpty();
    }

    @Test
    void takesATokenThatNamesThisApplicationAsItsParty() throws Exception {
        JWTClaimsSet claims = good().claim("azp", TestProvider.CLIENT).build();

        assertThat(person(Optional.empty(), TestProvider.signed(claims)).objectId())
                .isEqualTo(TestProvider.GINA);
    }

    @Test
    void takesTheMetadataOfTheTenantAsWellAsThatOfEveryOrganisation() throws Exception {
        assertThat(person(Optional.of(TestProvider.FABRIKAM), TestProvider.signed(good().build()))
                        .objectId())
                .isEqualTo(TestProvider.GINA);
    }

    @Test
    void givesNothingForARoleOfTheRegistrationAssignedInACustomersTenant() throws Exception {
        JWTClaimsSet claims = good().claim("roles", List.of("Gateway.Operator"))
                .claim("wids", null)
                .build();
        SignedIn forged = person(Optional.empty(), TestProvider.signed(claims));

        assertThat(forged.homeRoles()).isEmpty();
        assertThat(forged.isOperator()).isFalse();
        assertThat(forged.directoryRoles()).isEmpty();
        assertThat(forged.mayConsent()).isFalse();
    }

    @Test
    void countsNoDirectoryRoleThatIsNone() throws Exception {
        JWTClaimsSet claims = good().claim("wids", List.of("b79fbf4d-3ef9-4689-8143-76b194e85509", "Global", 1))
                .build();
        SignedIn member = person(Optional.empty(), TestProvider.signed(claims));

        assertThat(member.directoryRoles()).containsExactly(UUID.fromString("b79fbf4d-3ef9-4689-8143-76b194e85509"));
        assertThat(member.mayConsent()).isFalse();
    }

    @Test
    void showsANameWithoutControlCharactersAndOfBoundedLength() throws Exception {
        JWTClaimsSet claims = good().claim("name", "Gi\nna" + "a".repeat(300)).build();

        assertThat(person(Optional.empty(), TestProvider.signed(claims)).name()).isEqualTo("Gi na" + "a".repeat(195));
    }

    /** @param token signed when it is needed, since a test of one forgery makes them all */
    private record Forgery(String name, Supplier<String> token) {
        Forgery(String name, String token) {
            this(name, () -> token);
        }
    }

    @TestFactory
    Stream<DynamicTest> refusesForgeries() throws Exception {
        RSAKey published = TestProvider.publishedKey();
        Instant now = Instant.now();
        return Stream.of(
                        new Forgery("alg none", new PlainJWT(good().build()).serialize()),
                        new Forgery("alg HS256 with the public key for a secret", hmac()),
                        new Forgery("alg RS512", signed(JWSAlgorithm.RS512, JOSEObjectType.JWT)),
                        new Forgery(
                                "a key that is not published",
                                TestProvider.signed(TestProvider.unpublishedKey(), good().build())),
                        new Forgery(
                                "a key that is not published under the id of one that is",
                                TestProvider.signed(
                                        new RSAKey.Builder(TestProvider.unpublishedKey())
                                                .keyID(published.getKeyID())
                                                .build(),
                                        good().build())),
                        new Forgery("other claims under the signature", withOtherClaims()),
                        claims("expired", good().expirationTime(Date.from(now.minusSeconds(61)))),
                        claims("without exp", good().expirationTime(null)),
                        claims("without iat", good().issueTime(null)),
                        claims("issued in the future", good().issueTime(Date.from(now.plusSeconds(90)))),
                        claims("not yet valid", good().notBeforeTime(Date.from(now.plusSeconds(90)))),
                        claims("another audience", good().audience("a0000000-0000-4000-8000-000000000002")),
                        claims("without audience", good().audience((String) null)),
                        claims("for another audience, too", good().audience(List.of(TestProvider.CLIENT, "other"))),
                        claims("for another party", good().claim("azp", "other")),
                        claims("another nonce", good().claim("nonce", "of-another-sign-in")),
                        claims("without nonce", good().claim("nonce", null)),
                        claims("without subject", good().subject(null)),
                        claims("issuer of another tenant", good().issuer(provider.issuer(TestProvider.CONTOSO))),
                        claims("tid of another tenant", good().claim("tid", TestProvider.CONTOSO.toString())),
                        claims("the template for an issuer", good().issuer(provider.authority() + "/{tenantid}/v2.0")),
                        claims(
                                "the template for a tid",
                                good().claim("tid", "{tenantid}").issuer(provider.authority() + "/{tenantid}/v2.0")),
                        claims(
                                "a tid that is no GUID",
                                good().claim("tid", "organizations")
                                        .issuer(provider.authority() + "/organizations/v2.0")),
                        claims("without tid", good().claim("tid", null)),
                        claims("a tid that is a number", good().claim("tid", 1)),
                        claims(
                                "an issuer of version 1",
                                good().issuer("https://sts.windows.net/" + TestProvider.FABRIKAM + "/")),
                        claims(
                                "an issuer with a slash behind",
                                good().issuer(provider.issuer(TestProvider.FABRIKAM) + "/")),
                        claims("without oid", good().claim("oid", null)),
                        claims("an oid that is no GUID", good().claim("oid", "gina@fabrikam.example")),
                        claims(
                                "an access token for our API",
                                good().claim("nonce", null)
                                        .claim("azp", TestProvider.CLIENT)
                                        .claim("scp", "user")),
                        new Forgery(
                                "an access token by its type",
                                signed(JWSAlgorithm.RS256, new JOSEObjectType("at+jwt"))))
                .map(forgery -> DynamicTest.dynamicTest(
                        forgery.name, () -> assertRefused("S2S.SignInRefused", forgery.token.get())));
    }

    @TestFactory
    Stream<DynamicTest> refusesForgeriesInTheNameOfTheHomeTenantsOwnProvider() {
        Instant now = Instant.now();
        return Stream.of(
                        claims("issuer of Entra ID", atHome().issuer(provider.issuer(TestProvider.CONTOSO))),
                        claims("an issuer with a slash behind", atHome().issuer(provider.home(false) + "/")),
                        claims(
                                "issuer of another realm",
                                atHome().issuer(provider.home(true).toString())),
                        claims(
                                "the issuer that AD FS gives access tokens",
                                atHome().issuer("http://localhost/adfs/services/trust")),
                        claims("another audience", atHome().audience("account")),
                        claims("for another audience, too", atHome().audience(List.of(TestProvider.CLIENT, "account"))),
                        claims("for another party", atHome().claim("azp", "account")),
                        claims("another nonce", atHome().claim("nonce", "of-another-sign-in")),
                        claims("without nonce", atHome().claim("nonce", null)),
                        claims("without subject", atHome().subject(null)),
                        claims("expired", atHome().expirationTime(Date.from(now.minusSeconds(61)))),
                        new Forgery("alg none", new PlainJWT(atHome().build()).serialize()),
                        new Forgery(
                                "a key that is not published",
                                TestProvider.signed(TestProvider.unpublishedKey(), atHome().build())))
                .map(forgery ->
                        DynamicTest.dynamicTest(forgery.name, () -> assertThatExceptionOfType(SignInRefused.class)
                                .isThrownBy(() -> atHome(forgery.token.get()))
                                .extracting(SignInRefused::code)
                                .isEqualTo("S2S.SignInRefused")));
    }

    @Test
    void takesASubjectThatIsAGuidForThePersonAndMakesOneOfAnyOther() throws Exception {
        assertThat(atHome(TestProvider.signed(
                                atHome().subject(TestProvider.PAUL.toString()).build()))
                        .objectId())
                .isEqualTo(TestProvider.PAUL);
        UUID made = atHome(TestProvider.signed(atHome().subject("ada").build())).objectId();
        assertThat(made)
                .isEqualTo(atHome(TestProvider.signed(atHome().subject("ada").build()))
                        .objectId());
        assertThat(made)
                .isNotEqualTo(atHome(TestProvider.signed(atHome().subject("Ada").build()))
                        .objectId());
        assertThat(made.version()).isEqualTo(8);
        assertThat(made.variant()).isEqualTo(2);
    }

    @Test
    void believesNoTenantThatTheHomeTenantsOwnProviderNames() throws Exception {
        SignedIn ada = atHome(TestProvider.signed(atHome().claim("tid", TestProvider.FABRIKAM.toString())
                .claim("oid", TestProvider.GINA.toString())
                .build()));

        assertThat(ada.tenantId()).isEqualTo(TestProvider.CONTOSO);
        assertThat(ada.objectId()).isNotEqualTo(TestProvider.GINA);
    }

    @Test
    void takesTheAlgorithmsThatTheMetadataListsAndThatAreSafe() throws Exception {
        provider.metadata = text -> text.replace("\"RS256\",\"ES256\"", "\"HS256\",\"PS256\",\"none\"");

        assertThat(providers.metadata(provider.homeProvider(false)).algorithms())
                .containsExactly(JWSAlgorithm.PS256);
        assertThat(providers.metadata(provider.homeProvider(true)).algorithms()).containsExactly(JWSAlgorithm.RS256);
        assertThatExceptionOfType(SignInRefused.class).isThrownBy(() -> atHome(TestProvider.signed(atHome().build())));
    }

    private JWTClaimsSet.Builder atHome() {
        return provider.claimsAtHome(false, NONCE);
    }

    private SignedIn atHome(String token) throws SignInRefused, ParseException {
        return idTokens.person(provider.homeProvider(false), JWTParser.parse(token), Secret.of(NONCE));
    }

    @Test
    void letsTheKeyOfAnotherTenantSignForNobodyElse() {
        provider.issuerOfKey = provider.issuer(TestProvider.CONTOSO);

        assertRefused("S2S.SignInRefused", TestProvider.signed(good().build()));
    }

    @Test
    void letsTheKeyOfThisTenantSign() throws Exception {
        provider.issuerOfKey = provider.issuer(TestProvider.FABRIKAM);

        assertThat(person(Optional.empty(), TestProvider.signed(good().build())).objectId())
                .isEqualTo(TestProvider.GINA);
    }

    @Test
    void refusesPersonalAccounts() {
        String personal = "9188040d-6c67-4c5b-b112-36a304b66dad";

        assertRefused(
                "S2S.PersonalAccount",
                TestProvider.signed(good().claim("tid", personal)
                        .issuer(provider.issuer(UUID.fromString(personal)))
                        .build()));
    }

    @Test
    void saysSoWhereTheKeysCannotBeRead() throws Exception {
        EntraTenants everybody = provider.entra(Optional.empty());
        providers.metadata(everybody);
        String token = TestProvider.signed(good().build());
        provider.close();

        assertThatExceptionOfType(SignInRefused.class)
                .isThrownBy(() -> idTokens.person(everybody, JWTParser.parse(token), Secret.of(NONCE)))
                .extracting(SignInRefused::code)
                .isEqualTo("S2S.IdentityProviderUnreachable");
    }

    private JWTClaimsSet.Builder good() {
        return provider.claims(NONCE);
    }

    private static Forgery claims(String name, JWTClaimsSet.Builder claims) {
        return new Forgery(name, () -> TestProvider.signed(claims.build()));
    }

    private String hmac() throws JOSEException {
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256)
                        .keyID(TestProvider.publishedKey().getKeyID())
                        .build(),
                good().build());
        token.sign(new MACSigner(TestProvider.publishedKey().toRSAPublicKey().getEncoded()));
        return token.serialize();
    }

    private String signed(JWSAlgorithm algorithm, JOSEObjectType type) throws JOSEException {
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(algorithm)
                        .type(type)
                        .keyID(TestProvider.publishedKey().getKeyID())
                        .build(),
                good().build());
        token.sign(new RSASSASigner(TestProvider.publishedKey()));
        return token.serialize();
    }

    private String withOtherClaims() {
        String[] genuine = TestProvider.signed(good().build()).split("\\.");
        String[] other = TestProvider.signed(
                        good().claim("oid", TestProvider.PAUL.toString()).build())
                .split("\\.");
        return genuine[0] + "." + other[1] + "." + genuine[2];
    }

    private void assertRefused(String code, String token) {
        for (Optional<UUID> askedFor : List.of(Optional.<UUID>empty(), Optional.of(TestProvider.FABRIKAM))) {
            assertThatExceptionOfType(SignInRefused.class)
                    .isThrownBy(() -> person(askedFor, token))
                    .extracting(SignInRefused::code)
                    .isEqualTo(code);
        }
    }

    private SignedIn person(Optional<UUID> askedFor, String token) throws SignInRefused, ParseException {
        return idTokens.person(provider.entra(askedFor), JWTParser.parse(token), Secret.of(NONCE));
    }
}
