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
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
