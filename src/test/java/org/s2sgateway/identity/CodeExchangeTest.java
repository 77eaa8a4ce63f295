package org.s2sgateway.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.interfaces.RSAPublicKey;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.s2sgateway.settings.Secret;
import org.s2sgateway.simulator.wire.Certificates.Identity;
import org.s2sgateway.testing.TestRegistrations;
import org.s2sgateway.testing.TlsServer.Answer;

class CodeExchangeTest {

    private static final URI REDIRECT = URI.create("https://gateway.example/sign-in/callback");
    private static final String VERIFIER = "v".repeat(43);

    private final TestProvider provider = new TestProvider();
    private final List<Map<String, String>> forms = new ArrayList<>();

    @TempDir
    Path folder;

    @AfterEach
    void close() {
        provider.close();
    }

    @Test
    void redeemsACodeWithASecret() throws Exception {
        answering(good());

        assertThat(redeem(Map.of("s2s.registration.client-secret", "secret~1"))).isEqualTo("for Gina");
        assertThat(forms)
                .containsExactly(Map.of(
                        "grant_type", "authorization_code",
                        "code", "the code",
                        "redirect_uri", "https://gateway.example/sign-in/callback",
                        "code_verifier", VERIFIER,
                        "client_id", "a0000000-0000-4000-8000-000000000001",
                        "client_secret", "secret~1"));
        assertThat(provider.requests("/" + TestProvider.FABRIKAM + "/oauth2/v2.0/token"))
                .isEqualTo(1);
    }

    @Test
    void redeemsACodeWithACertificate() throws Exception {
        answering(good());
        Identity identity = provider.certificates().selfSigned("gateway");
        Path file = folder.resolve("gateway.pem");
        identity.writePem(file);

        redeem(Map.of("s2s.registration.certificate-file", file.toString()));

        Map<String, String> form = forms.get(0);
        SignedJWT assertion = SignedJWT.parse(form.get("client_assertion"));
        assertThat(form)
                .containsEntry("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer")
                .doesNotContainKey("client_secret");
        assertThat(assertion.getHeader().getAlgorithm()).isEqualTo(JWSAlgorithm.PS256);
        assertThat(assertion.getHeader().getX509CertSHA256Thumbprint().toString())
                .isEqualTo(Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(MessageDigest.getInstance("SHA-256")
                                .digest(identity.certificate().getEncoded())));
        assertThat(assertion.verify(
                        new RSASSAVerifier((RSAPublicKey) identity.certificate().getPublicKey())))
                .isTrue();
        assertThat(assertion.getJWTClaimsSet().getAudience())
                .containsExactly(provider.authority() + "/" + TestProvider.FABRIKAM + "/oauth2/v2.0/token");
        assertThat(assertion.getJWTClaimsSet().getIssuer()).isEqualTo("a0000000-0000-4000-8000-000000000001");
        assertThat(assertion.getJWTClaimsSet().getSubject()).isEqualTo("a0000000-0000-4000-8000-000000000001");
        assertThat(assertion.getJWTClaimsSet().getJWTID()).isNotBlank();
        assertThat(assertion.getJWTClaimsSet().getExpirationTime().getTime()
                        - assertion.getJWTClaimsSet().getIssueTime().getTime())
                .isEqualTo(300_000);
    }

    @Test
    void redeemsACodeAtAdFsWithACertificateAsAdFsTakesIt() throws Exception {
        answering(good());
        Identity identity = provider.certificates().selfSigned("gateway");
        Path file = folder.resolve("gateway.pem");
        identity.writePem(file);
        Provider.Client client = new SignInPlaces(
                        TestRegistrations.at(
                                URI.create(provider.authority() + "/adfs"),
                                Map.of(
                                        "s2s.registration.mode", "single-tenant",
                                        "s2s.registration.cloud", "ad-fs",
                                        "s2s.registration.certificate-file", file.toString())),
                        SignInConfig.none(),
                        new RolesClaim("roles"))
                .of(Optional.of(TestProvider.CONTOSO))
                .client();

        new CodeExchange(REDIRECT, provider.http(), Clock.systemUTC())
                .redeem(
                        client,
                        URI.create(provider.authority() + "/adfs/oauth2/token/"),
                        Secret.of("the code"),
                        Secret.of(VERIFIER));

        SignedJWT assertion = SignedJWT.parse(forms.get(0).get("client_assertion"));
        assertThat(assertion.getHeader().getAlgorithm()).isEqualTo(JWSAlgorithm.RS256);
        assertThat(assertion.getHeader().toJSONObject())
                .containsEntry(
                        "x5t",
                        Base64.getUrlEncoder()
                                .withoutPadding()
                                .encodeToString(MessageDigest.getInstance("SHA-1")
                                        .digest(identity.certificate().getEncoded())));
        assertThat(assertion.verify(
                        new RSASSAVerifier((RSAPublicKey) identity.certificate().getPublicKey())))
                .isTrue();
        assertThat(assertion.getJWTClaimsSet().getAudience())
                .containsExactly(provider.authority() + "/adfs/oauth2/token");
    }

    @Test
    void redeemsACodeWithTheAssertionThatIsInTheFileNow() throws Exception {
        answering(good());
        Path file = folder.resolve("assertion");
        Files.writeString(file, "first");
        Provider.Client client = client(Map.of("s2s.registration.assertion-file", file.toString()));
        Files.writeString(file, "second\n");

        redeem(client);

        assertThat(forms.get(0)).containsEntry("client_assertion", "second");
    }

    @Test
    void saysThatTheAssertionCannotBeRead() throws Exception {
        Path file = folder.resolve("assertion");
        Files.writeString(file, "first");
        Provider.Client client = client(Map.of("s2s.registration.assertion-file", file.toString()));
        Files.delete(file);

        assertRefused("S2S.CredentialUnreadable", client);
    }

    @Test
    void triesTheNextCredentialWhereTheFirstIsRefused() throws Exception {
        provider.tokens = form -> {
            forms.add(form);
            return form.get("client_secret").equals("new~1")
                    ? good()
                    : TestProvider.error("invalid_client", "AADSTS7000222: The provided client secret is expired.");
        };

        assertThat(redeem(Map.of(
                        "s2s.registration.client-secret", "old~1",
                        "s2s.registration.next.client-secret", "new~1")))
                .isEqualTo("for Gina");
        assertThat(forms).extracting(form -> form.get("client_secret")).containsExactly("old~1", "new~1");
    }

    @Test
    void triesTheNextCredentialForNoOtherReason() {
        answering(TestProvider.error("invalid_grant", "AADSTS54005: The code was already redeemed."));

        assertRefused(
                "AADSTS54005",
                client(Map.of(
                        "s2s.registration.client-secret", "old~1",
                        "s2s.registration.next.client-secret", "new~1")));
        assertThat(forms).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "400, '{\"error\":\"invalid_grant\",\"error_description\":\"AADSTS501481: The verifier does not match.\"}', AADSTS501481",
        "401, '{\"error\":\"invalid_client\",\"error_description\":\"AADSTS7000215: Invalid secret.\"}', AADSTS7000215",
        "400, '{\"error\":\"invalid_grant\"}', invalid_grant",
        "400, 'a proxy''s page', S2S.IdentityProviderUnexpectedAnswer",
        "200, 'a proxy''s page', S2S.IdentityProviderUnexpectedAnswer",
        "200, '{}', S2S.IdentityProviderUnexpectedAnswer",
        "200, '{\"token_type\":\"Bearer\",\"access_token\":\"a\"}', S2S.IdentityProviderUnexpectedAnswer",
        "200, '{\"token_type\":\"Bearer\",\"access_token\":\"a\",\"id_token\":\"no\"}', S2S.IdentityProviderUnexpectedAnswer",
        "302, '', S2S.IdentityProviderUnexpectedAnswer",
        "429, '', S2S.IdentityProviderThrottled",
        "503, '', S2S.IdentityProviderFailed"
    })
    void saysWhyThereAreNoTokens(int status, String body, String code) {
        answering(Answer.of(status, body));

        assertRefused(code, client(Map.of("s2s.registration.client-secret", "secret~1")));
    }

    @Test
    void readsNoAnswerWithoutEnd() {
        answering(Answer.of(200, "{\"a\":\"" + "a".repeat(300_000) + "\"}"));

        assertRefused(
                "S2S.IdentityProviderUnexpectedAnswer", client(Map.of("s2s.registration.client-secret", "secret~1")));
    }

    private void answering(Answer answer) {
        provider.tokens = form -> {
            forms.add(form);
            return answer;
        };
    }

    private Answer good() {
        return TestProvider.tokens(TestProvider.signed(provider.claims("nonce").build()), "for Gina");
    }

    private String redeem(Map<String, String> credential) throws SignInRefused {
        return redeem(client(credential));
    }

    private String redeem(Provider.Client client) throws SignInRefused {
        URI endpoint = URI.create(provider.authority() + "/" + TestProvider.FABRIKAM + "/oauth2/v2.0/token");
        return new CodeExchange(REDIRECT, provider.http(), Clock.systemUTC())
                .redeem(client, endpoint, Secret.of("the code"), Secret.of(VERIFIER))
                .getAccessToken()
                .getValue();
    }

    private Provider.Client client(Map<String, String> credential) {
        return new SignInPlaces(
                        TestRegistrations.at(provider.authority(), credential),
                        SignInConfig.none(),
                        new RolesClaim("roles"))
                .of(Optional.of(TestProvider.FABRIKAM))
                .client();
    }

    private void assertRefused(String code, Provider.Client client) {
        assertThatExceptionOfType(SignInRefused.class)
                .isThrownBy(() -> redeem(client))
                .extracting(SignInRefused::code)
                .isEqualTo(code);
    }
}
