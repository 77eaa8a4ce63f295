package org.s2sgateway.simulator.identity;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/** The challenge of RFC 7636 that a code was asked for with. */
record CodeChallenge(String value, boolean hashed) {

    /** The challenge of a request, if it has one; throws {@link EntraRefusal} for one that cannot be met. */
    static Optional<CodeChallenge> of(Map<String, String> options) {
        String value = options.getOrDefault("code_challenge", "");
        String method = options.getOrDefault("code_challenge_method", "");
        if (value.isEmpty() && method.isEmpty()) {
            return Optional.empty();
        }
        if (value.isEmpty()) {
            throw SignInRefusals.missingCodeChallenge();
        }
        boolean hashed = method.equals("S256");
        // RFC 7636 section 4.2: a hash has 43 characters, plain text 43 to 128; the default method is plain.
        String form = hashed ? "[A-Za-z0-9_-]{43}" : "[A-Za-z0-9._~-]{43,128}";
        if (!value.matches(form) || !(hashed || method.isEmpty() || method.equals("plain"))) {
            throw SignInRefusals.badCodeChallenge();
        }
        return Optional.of(new CodeChallenge(value, hashed));
    }

    boolean isMetBy(String verifier) {
        return value.equals(hashed ? hash(verifier) : verifier);
    }

    private static String hash(String verifier) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
