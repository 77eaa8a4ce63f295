package org.s2sgateway.grants;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One segment of a path.
 *
 * @param name as it stands before a parenthesis
 * @param arguments between the parentheses; null where there are none
 */
record Segment(String name, @Nullable String arguments) {

    // Possessive, here and elsewhere: other repetitions of groups take a frame of the stack each.
    private static final Pattern NAME =
            Pattern.compile("[$]?[A-Za-z_][0-9A-Za-z_]*(?:\\.[A-Za-z_][0-9A-Za-z_]*)*+|[$][0-9A-Za-z._~-]{1,128}");

    /** The segments of a raw path without its first slash; a slash at the end means nothing. */
    static List<Segment> split(String rawPath) {
        List<Segment> segments = new ArrayList<>();
        int from = 0;
        boolean quoted = false;
        for (int i = 0; i < rawPath.length(); i++) {
            char c = rawPath.charAt(i);
            if (c == '\'' || rawPath.startsWith("%27", i)) {
                quoted = !quoted;
            } else if (c == '/' && !quoted) {
                segments.add(of(rawPath.substring(from, i)));
                from = i + 1;
            }
        }
        if (from < rawPath.length()) {
            segments.add(of(rawPath.substring(from)));
        }
        return segments;
    }

    private static Segment of(String raw) {
        String text = Percent.path(raw);
        int open = text.indexOf('(');
        String name = open < 0 ? text : text.substring(0, open);
        if (!NAME.matcher(name).matches()) {
            throw new CannotJudge("A segment of the path is no name.");
        }
        if (open < 0) {
            return new Segment(name, null);
        }
        if (Nesting.close(text, open) != text.length() - 1) {
            throw new CannotJudge("A segment of the path goes on behind its parentheses.");
        }
        return new Segment(name, text.substring(open + 1, text.length() - 1));
    }

    /** Whether a namespace stands before the name. */
    boolean isQualified() {
        return name.indexOf('.') > 0;
    }
}
