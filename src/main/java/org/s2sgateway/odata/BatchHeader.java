package org.s2sgateway.odata;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One header line inside a batch.
 *
 * @param name as it was written
 * @param value without white space around it; one character per octet (ISO 8859-1)
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9112#section-5">RFC 9112, section 5</a>
 */
public record BatchHeader(String name, String value) {

    // No white space before the colon, and no line that goes on with the one before: both were ways to smuggle.
    private static final Pattern LINE =
            Pattern.compile("([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \\t]*(.*?)[ \\t]*", Pattern.DOTALL);

    static BatchHeader parse(String line) throws MalformedBatch {
        Matcher parts = LINE.matcher(line);
        if (!parts.matches()) {
            throw MalformedBatch.because("A header line is not of the form \"name: value\".");
        }
        return new BatchHeader(parts.group(1), parts.group(2));
    }

    /** Whether it has that name, in any case. */
    public boolean is(String other) {
        return name.equalsIgnoreCase(other);
    }

    /** The value of the first header of that name, in any case. */
    public static Optional<String> value(List<BatchHeader> headers, String name) {
        return headers.stream()
                .filter(header -> header.is(name))
                .map(BatchHeader::value)
                .findFirst();
    }
}
