package org.s2sgateway.dataverse;

import java.time.Duration;
import java.util.List;

/** Reads {@code wait=<seconds>} out of {@code Prefer} headers (RFC 7240 sections 2 and 4.3); the first one counts. */
final class WaitPreference {

    private static final String NAME = "wait";
    private static final int MOST_DIGITS = 9;

    private WaitPreference() {}

    /** The wanted time within the limits; the usual one where none is wanted, or none that can be read. */
    static Duration of(List<String> prefer, Duration shortest, Duration usual, Duration longest) {
        for (String value : prefer) {
            int at = find(value);
            if (at >= 0) {
                long seconds = seconds(value, at);
                return seconds < 0
                        ? usual
                        : Duration.ofSeconds(Math.min(longest.toSeconds(), Math.max(shortest.toSeconds(), seconds)));
            }
        }
        return usual;
    }

    /** Where the preference's value begins; -1 where there is no such preference. */
    private static int find(String header) {
        boolean quoted = false;
        boolean atStart = true;
        for (int i = 0; i < header.length(); i++) {
            char c = header.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            }
            if (!quoted && atStart && header.regionMatches(true, i, NAME, 0, NAME.length())) {
                int equals = skipBlanks(header, i + NAME.length());
                if (equals < header.length() && header.charAt(equals) == '=') {
                    return skipBlanks(header, equals + 1);
                }
            }
            atStart = !quoted && (c == ',' || (atStart && isBlank(c)));
        }
        return -1;
    }

    private static long seconds(String header, int from) {
        boolean quoted = from < header.length() && header.charAt(from) == '"';
        int start = quoted ? from + 1 : from;
        int i = start;
        long seconds = 0;
        while (i < header.length() && header.charAt(i) >= '0' && header.charAt(i) <= '9') {
            seconds = i - start < MOST_DIGITS ? seconds * 10 + (header.charAt(i) - '0') : Integer.MAX_VALUE;
            i++;
        }
        boolean closed = !quoted || (i < header.length() && header.charAt(i) == '"');
        return i > start && closed && isEnd(header, quoted ? i + 1 : i) ? seconds : -1;
    }

    /** Whether the value is over there: 1.5 is no number of seconds, and not one of them, either. */
    private static boolean isEnd(String header, int at) {
        int next = skipBlanks(header, at);
        return next == header.length() || header.charAt(next) == ',' || header.charAt(next) == ';';
    }

    private static int skipBlanks(String text, int from) {
        int i = from;
        while (i < text.length() && isBlank(text.charAt(i))) {
            i++;
        }
        return i;
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }
}
