package org.s2sgateway.odata;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What separates the parts of a multipart body: 1 to 70 characters of a small set. Immutable.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc2046#section-5.1.1">RFC 2046, section 5.1.1</a>
 */
public record Boundary(String value) {

    /** Characters of the longest delimiter, its two hyphens included. */
    static final int LONGEST_DELIMITER = 72;

    private static final String MULTIPART = "multipart/mixed";
    private static final Pattern FORM = Pattern.compile("[0-9A-Za-z'()+_,./:=? -]{0,69}[0-9A-Za-z'()+_,./:=?-]");
    private static final Pattern TOKEN = Pattern.compile("[0-9A-Za-z'+_.-]+");
    private static final Pattern PARAMETER =
            Pattern.compile("\\s*;\\s*(?:([^\\s;=\"]+)=(?:\"([^\"\\\\]*)\"|([^\\s;\"]+)))?");

    /** A boundary of that form; anything else is an {@link IllegalArgumentException}. */
    public Boundary {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("Not a boundary");
        }
    }

    /** Whether a content type is the one whose body has parts. */
    public static boolean isMultipart(String contentType) {
        return mediaType(contentType).equals(MULTIPART);
    }

    /** A content type without its parameters, in lower case. */
    public static String mediaType(String contentType) {
        return contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    }

    /**
     * The boundary that a content type names.
     *
     * @throws MalformedBatch where there is none, more than one, or one that is not of the form; or where the header
     *     lines inside the body would be in a character set that is not a superset of ASCII
     */
    public static Boundary of(String contentType) throws MalformedBatch {
        String boundary = null;
        Matcher parameter = PARAMETER.matcher(contentType);
        int end = contentType.indexOf(';');
        while (end >= 0 && end < contentType.length()) {
            if (!parameter.find(end) || parameter.start() != end) {
                throw MalformedBatch.because("The parameters of Content-Type are not of the form name=value.");
            }
            end = parameter.end();
            boundary = boundary(boundary, parameter);
        }
        if (boundary == null || !FORM.matcher(boundary).matches()) {
            throw MalformedBatch.because("Content-Type needs a boundary of 1 to 70 characters (RFC 2046).");
        }
        return new Boundary(boundary);
    }

    private static @Nullable String boundary(@Nullable String known, Matcher parameter) throws MalformedBatch {
        String name = String.valueOf(parameter.group(1)).toLowerCase(Locale.ROOT);
        String value = parameter.group(2) == null ? parameter.group(3) : parameter.group(2);
        if (name.equals("charset") && !"utf-8".equalsIgnoreCase(value) && !"us-ascii".equalsIgnoreCase(value)) {
            throw MalformedBatch.because("The parts of a batch are read as UTF-8 only.");
        }
        if (!name.equals("boundary")) {
            return known;
        }
        if (known != null) {
            throw MalformedBatch.because("Content-Type has more than one boundary.");
        }
        return value;
    }

    /** The content type that names this boundary, and nothing else. */
    public String contentType() {
        return MULTIPART + ";boundary=" + (TOKEN.matcher(value).matches() ? value : '"' + value + '"');
    }

    /** What a line between two parts starts with. */
    String delimiter() {
        return "--" + value;
    }

    byte[] octets() {
        return delimiter().getBytes(StandardCharsets.US_ASCII);
    }

    /** Whether a reader could take the delimiters of one for those of the other. */
    boolean isLike(Boundary other) {
        return delimiter().contains(other.delimiter()) || other.delimiter().contains(delimiter());
    }
}
