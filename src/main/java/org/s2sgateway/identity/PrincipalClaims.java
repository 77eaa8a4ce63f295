package org.s2sgateway.identity;

import com.nimbusds.jwt.JWTClaimsSet;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** The claims of a token in the types that MicroProfile JWT gives them (its specification, table of {@code Claims}). */
final class PrincipalClaims {

    private PrincipalClaims() {}

    static Map<String, Object> of(JWTClaimsSet claims) {
        Map<String, Object> typed = new HashMap<>();
        claims.getClaims().forEach((name, value) -> {
            if (value instanceof Date time) {
                typed.put(name, time.toInstant().getEpochSecond());
            } else if (value != null) {
                typed.put(name, value);
            }
        });
        typed.put("aud", Set.copyOf(claims.getAudience()));
        return typed;
    }
}
