package org.s2sgateway.grants;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** Decodes once what is percent-encoded, as Dataverse does. */
final class Percent {

    private static final Pattern CONTROL = Pattern.compile("[\\x00-\\x08\\x0B\\x0C\\x0E-\\x1F\\x7F]");
    private static final Pattern TRIPLET = Pattern.compile("%[0-9A-Fa-f]{2}");

    private Percent() {}

    /** A segment of a path, in which a plus sign is one. */
    static String path(String raw) {
        String decoded = query(raw.replace("+", "%2B"));
        // A reader that decodes paths twice would find another one.
        if (TRIPLET.matcher(decoded).find()) {
            throw new CannotJudge("The path is percent-encoded twice.");
        }
        return decoded;
    }

    /** A name or a value of a query, in which a plus sign is a space. */
    static String query(String raw) {
        String decoded;
        try {
            decoded = URLDecoder.decode(raw, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            throw new CannotJudge("A percent sign is not followed by two hexadecimal digits.");
        }
        if (CONTROL.matcher(decoded).find()) {
            throw new CannotJudge("There are control characters in the URL.");
        }
        return decoded;
    }
}
