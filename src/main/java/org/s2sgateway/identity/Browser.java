package org.s2sgateway.identity;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.s2sgateway.settings.Secret;

/**
 * A browser, known by 256 random bits that only its cookie holds. What is kept of it, and what is written into its
 * forms, is hashed: neither the database nor a page gives the cookie away.
 *
 * @param key what the cookie holds
 */
public record Browser(Secret key) {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int BYTES = 32;
    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9_-]{43}");

    /** A browser that was not here before. */
    static Browser unknown() {
        return new Browser(random());
    }

    /** 256 random bits in the characters of a URL: for cookies, states and invitations. */
    public static Secret random() {
        byte[] bits = new byte[BYTES];
        RANDOM.nextBytes(bits);
        return Secret.of(Base64.getUrlEncoder().withoutPadding().encodeToString(bits));
    }

    /** Whether a cookie's value can be a key at all. */
    static boolean isKey(String value) {
        return KEY.matcher(value).matches();
    }

    /** What may be kept of a secret in order to know it again: its SHA-256 in hexadecimal. */
    public static String hash(Secret secret) {
        return HexFormat.of().formatHex(sha256(secret.reveal()));
    }

    /** What may be kept of this browser in order to know it again. */
    public String hash() {
        return hash(key);
    }

    /** What the forms of this browser's pages carry, so that no other site can send them (CSRF). */
    public String formToken() {
        return derive("form");
    }

    /** A value that only this browser's key gives for that purpose; it does not give the key away. */
    String derive(String purpose) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(sha256(purpose + " " + key.reveal()));
    }

    static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every JDK has SHA-256", impossible);
        }
    }
}
