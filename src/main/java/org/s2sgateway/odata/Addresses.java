package org.s2sgateway.odata;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The few ways in which one address may be written. A value that begins with one of them is followed character by
 * character: the candidates (one bit each) that still fit are narrowed down.
 */
final class Addresses {

    /** Stands for the end of the value where a character is asked for. */
    static final int END = -1;

    private final String[] lower;
    private final String[] upper;
    private final int longest;
    private final byte[] usual;

    Addresses(List<Spelling> spellings) {
        if (spellings.size() >= Long.SIZE) {
            throw new IllegalArgumentException("Too many spellings");
        }
        lower = spellings.stream().map(Spelling::lower).toArray(String[]::new);
        upper = spellings.stream().map(Spelling::upper).toArray(String[]::new);
        longest = spellings.stream()
                .mapToInt(spelling -> spelling.lower().length())
                .max()
                .orElse(0);
        usual = lower[0].getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * The quick way for the usual case: the length of the first spelling if just that is there, all in lower case and
     * without escapes, and the character behind it too. Otherwise 0, which does not mean that there is none.
     */
    int usual(byte[] json, int at, int end) {
        int behind = at + usual.length;
        if (behind < end && Arrays.equals(json, at, behind, usual, 0, usual.length)) {
            byte next = json[behind];
            return next == '/' || next == '?' || next == '#' || next == '"' ? usual.length : 0;
        }
        return 0;
    }

    /** In characters. */
    int longest() {
        return longest;
    }

    long all() {
        return (1L << lower.length) - 1;
    }

    /** Those of the candidates that have the character at the position. */
    long having(int character, int position, long candidates) {
        long left = 0;
        for (int i = 0; i < lower.length; i++) {
            if ((candidates & (1L << i)) != 0
                    && position < lower[i].length()
                    && (lower[i].charAt(position) == character || upper[i].charAt(position) == character)) {
                left |= 1L << i;
            }
        }
        return left;
    }

    /** Whether one of the candidates ends at the position: nothing that could prolong a host may follow it. */
    boolean endBefore(int character, int position, long candidates) {
        if (character != '/' && character != '?' && character != '#' && character != END) {
            return false;
        }
        for (int i = 0; i < lower.length; i++) {
            if ((candidates & (1L << i)) != 0 && position == lower[i].length()) {
                return true;
            }
        }
        return false;
    }

    /**
     * An address of which some letters may be of either case.
     *
     * @param lower with those letters in lower case
     * @param upper with those letters in upper case
     */
    record Spelling(String lower, String upper) {

        /** Not for characters outside of ASCII: their two cases may differ in length. */
        static Spelling ofEitherCase(String text) {
            return new Spelling(text.toLowerCase(Locale.ROOT), text.toUpperCase(Locale.ROOT));
        }

        static Spelling of(String text) {
            return new Spelling(text, text);
        }

        Spelling then(Spelling next) {
            return new Spelling(lower + next.lower, upper + next.upper);
        }
    }
}
