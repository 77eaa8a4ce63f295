package org.s2sgateway.management;

import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;
import org.s2sgateway.problem.ProblemType;
import org.s2sgateway.problem.Refusal;

/** The ids of tenants as callers write them: 8-4-4-4-12 hexadecimal digits, nothing shorter. */
final class Guid {

    private static final Pattern FORM = Pattern.compile("[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}");

    private Guid() {}

    /** Whether the text is an id as we write it. */
    static boolean isCanonical(String text) {
        return FORM.matcher(text).matches() && text.equals(text.toLowerCase(Locale.ROOT));
    }

    /** The id in a path or a body; refused with 400 and the name of its place when it is malformed. */
    static UUID parse(String place, String text) {
        if (!FORM.matcher(text).matches()) {
            throw new Refusal(
                    ProblemType.BAD_REQUEST, place + " has to be a GUID like c0a00000-0000-4000-8000-000000000001");
        }
        return UUID.fromString(text);
    }
}
