package org.s2sgateway.simulator.identity;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The codes issued so far. Each is good for one token answer within ten minutes. Thread-safe. */
final class AuthorizationCodes {

    private static final Duration LIFETIME = Duration.ofMinutes(10);

    private final Map<String, AuthorizationCode> issued = new ConcurrentHashMap<>();
    private final Set<String> redeemed = ConcurrentHashMap.newKeySet();
    private final AccessTokens tokens;
    private final Clock clock;

    AuthorizationCodes(AccessTokens tokens, Clock clock) {
        this.tokens = tokens;
        this.clock = clock;
    }

    String issue(AuthorizationCode code) {
        String text = Opaque.text();
        tokens.remember(text);
        issued.put(text, code);
        return text;
    }

    /** A code that can still be redeemed; throws {@link EntraRefusal} for any other. */
    AuthorizationCode find(String text) {
        AuthorizationCode code = Optional.ofNullable(issued.get(text)).orElseThrow(SignInRefusals::invalidCode);
        if (redeemed.contains(text)) {
            throw SignInRefusals.redeemedCode();
        }
        if (!clock.instant().isBefore(code.issuedAt().plus(LIFETIME))) {
            throw SignInRefusals.expiredCode();
        }
        return code;
    }

    /** Uses the code up; throws {@link EntraRefusal} for all but the first who try. */
    void redeem(String text) {
        if (!redeemed.add(text)) {
            throw SignInRefusals.redeemedCode();
        }
    }

    void clear() {
        issued.clear();
        redeemed.clear();
    }
}
