package org.s2sgateway.simulator;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.text.ParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.s2sgateway.simulator.wire.JsonText;

/** Talks to a simulator as a client would that has nothing but its addresses and its certificate authority. */
final class TestClient {

    static final String CONTOSO = "c0a00000-0000-4000-8000-000000000001";
    static final String FABRIKAM = "fab00000-0000-4000-8000-000000000002";
    static final String ADVENTURE_WORKS = "ad000000-0000-4000-8000-000000000003";
    static final String GATEWAY = "a0000000-0000-4000-8000-000000000001";
    static final String GATEWAY_SECRET = "simulated-gateway-secret~1";
    static final String JWT_BEARER = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    private final Simulator simulator;
    private final HttpClient http;

    TestClient(Simulator simulator) {
        this.simulator = simulator;
        this.http = HttpClient.newBuilder().sslContext(simulator.trustingTls()).build();
    }

    static JsonObject json(HttpResponse<String> response) {
        return JsonText.parse(response.body());
    }

    HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        return http.send(request, BodyHandlers.ofString());
    }

    HttpResponse<InputStream> stream(HttpRequest request) throws IOException, InterruptedException {
        return http.send(request, BodyHandlers.ofInputStream());
    }

    HttpResponse<String> get(String url, String... headers) throws IOException, InterruptedException {
        return send(request(url, headers).build());
    }

    static HttpRequest.Builder request(String url, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url));
        return headers.length == 0 ? request : request.headers(headers);
    }

    /** What the gateway would send for a token of an environment, to be changed by a test. */
    Map<String, String> form(String environment) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "client_credentials");
        form.put("client_id", GATEWAY);
        form.put("client_secret", GATEWAY_SECRET);
        form.put("scope", "https://" + simulator.host(environment) + "/.default openid profile offline_access");
        return form;
    }

    HttpResponse<String> askToken(String tenant, Map<String, String> form) throws IOException, InterruptedException {
        return post(tokenEndpoint(tenant), form);
    }

    HttpResponse<String> post(String url, Map<String, String> form) throws IOException, InterruptedException {
        return send(request(url, "Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form.entrySet().stream()
                        .map(field ->
                                field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                        .collect(Collectors.joining("&"))))
                .build());
    }

    String tokenEndpoint(String tenant) {
        return simulator.authority() + "/" + tenant + "/oauth2/v2.0/token";
    }

    /** A token of the gateway for an environment, by HTTP. */
    String token(String tenant, String environment) throws IOException, InterruptedException {
        return json(askToken(tenant, form(environment))).getString("access_token");
    }

    KeyStore gatewayKeys() throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(simulator.gatewayPkcs12())) {
            keys.load(in, simulator.certificatePassword().toCharArray());
        }
        return keys;
    }

    PrivateKey gatewayKey() throws IOException, GeneralSecurityException {
        KeyStore keys = gatewayKeys();
        return (PrivateKey) keys.getKey(
                keys.aliases().nextElement(), simulator.certificatePassword().toCharArray());
    }

    X509Certificate gatewayCertificate() throws IOException, GeneralSecurityException {
        KeyStore keys = gatewayKeys();
        return (X509Certificate) keys.getCertificate(keys.aliases().nextElement());
    }

    static String assertion(JWSAlgorithm algorithm, Map<String, Object> header, JWTClaimsSet claims, PrivateKey key) {
        Map<String, Object> complete = new LinkedHashMap<>(header);
        complete.put("alg", algorithm.getName());
        try {
            SignedJWT jwt = new SignedJWT(JWSHeader.parse(complete), claims);
            jwt.sign(new RSASSASigner(key));
            return jwt.serialize();
        } catch (JOSEException | ParseException e) {
            throw new IllegalStateException(e);
        }
    }
}
