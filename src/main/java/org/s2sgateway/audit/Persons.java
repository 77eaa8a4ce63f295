package org.s2sgateway.audit;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * What an event says of persons: its actor where that is one, and whom its detail names. Only the hash goes into the chain;
 * once the salt is erased with the rest, nobody can find out by trial what was hashed.
 */
record Persons(String salt, @Nullable String actor, @Nullable String named) {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int SALT_BYTES = 16;

    static Persons salted(@Nullable String actor, @Nullable String named) {
        byte[] salt = new byte[SALT_BYTES];
        RANDOM.nextBytes(salt);
        return new Persons(HexFormat.of().formatHex(salt), actor, named);
    }

    /** SHA-256 in 64 hexadecimal digits. */
    String hash() {
        byte[] content = Canonical.of("s2s-audit-persons-1")
                .text(salt)
                .text(actor)
                .text(named)
                .bytes();
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("Every Java has SHA-256", missing);
        }
    }
}
