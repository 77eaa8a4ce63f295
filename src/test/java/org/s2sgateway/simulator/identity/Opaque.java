package org.s2sgateway.simulator.identity;

import java.security.SecureRandom;
import java.util.Base64;

/** Text of 256 random bits that says nothing: codes, session ids, tokens for others. */
final class Opaque {

    private static final SecureRandom RANDOM = new SecureRandom();

    private Opaque() {}

    static String text() {
        byte[] bytes = new byte[32];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
