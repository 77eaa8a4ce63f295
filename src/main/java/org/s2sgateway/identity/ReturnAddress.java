package org.s2sgateway.identity;

import java.util.regex.Pattern;

/**
 * The places of this application that a browser may be sent to after a detour: {@code /connect}, {@code /my},
 * {@code /console} and what is below them, with a query. Nothing that a browser could read as another host or that leads out of these folders: no
 * backslash, no empty or dotted segment, no escape in the path.
 */
public final class ReturnAddress {

    private static final int LONGEST = 1000;

    private static final Pattern FORM = Pattern.compile("/(?:connect|my|console)"
            + "(?:/[A-Za-z0-9_~:-]++(?:\\.[A-Za-z0-9_~:-]++)*+)*+/?"
            + "(?:\\?(?:[A-Za-z0-9._~/?&=:@+,;-]|%[0-9A-Fa-f]{2})*+)?");

    private ReturnAddress() {}

    /** Whether the text, path and perhaps query, is such a place. */
    public static boolean isOne(String text) {
        return text.length() <= LONGEST && FORM.matcher(text).matches();
    }
}
