package org.s2sgateway.registration;

import java.util.UUID;
import java.util.regex.Pattern;

/** A GUID in its one written form. {@link UUID#fromString} alone also takes {@code 1-1-1-1-1}. */
final class Guid {

    private static final Pattern FORM = Pattern.compile("[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}");

    private Guid() {}

    static boolean is(String text) {
        return FORM.matcher(text).matches();
    }

    static UUID parse(String text) {
        if (!is(text)) {
            throw new IllegalArgumentException("must be a GUID such as 00001111-aaaa-2222-bbbb-3333cccc4444");
        }
        return UUID.fromString(text);
    }
}
