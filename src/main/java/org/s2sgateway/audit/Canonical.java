package org.s2sgateway.audit;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Writes fields one behind the other so that no two lists of fields come out alike: each as a netstring, the length of its
 * UTF-8 in bytes, a colon, the bytes, a comma ({@code 5:Grün,}); one that is absent is {@code -,}. The first says of what
 * kind the whole is. What comes out is a contract with everybody who verifies an export. Not thread-safe.
 */
final class Canonical {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);

    private Canonical() {}

    static Canonical of(String kind) {
        return new Canonical().text(kind);
    }

    Canonical text(@Nullable String field) {
        if (field == null) {
            bytes.writeBytes(ascii("-,"));
            return this;
        }
        byte[] utf8 = field.getBytes(StandardCharsets.UTF_8);
        bytes.writeBytes(ascii(utf8.length + ":"));
        bytes.writeBytes(utf8);
        bytes.writeBytes(ascii(","));
        return this;
    }

    Canonical number(long field) {
        return text(Long.toString(field));
    }

    byte[] bytes() {
        return bytes.toByteArray();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
