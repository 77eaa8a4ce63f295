package org.s2sgateway.audit;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * A key of the audit, and its id: the first eight bytes of the HMAC-SHA-256 that the key makes of the word
 * {@code s2s-audit-key}, in hexadecimal digits. Prints as its id. Immutable and thread-safe.
 */
final class AuditKey {

    /** The key of those who have none: known to everybody, it shows accidents and no forgery. */
    static final AuditKey NONE = new AuditKey(new byte[32], "none");

    private static final String ALGORITHM = "HmacSHA256";
    private static final int SHORTEST_BYTES = 32;
    private static final int ID_DIGITS = 16;
    private static final String EXPECTED =
            "has to be at least 256 bits in base64, as `openssl rand -base64 32` makes them";

    private final SecretKeySpec key;
    private final String id;

    private AuditKey(byte[] bytes, @Nullable String id) {
        key = new SecretKeySpec(bytes, ALGORITHM);
        this.id = id == null
                ? seal(key, "s2s-audit-key".getBytes(StandardCharsets.US_ASCII)).substring(0, ID_DIGITS)
                : id;
    }

    /**
     * Reads a key as it is configured.
     *
     * @throws IllegalArgumentException where it is none; the message does not repeat it
     */
    static AuditKey parse(String base64) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException malformed) {
            // Its message would repeat a character of the key.
            throw new IllegalArgumentException(EXPECTED);
        }
        if (bytes.length < SHORTEST_BYTES) {
            throw new IllegalArgumentException(EXPECTED);
        }
        return new AuditKey(bytes, null);
    }

    String id() {
        return id;
    }

    /** Whether anybody could have made what this key made. */
    boolean isNone() {
        return this == NONE;
    }

    /** The HMAC in 64 hexadecimal digits. */
    String seal(byte[] content) {
        return seal(key, content);
    }

    /** Whether this key made that HMAC of the content. */
    boolean fits(byte[] content, @Nullable String mac) {
        return mac != null
                && MessageDigest.isEqual(
                        seal(content).getBytes(StandardCharsets.UTF_8), mac.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return id;
    }

    private static String seal(SecretKeySpec key, byte[] content) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return HexFormat.of().formatHex(mac.doFinal(content));
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("Every Java has HMAC-SHA-256", missing);
        }
    }
}
