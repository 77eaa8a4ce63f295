package org.s2sgateway.identity;

import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import java.net.URI;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which keys belong to which issuer; issuers whose keys are at the same place share them. Not thread-safe. */
final class KeyRing {

    private final ApiConfig config;
    private final HomeTenant home;
    private final KeyReader reader;
    private final Clock clock;
    private final Map<URI, IssuerKeys> byPlace = new HashMap<>();

    KeyRing(ApiConfig config, HomeTenant home, KeyReader reader, Clock clock) {
        this.config = config;
        this.home = home;
        this.reader = reader;
        this.clock = clock;
    }

    JWKSource<SecurityContext> keysOf(String issuer) {
        if (config.jwksUrl().isPresent()) {
            URI place = config.jwksUrl().get();
            return byPlace.computeIfAbsent(place, it -> new IssuerKeys(() -> reader.keysAt(it), clock));
        }
        if (home.is(issuer)) {
            return discovered(home.discovery(), home.issuers());
        }
        return discovered(discoveryOf(issuer), List.of(issuer));
    }

    private JWKSource<SecurityContext> discovered(URI discovery, List<String> issuers) {
        return byPlace.computeIfAbsent(discovery, it -> new IssuerKeys(() -> reader.keysBehind(it, issuers), clock));
    }

    /** OpenID Connect Discovery 1.0 section 4.1: a slash at the issuer's end goes first. */
    private static URI discoveryOf(String issuer) {
        String withoutSlash = issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
        return URI.create(withoutSlash + "/.well-known/openid-configuration");
    }
}
