package org.s2sgateway.settings;

import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * A GUID in its one written form, 8-4-4-4-12 hexadecimal digits. {@link UUID#fromString} alone also takes
 * {@code 1-1-1-1-1}, and what goes into addresses and cache keys must have one spelling.
 */
public final class Guid {

    private static final Pattern FORM = Pattern.compile("[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}");

    private Guid() {}

    /** The GUID that the text is, in upper or lower case; empty for anything else. */
    public static Optional<UUID> parse(String text) {
        return FORM.matcher(text).matches() ? Optional.of(UUID.fromString(text)) : Optional.empty();
    }

    /** Whether the text is a GUID as this application writes it, in lower case. */
    public static boolean isCanonical(String text) {
        return parse(text).isPresent() && text.equals(text.toLowerCase(Locale.ROOT));
    }
}
