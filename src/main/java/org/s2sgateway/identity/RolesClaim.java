package org.s2sgateway.identity;

import com.nimbusds.jwt.JWTClaimsSet;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The claim that holds the app roles: an array of strings, or one string with spaces between them.
 *
 * @param name the claim's own name, dots included, or else the way into nested claims ({@code realm_access.roles})
 */
record RolesClaim(String name) {

    Set<String> roles(JWTClaimsSet claims) {
        Map<String, Object> all = claims.getClaims();
        Object value = all.containsKey(name) ? all.get(name) : nested(all);
        return words(value).filter(role -> !role.isBlank()).collect(Collectors.toUnmodifiableSet());
    }

    private @Nullable Object nested(Map<String, Object> claims) {
        Object value = claims;
        for (String step : name.split("\\.", -1)) {
            value = value instanceof Map<?, ?> map ? map.get(step) : null;
        }
        return value;
    }

    private static Stream<String> words(@Nullable Object value) {
        if (value instanceof Collection<?> several) {
            return several.stream().filter(String.class::isInstance).map(String.class::cast);
        }
        return value instanceof String text ? Stream.of(text.split(" ", -1)) : Stream.empty();
    }
}
