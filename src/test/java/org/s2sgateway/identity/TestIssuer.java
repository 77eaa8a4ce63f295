package org.s2sgateway.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/** An identity provider on a real socket: publishes keys by a discovery document and signs tokens with them. */
final class TestIssuer implements AutoCloseable {

    static final UUID TENANT = UUID.fromString("c0a00000-0000-4000-8000-000000000001");
    static final String AUDIENCE = "a0000000-0000-4000-8000-000000000001";
    static final String CONSUMER = "b0000000-0000-4000-8000-000000000001";
    static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    private static final RSAKey FIRST = key("first");
    private static final RSAKey SECOND = key("second");

    final AtomicInteger keyRequests = new AtomicInteger();
    final HttpServer server;

    private volatile RSAKey current = FIRST;
    private volatile boolean publishes = true;
    private volatile int status = 200;
    private volatile String discoveredIssuer;

    TestIssuer() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException noSocket) {
            throw new UncheckedIOException(noSocket);
        }
        discoveredIssuer = issuer();
        server.createContext("/" + TENANT + "/v2.0/.well-known/openid-configuration", this::discovery);
        server.createContext("/keys", this::keys);
        server.start();
    }

    String authority() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    String issuer() {
        return authority() + "/" + TENANT + "/v2.0";
    }

    URI keysAddress() {
        return URI.create(authority() + "/keys");
    }

    HomeTenant home() {
        return new HomeTenant(
                TENANT,
                true,
                URI.create(authority()),
                List.of(issuer(), "https://sts.windows.net/" + TENANT + "/"),
                URI.create(issuer() + "/.well-known/openid-configuration"));
    }

    RSAKey signingKey() {
        return current;
    }

    static RSAKey foreignKey() {
        return SECOND;
    }

    void rotate() {
        current = SECOND;
    }

    void goAway() {
        status = 503;
    }

    void comeBack() {
        status = 200;
    }

    void publishNoKeys() {
        publishes = false;
    }

    void announceAs(String otherIssuer) {
        discoveredIssuer = otherIssuer;
    }

    /** The claims of a good version 2 access token. */
    JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .issuer(issuer())
                .audience(AUDIENCE)
                .subject("5b000000-0000-4000-8000-000000000001")
                .issueTime(Date.from(NOW))
                .notBeforeTime(Date.from(NOW))
                .expirationTime(Date.from(NOW.plusSeconds(3600)))
                .claim("azp", CONSUMER)
                .claim("tid", TENANT.toString())
                .claim("roles", List.of("Dataverse.Access"));
    }

    String sign(JWTClaimsSet.Builder claims) {
        return sign(header(current), current, claims);
    }

    static JWSHeader.Builder header(RSAKey key) {
        return new JWSHeader.Builder(JWSAlgorithm.RS256)
                .type(JOSEObjectType.JWT)
                .keyID(key.getKeyID());
    }

    static String sign(JWSHeader.Builder header, RSAKey key, JWTClaimsSet.Builder claims) {
        try {
            SignedJWT token = new SignedJWT(header.build(), claims.build());
            token.sign(new RSASSASigner(key));
            return token.serialize();
        } catch (JOSEException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void discovery(HttpExchange exchange) throws IOException {
        answer(exchange, "{\"issuer\":\"" + discoveredIssuer + "\",\"jwks_uri\":\"" + keysAddress() + "\"}");
    }

    private void keys(HttpExchange exchange) throws IOException {
        keyRequests.incrementAndGet();
        JWKSet published = publishes ? new JWKSet(current) : new JWKSet();
        answer(exchange, published.toPublicJWKSet().toString());
    }

    private void answer(HttpExchange exchange, String json) throws IOException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static RSAKey key(String id) {
        try {
            return new RSAKeyGenerator(2048).keyID(id).keyUse(KeyUse.SIGNATURE).generate();
        } catch (JOSEException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
