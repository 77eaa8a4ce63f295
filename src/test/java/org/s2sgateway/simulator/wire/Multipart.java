package org.s2sgateway.simulator.wire;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Takes a {@code multipart/mixed} message apart, byte for byte (RFC 2046 section 5.1). Throws {@link IllegalArgumentException}. */
public final class Multipart {

    private static final Pattern CONTENT_TYPE = Pattern.compile(
            "(?i)\\s*multipart/mixed\\s*;(?:.*;)?\\s*boundary=(?:\"([^\"]{1,70})\"|([^\\s;\"]{1,70}))\\s*(?:;.*)?");

    private Multipart() {}

    /** The boundary that a content type names. */
    public static String boundary(String contentType) {
        Matcher matcher = CONTENT_TYPE.matcher(contentType);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("Content-Type '" + contentType + "' names no boundary.");
        }
        return matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
    }

    /** The parts of the message, which must end with the closing boundary. */
    public static List<MessagePart> parts(byte[] message, String boundary) {
        // One character is one byte, so that bodies come out as they went in.
        String text = new String(message, StandardCharsets.ISO_8859_1);
        String delimiter = "--" + boundary;
        List<MessagePart> parts = new ArrayList<>();
        int start = -1;
        for (int line = 0; line >= 0; line = nextLine(text, line)) {
            if (!text.startsWith(delimiter, line)) {
                continue;
            }
            String rest = text.substring(line + delimiter.length(), endOfLine(text, line))
                    .strip();
            if (!rest.isEmpty() && !rest.equals("--")) {
                continue;
            }
            if (start >= 0) {
                parts.add(MessagePart.parse(text.substring(start, beforeLineBreak(text, start, line))));
            }
            if (!rest.isEmpty()) {
                return parts;
            }
            start = nextLine(text, line);
        }
        throw new IllegalArgumentException("The closing boundary '" + delimiter + "--' is missing.");
    }

    private static int endOfLine(String text, int from) {
        int end = text.indexOf('\n', from);
        return end < 0 ? text.length() : end;
    }

    private static int nextLine(String text, int from) {
        int end = text.indexOf('\n', from);
        return end < 0 || end + 1 == text.length() ? -1 : end + 1;
    }

    /** The line break before a delimiter belongs to it. */
    private static int beforeLineBreak(String text, int start, int delimiter) {
        int end = delimiter;
        if (end > start && text.charAt(end - 1) == '\n') {
            end--;
        }
        if (end > start && text.charAt(end - 1) == '\r') {
            end--;
        }
        return end;
    }
}
