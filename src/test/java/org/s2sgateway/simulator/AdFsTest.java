package org.s2sgateway.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.s2sgateway.simulator.TestClient.GATEWAY;
import static org.s2sgateway.simulator.TestClient.json;

import com.microsoft.aad.msal4j.ClientCredentialFactory;
import com.microsoft.aad.msal4j.ClientCredentialParameters;
import com.microsoft.aad.msal4j.ConfidentialClientApplication;
import com.microsoft.aad.msal4j.IClientCredential;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import jakarta.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.s2sgateway.simulator.identity.Person;
import org.s2sgateway.testing.Page;

class AdFsTest {

    @TempDir
    static Path home;

    private static Simulator simulator;
    private static TestClient client;

    @BeforeAll
    static void start() throws Exception {
        simulator = Simulator.start(SimulatorOptions.onFreePorts(home));
        client = new TestClient(simulator);
    }

    @AfterAll
    static void stop() {
        simulator.close();
    }

    @Test
    void describesItself() throws Exception {
        JsonObject metadata = json(client.get(simulator.authority() + "/adfs/.well-known/openid-configuration"));

        assertThat(metadata.getString("issuer")).isEqualTo(simulator.authority() + "/adfs");
        assertThat(client.get(metadata.getString("jwks_uri")).statusCode()).isEqualTo(200);
    }

    @Test
    void signsAPersonInByForm() throws Exception {
        Person ada = simulator.entraId().directory().person("ada@contoso.example");
        simulator
                .entraId()
                .directory()
                .assignRole(ada, simulator.entraId().directory().tenants().get(0), "Gateway.Operator");

        Page back = signIn(Map.of("scope", "openid allatclaims", "response_mode", "form_post"));

        assertThat(back.field("state")).hasValue(Visitor.STATE);
        JWTClaimsSet claims = idToken(back.field("code").orElseThrow());
        assertThat(claims.getIssuer()).isEqualTo(simulator.authority() + "/adfs");
        assertThat(claims.getAudience()).containsExactly(GATEWAY);
        assertThat(claims.getStringClaim("nonce")).isEqualTo(Visitor.NONCE);
        assertThat(claims.getStringClaim("upn")).isEqualTo("ada@contoso.example");
        assertThat(claims.getStringClaim("unique_name")).isEqualTo("CONTOSO\\ada");
        assertThat(claims.getStringListClaim("roles")).containsExactly("Gateway.Operator");
        assertThat(claims.getClaims()).doesNotContainKeys("tid", "oid", "name", "preferred_username");
    }

    @Test
    void tellsNoRolesInAnAnswerThatComesInTheQuery() throws Exception {
        Person ada = simulator.entraId().directory().person("ada@contoso.example");
        simulator
                .entraId()
                .directory()
                .assignRole(ada, simulator.entraId().directory().tenants().get(0), "Gateway.Operator");

        Page back = signIn(Map.of("scope", "openid allatclaims"));

        assertThat(idToken(back.locationFields().get("code")).getClaims()).doesNotContainKey("roles");
    }

    @Test
    void redeemsACodeOnceForWhoHasTheVerifier() throws Exception {
        Page back = signIn(Map.of("scope", "openid"));
        Map<String, String> form = Visitor.redemption(back);
        form.put("code_verifier", Visitor.CHALLENGE);
        refuses(form, "invalid_grant", "MSIS9612: ");

        form.put("code_verifier", Visitor.VERIFIER);
        assertThat(client.post(simulator.authority() + "/adfs/oauth2/token/", form)
                        .statusCode())
                .isEqualTo(200);
        refuses(form, "invalid_grant", "MSIS9612: ");
    }

    @Test
    void knowsNobodyOfAnotherTenant() {
        Map<String, String> request = Visitor.signInRequest();

        Page page =
                new Visitor(simulator).open("adfs/oauth2/authorize/", request).submit("ada@contoso.example");
        assertThat(page.locationFields()).containsKey("code");
        Page refused =
                new Visitor(simulator).open("adfs/oauth2/authorize/", request).submit("gina@fabrikam.example");
        assertThat(refused.status()).isNotEqualTo(302);
        assertThat(refused.location()).isEmpty();
    }

    private static Page signIn(Map<String, String> different) {
        Map<String, String> request = Visitor.signInRequest();
        request.putAll(different);
        return new Visitor(simulator).open("adfs/oauth2/authorize/", request).submit("ada@contoso.example");
    }

    private static JWTClaimsSet idToken(String code) throws Exception {
        Map<String, String> form = new HashMap<>(Map.of(
                "grant_type",
                "authorization_code",
                "client_id",
                GATEWAY,
                "client_secret",
                TestClient.GATEWAY_SECRET,
                "code",
                code,
                "redirect_uri",
                Visitor.CALLBACK,
                "code_verifier",
                Visitor.VERIFIER));
        return SignedJWT.parse(json(client.post(simulator.authority() + "/adfs/oauth2/token/", form))
                        .getString("id_token"))
                .getJWTClaimsSet();
    }

    @Test
    void issuesATokenToMsal4jBySecret() throws Exception {
        JWTClaimsSet claims = acquire(ClientCredentialFactory.createFromSecret(TestClient.GATEWAY_SECRET));

        assertThat(claims.getIssuer())
                .isEqualTo(simulator.authority().toString().replace("https", "http") + "/adfs/services/trust");
        assertThat(claims.getAudience()).containsExactly("https://" + simulator.host("contoso"));
        assertThat(claims.getStringClaim("appid")).isEqualTo(GATEWAY);
        assertThat(claims.getClaim("tid")).isNull();
    }

    @Test
    void issuesATokenToMsal4jByCertificate() throws Exception {
        JWTClaimsSet claims = acquire(
                ClientCredentialFactory.createFromCertificate(client.gatewayKey(), client.gatewayCertificate()));

        assertThat(claims.getStringClaim("appid")).isEqualTo(GATEWAY);
    }

    @Test
    void refusesAWrongSecret() throws Exception {
        Map<String, String> form = client.form("contoso");
        form.put("client_secret", "wrong");

        refuses(form, "invalid_client", "MSIS9622: ");
    }

    @Test
    void refusesAnUnknownClient() throws Exception {
        Map<String, String> form = client.form("contoso");
        form.put("client_id", "99999999-0000-4000-8000-000000000001");

        refuses(form, "invalid_client", "MSIS9607: ");
    }

    @Test
    void refusesAnUnknownResource() throws Exception {
        Map<String, String> form = client.form("contoso");
        form.put("resource", "https://nobody.contoso.example/");

        refuses(form, "invalid_resource", "MSIS9602: ");
    }

    @Test
    void refusesAnotherGrantType() throws Exception {
        Map<String, String> form = client.form("contoso");
        form.put("grant_type", "password");

        refuses(form, "unsupported_grant_type", "MSIS9611: ");
    }

    private static JWTClaimsSet acquire(IClientCredential credential) throws Exception {
        ConfidentialClientApplication application = ConfidentialClientApplication.builder(GATEWAY, credential)
                .authority(simulator.authority() + "/adfs/")
                .sslSocketFactory(simulator.trustingTls().getSocketFactory())
                .build();
        Set<String> scopes = Set.of("https://" + simulator.host("contoso") + "/openid");
        String token = application
                .acquireToken(ClientCredentialParameters.builder(scopes).build())
                .get()
                .accessToken();
        return SignedJWT.parse(token).getJWTClaimsSet();
    }

    private static void refuses(Map<String, String> form, String error, String code) throws Exception {
        HttpResponse<String> response = client.post(simulator.authority() + "/adfs/oauth2/token", form);
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(json(response).getString("error")).isEqualTo(error);
        assertThat(json(response).getString("error_description")).startsWith(code);
    }
}
