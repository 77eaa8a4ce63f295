package org.s2sgateway.simulator.identity;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * Issues app-only access tokens. Their claims are those of Microsoft's "Access token claims reference". Thread-safe.
 */
final class AccessTokens {

    private static final Duration SHORTEST = Duration.ofMinutes(60);
    private static final int SHORTEST_SECRET = 16;
    private static final int SPREAD_SECONDS = 30 * 60;

    private final Directory directory;
    private final SigningKeys keys;
    private final Clock clock;
    private final Set<String> spoken = Collections.synchronizedSet(new HashSet<>());

    AccessTokens(Directory directory, SigningKeys keys, Clock clock) {
        this.directory = directory;
        this.keys = keys;
        this.clock = clock;
    }

    /** Every token and code issued, every assertion, state and nonce received. */
    Set<String> spoken() {
        synchronized (spoken) {
            return Set.copyOf(spoken);
        }
    }

    void remember(String token) {
        spoken.add(token);
    }

    /** States and nonces; one too short to be a secret would be found everywhere. */
    void rememberIfLong(@Nullable String value) {
        if (value != null && value.length() >= SHORTEST_SECRET) {
            remember(value);
        }
    }

    String sign(JWTClaimsSet claims) {
        SignedJWT token = keys.sign(claims);
        remember(token.serialize());
        return token.serialize();
    }

    /** Between 60 and 90 minutes, always the same for the same question. */
    Duration lifetime(Grant grant) {
        CRC32 hash = new CRC32();
        hash.update((grant.application().clientId() + " " + grant.tenant().id() + " " + grant.resource())
                .getBytes(StandardCharsets.UTF_8));
        return SHORTEST.plusSeconds(hash.getValue() % SPREAD_SECONDS);
    }

    JWTClaimsSet claims(Grant grant, String authority) {
        Instant now = clock.instant();
        // Entra ID dates a token back by five minutes, for clocks that differ.
        Date issuedAt = Date.from(now.minus(Duration.ofMinutes(5)));
        boolean forGateway = directory.isGateway(grant.resource());
        JWTClaimsSet.Builder claims = forGateway && directory.gateway().accessTokenVersion() == 2
                ? version2(grant, authority)
                : version1(grant);
        List<String> roles = new TreeSet<>(grant.principal().roles()).stream().toList();
        return claims.issueTime(issuedAt)
                .notBeforeTime(issuedAt)
                .expirationTime(Date.from(now.plus(lifetime(grant))))
                .subject(grant.principal().objectId().toString())
                .claim("oid", grant.principal().objectId().toString())
                .claim("tid", grant.tenant().id().toString())
                .claim("uti", UUID.randomUUID().toString())
                .claim("roles", forGateway && !roles.isEmpty() ? roles : null)
                .build();
    }

    private JWTClaimsSet.Builder version1(Grant grant) {
        String issuer = "https://sts.windows.net/" + grant.tenant().id() + "/";
        return new JWTClaimsSet.Builder()
                .issuer(issuer)
                .audience(grant.resource())
                .claim("appid", grant.application().clientId().toString())
                .claim("appidacr", grant.byCertificate() ? "2" : "1")
                .claim("idp", issuer)
                .claim("ver", "1.0");
    }

    private JWTClaimsSet.Builder version2(Grant grant, String authority) {
        return new JWTClaimsSet.Builder()
                .issuer(authority + "/" + grant.tenant().id() + "/v2.0")
                .audience(directory.gateway().clientId().toString())
                .claim("azp", grant.application().clientId().toString())
                .claim("azpacr", grant.byCertificate() ? "2" : "1")
                .claim("ver", "2.0");
    }
}
