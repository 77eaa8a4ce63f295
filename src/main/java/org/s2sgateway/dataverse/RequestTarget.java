package org.s2sgateway.dataverse;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.BitSet;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The request target that goes to Dataverse: path and query, byte for byte as the consumer sent them. What is judged is
 * the very string that is sent, so nothing here is decoded, normalised or put together again; what could be read in two
 * ways is refused instead.
 *
 * <p>Immutable and thread-safe. Source: RFC 3986 sections 2 and 3.3-3.4; length limits from "Compose HTTP requests and
 * handle errors" (Microsoft Dataverse).
 *
 * @param path starts with {@code /api/data/v<n>.<n>}
 * @param query without its question mark; null where the target had none
 */
public record RequestTarget(String path, @Nullable String query) {

    /** The longest URL that Dataverse accepts outside a batch, in characters. */
    public static final int MAX_LENGTH = 32_768;

    /** The longest URL that Dataverse accepts in a part of a batch, in characters. */
    public static final int MAX_LENGTH_IN_BATCH = 65_536;

    private static final Pattern WEB_API = Pattern.compile("/api/data/v\\d{1,2}\\.\\d{1,2}(/.*)?", Pattern.DOTALL);
    /** Some servers drop a segment's parameters, or the white space and further dots at its end, before they look at it. */
    private static final Pattern DOTS = Pattern.compile("\\.[.\\s]*(;.*)?", Pattern.DOTALL);

    private static final Pattern QUOTED = Pattern.compile("'[^']*'");

    /** What a lax reader might trim or ignore. */
    private static final Pattern NO_BATCH = Pattern.compile("[^a-z$/]");

    private static final BitSet LEGAL = new BitSet();

    static {
        LEGAL.set('a', 'z' + 1);
        LEGAL.set('A', 'Z' + 1);
        LEGAL.set('0', '9' + 1);
        "-._~!$&'()*+,;=:@/".chars().forEach(LEGAL::set);
    }

    /** A target that must not be sent; the message says why, without repeating the target. */
    public static final class Refused extends RuntimeException {

        private final boolean tooLong;

        Refused(String message, boolean tooLong) {
            super(message);
            this.tooLong = tooLong;
        }

        /** Whether its length alone is what is wrong. */
        public boolean tooLong() {
            return tooLong;
        }
    }

    /**
     * Judges a raw path and query.
     *
     * @throws Refused when it is too long, is not below {@code /api/data/v<n>.<n>/}, has characters that RFC 3986 does not
     *     allow, or could be read as another path than it looks
     */
    public static RequestTarget parse(String rawPath, @Nullable String rawQuery) {
        if (length(rawPath, rawQuery) > MAX_LENGTH) {
            throw new Refused(
                    "The URL is longer than the " + MAX_LENGTH
                            + " characters that Dataverse accepts. Send the request as a part of a $batch, where 65,536 are allowed.",
                    true);
        }
        return judged(rawPath, rawQuery);
    }

    /**
     * Judges the raw path and query of a part of a batch, which may be longer and otherwise has to be the same.
     *
     * @throws Refused as {@link #parse} does
     */
    public static RequestTarget parsePart(String rawPath, @Nullable String rawQuery) {
        if (length(rawPath, rawQuery) > MAX_LENGTH_IN_BATCH) {
            throw new Refused("The URL is longer than the 65,536 characters that Dataverse accepts in a batch.", true);
        }
        return judged(rawPath, rawQuery);
    }

    private static int length(String rawPath, @Nullable String rawQuery) {
        return rawPath.length() + (rawQuery == null ? 0 : rawQuery.length() + 1);
    }

    private static RequestTarget judged(String rawPath, @Nullable String rawQuery) {
        if (!WEB_API.matcher(rawPath).matches()) {
            throw refused("Only paths below /api/data/v<n>.<n>/ are forwarded, such as /api/data/v9.2/accounts.");
        }
        new PathScan(rawPath).run();
        if (rawQuery != null) {
            checkCharacters(rawQuery, "?");
        }
        return new RequestTarget(rawPath, rawQuery);
    }

    /** The target as it stands on the request line. */
    @Override
    public String toString() {
        return query == null ? path : path + "?" + query;
    }

    /** Whether the target is, however it is written, the one that takes many requests in the parts of one body. */
    public boolean isBatch() {
        if (path.indexOf('$') < 0 && path.indexOf('%') < 0) {
            // Whatever else it says, it cannot say $batch.
            return false;
        }
        String unquoted = QUOTED.matcher(decoded(decoded(path))).replaceAll("");
        String folded = Normalizer.normalize(unquoted, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
        return NO_BATCH.matcher(folded).replaceAll("").contains("$batch");
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            // A percent sign that once was encoded itself.
            return text;
        }
    }

    private static Refused refused(String message) {
        return new Refused(message, false);
    }

    private static void checkCharacters(String text, String alsoLegal) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '%') {
                decode(text, i);
                i += 2;
            } else if (!LEGAL.get(c) && alsoLegal.indexOf(c) < 0) {
                throw refused("The URL has a character at position " + i + " of its "
                        + (alsoLegal.isEmpty() ? "path" : "query") + " that must be percent-encoded (RFC 3986).");
            }
        }
    }

    private static int decode(String text, int at) {
        int high = at + 1 < text.length() ? Character.digit(text.charAt(at + 1), 16) : -1;
        int low = at + 2 < text.length() ? Character.digit(text.charAt(at + 2), 16) : -1;
        if (high < 0 || low < 0) {
            throw refused("The URL has a percent sign that is not followed by two hexadecimal digits.");
        }
        return high * 16 + low;
    }

    /**
     * One pass over a path that knows where a quoted value begins and ends: there {@code %2F} and {@code //} are data
     * ({@code accounts(accountnumber='A%2F1')}), elsewhere they are ways around a rule about paths.
     */
    private static final class PathScan {

        private final String path;
        private final StringBuilder segment = new StringBuilder();
        private boolean quoted;
        private boolean started;

        PathScan(String path) {
            this.path = path;
        }

        void run() {
            checkCharacters(path, "");
            for (int i = 0; i < path.length(); i++) {
                char c = path.charAt(i);
                if (c == '%') {
                    octet(decode(path, i), true);
                    i += 2;
                } else {
                    octet(c, false);
                }
            }
            endSegment();
            if (quoted) {
                throw refused("The path has a quotation mark that is not closed.");
            }
        }

        private void octet(int value, boolean encoded) {
            if (value < 0x20 || value == 0x7F) {
                throw refused("The path has an encoded control character.");
            }
            if (value == '\'') {
                quoted = !quoted;
            }
            if (value == '/' || value == '\\') {
                separator(value, encoded);
            } else {
                segment.append((char) value);
            }
        }

        private void separator(int value, boolean encoded) {
            if (!quoted && (encoded || value == '\\')) {
                throw refused("The path has an encoded slash or backslash outside a quoted value.");
            }
            if (!quoted && segment.length() == 0 && started) {
                throw refused("The path has an empty segment (\"//\").");
            }
            endSegment();
            started = true;
        }

        // Refused inside quotes too: a server that normalises before it reads OData would leave the quoted value.
        private void endSegment() {
            String text = segment.toString();
            segment.setLength(0);
            if (DOTS.matcher(text).matches()) {
                throw refused("The path has a dot segment (\".\" or \"..\").");
            }
        }
    }
}
