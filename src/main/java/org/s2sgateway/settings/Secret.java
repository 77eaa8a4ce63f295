package org.s2sgateway.settings;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Objects;

/**
 * A value that must not be seen: prints {@code ***} wherever it is printed, and has no accessor that could be
 * serialised by accident. {@link #reveal()} is to be called where the value is spent, and nowhere else.
 *
 * <p>Immutable and thread-safe.
 */
public final class Secret {

    private final String value;

    private Secret(String value) {
        this.value = value;
    }

    /** Wraps the given value, which may not be empty. */
    public static Secret of(String value) {
        if (Objects.requireNonNull(value).isEmpty()) {
            throw new IllegalArgumentException("A secret cannot be empty");
        }
        return new Secret(value);
    }

    /** The value itself, for the one place that sends it. */
    public String reveal() {
        return value;
    }

    @Override
    public boolean equals(Object other) {
        // Constant time: a comparison must not tell how much of a guess was right.
        return other instanceof Secret secret
                && MessageDigest.isEqual(
                        value.getBytes(StandardCharsets.UTF_8), secret.value.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return "***";
    }
}
