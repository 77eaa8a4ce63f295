package org.s2sgateway.grants;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Knows, in one pass over a decoded text of OData, what is quoted and what is within brackets. Not for one who guesses:
 * text in which two readers could find different brackets is not judged.
 */
final class Nesting {

    private static final int DEEPEST = 64;
    private static final Pattern AMBIGUOUS = Pattern.compile("[\"\\\\\\[\\]{}]");

    private final String text;
    private final StringBuilder closing = new StringBuilder();
    private int json; // how many of them are of JSON

    private Nesting(String text) {
        this.text = text;
    }

    /** The parts between separators that are neither quoted nor within brackets. */
    static List<String> split(String text, char separator) {
        Nesting nesting = new Nesting(text);
        List<String> parts = new ArrayList<>();
        int from = 0;
        int at = 0;
        while (at < text.length()) {
            if (nesting.isOutside() && text.charAt(at) == separator) {
                parts.add(text.substring(from, at));
                at++;
                from = at;
            } else {
                at = nesting.step(at);
            }
        }
        if (!nesting.isOutside()) {
            throw unbalanced();
        }
        parts.add(text.substring(from));
        return parts;
    }

    /** Where the bracket is that closes the one at the place. */
    static int close(String text, int open) {
        Nesting nesting = new Nesting(text);
        int at = nesting.step(open);
        int last = open;
        while (!nesting.isOutside()) {
            if (at >= text.length()) {
                throw unbalanced();
            }
            last = at;
            at = nesting.step(at);
        }
        return last;
    }

    /** Behind the text whose first quotation mark is at the place; a doubled mark is one in the text. */
    static int afterQuoted(String text, int quote) {
        int at = quote + 1;
        while (true) {
            int next = text.indexOf('\'', at);
            if (next < 0) {
                throw new CannotJudge("A quotation mark is not closed.");
            }
            if (next + 1 >= text.length() || text.charAt(next + 1) != '\'') {
                return next + 1;
            }
            at = next + 2;
        }
    }

    private boolean isOutside() {
        return closing.isEmpty();
    }

    private int step(int at) {
        char c = text.charAt(at);
        switch (c) {
            case '\'' -> {
                return quoted(at);
            }
            case '(' -> open(')');
            case '[' -> open(']');
            case '{' -> open('}');
            case ')', ']', '}' -> shut(c);
            case '"' -> {
                if (json == 0) {
                    throw new CannotJudge("A double quotation mark is neither in a quoted value nor in JSON.");
                }
            }
            default -> {}
        }
        return at + 1;
    }

    private int quoted(int at) {
        int end = afterQuoted(text, at);
        if (json > 0 && AMBIGUOUS.matcher(text).region(at, end).find()) {
            throw new CannotJudge("A value in JSON has signs in it that hide where it ends.");
        }
        return end;
    }

    private void open(char closes) {
        if (closing.length() == DEEPEST) {
            throw new CannotJudge("Brackets are nested deeper than " + DEEPEST + ".");
        }
        closing.append(closes);
        json += closes == ')' ? 0 : 1;
    }

    private void shut(char closes) {
        int last = closing.length() - 1;
        if (last < 0 || closing.charAt(last) != closes) {
            throw unbalanced();
        }
        closing.setLength(last);
        json -= closes == ')' ? 0 : 1;
    }

    private static CannotJudge unbalanced() {
        return new CannotJudge("Brackets are not balanced.");
    }
}
