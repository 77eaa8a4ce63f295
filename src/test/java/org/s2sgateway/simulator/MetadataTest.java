package org.s2sgateway.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.s2sgateway.simulator.TestClient.CONTOSO;
import static org.s2sgateway.simulator.TestClient.json;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import jakarta.json.JsonObject;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetadataTest {

    @TempDir
    Path home;

    private Simulator simulator;
    private TestClient client;

    @BeforeEach
    void start() throws Exception {
        simulator = Simulator.start(SimulatorOptions.onFreePorts(home));
        client = new TestClient(simulator);
    }

    @AfterEach
    void stop() {
        simulator.close();
    }

    @Test
    void describesATenant() throws Exception {
        JsonObject metadata = metadata(CONTOSO + "/v2.0");

        assertThat(metadata.getString("issuer")).isEqualTo(simulator.authority() + "/" + CONTOSO + "/v2.0");
        assertThat(metadata.getString("token_endpoint")).isEqualTo(client.tokenEndpoint(CONTOSO));
        assertThat(metadata.getString("jwks_uri"))
                .isEqualTo(simulator.authority() + "/" + CONTOSO + "/discovery/v2.0/keys");
    }

    @Test
    void saysHowPeopleSignIn() throws Exception {
        JsonObject metadata = metadata("organizations/v2.0");

        String organizations = simulator.authority() + "/organizations/oauth2/v2.0";
        assertThat(metadata.getString("authorization_endpoint")).isEqualTo(organizations + "/authorize");
        assertThat(metadata.getString("end_session_endpoint")).isEqualTo(organizations + "/logout");
        assertThat(metadata.getJsonArray("response_types_supported")).hasToString("[\"code\"]");
        assertThat(metadata.getJsonArray("response_modes_supported")).hasToString("[\"query\"]");
        // Entra ID takes PKCE and does not say so.
        assertThat(metadata).doesNotContainKey("code_challenge_methods_supported");
    }

    @Test
    void leavesTheTenantOpenInTheSharedMetadata() throws Exception {
        assertThat(metadata("organizations/v2.0").getString("issuer"))
                .isEqualTo(simulator.authority() + "/{tenantid}/v2.0");
        assertThat(metadata("common").getString("issuer")).isEqualTo("https://sts.windows.net/{tenantid}/");
    }

    @Test
    void describesATenantInVersion1() throws Exception {
        assertThat(metadata(CONTOSO).getString("issuer")).isEqualTo("https://sts.windows.net/" + CONTOSO + "/");
    }

    @Test
    void knowsNoMetadataOfAnUnknownTenant() throws Exception {
        String url =
                simulator.authority() + "/99999999-0000-4000-8000-000000000001/v2.0/.well-known/openid-configuration";

        assertThat(client.get(url).statusCode()).isEqualTo(400);
        assertThat(client.get(url).body()).contains("AADSTS90002: ");
    }

    @Test
    void publishesTheKeyThatSigns() throws Exception {
        assertThat(isVerifiable(simulator.token("demo"))).isTrue();
        assertThat(json(client.get(simulator.authority() + "/common/discovery/v2.0/keys"))
                        .getJsonArray("keys")
                        .getJsonObject(0)
                        .getString("issuer"))
                .isEqualTo(simulator.authority() + "/{tenantid}/v2.0");
    }

    @Test
    void keepsTheOldKeyOfARotationPublishedWhenToldTo() throws Exception {
        String before = simulator.token("demo");

        simulator.entraId().keys().rotate(true);

        assertThat(isVerifiable(before)).isTrue();
        assertThat(isVerifiable(simulator.token("demo"))).isTrue();
    }

    @Test
    void dropsTheOldKeyOfARotationOtherwise() throws Exception {
        String before = simulator.token("demo");

        simulator.entraId().keys().rotate(false);

        assertThat(isVerifiable(before)).isFalse();
        assertThat(isVerifiable(simulator.token("demo"))).isTrue();
    }

    @Test
    void bendsTokensInWhatATestNames() throws Exception {
        Instant past = Instant.parse("2020-01-01T00:00:00Z");
        String token = simulator
                .oddToken("demo")
                .roles("Gateway.Operator")
                .expiresAt(past)
                .without("oid")
                .audience("another")
                .sign();

        SignedJWT jwt = SignedJWT.parse(token);
        assertThat(jwt.getJWTClaimsSet().getStringListClaim("roles")).containsExactly("Gateway.Operator");
        assertThat(jwt.getJWTClaimsSet().getExpirationTime()).isEqualTo(past);
        assertThat(jwt.getJWTClaimsSet().getClaim("oid")).isNull();
        assertThat(jwt.getJWTClaimsSet().getAudience()).containsExactly("another");
        assertThat(jwt.getJWTClaimsSet().getStringClaim("azp")).isEqualTo("b0000000-0000-4000-8000-000000000008");
        assertThat(isVerifiable(token)).isTrue();
    }

    @Test
    void forgesSignatures() throws Exception {
        assertThat(isVerifiable(simulator.oddToken("demo").signByStranger())).isFalse();
        assertThat(simulator.oddToken("demo").unsigned()).endsWith(".");
        assertThat(SignedJWT.parse(simulator.oddToken("demo").signWithPublicKeyAsSecret())
                        .getHeader()
                        .getAlgorithm())
                .isEqualTo(JWSAlgorithm.HS256);
        assertThat(isVerifiable(simulator.oddToken("demo").sign(JWSAlgorithm.RS512, new JOSEObjectType("logout+jwt"))))
                .isTrue();
    }

    private JsonObject metadata(String path) throws Exception {
        return json(client.get(simulator.authority() + "/" + path + "/.well-known/openid-configuration"));
    }

    private boolean isVerifiable(String token) throws Exception {
        SignedJWT jwt = SignedJWT.parse(token);
        JWKSet published = JWKSet.parse(client.get(simulator.authority() + "/common/discovery/v2.0/keys")
                .body());
        JWK key = published.getKeyByKeyId(jwt.getHeader().getKeyID());
        return key != null && jwt.verify(new RSASSAVerifier(key.toRSAKey().toRSAPublicKey()));
    }
}
