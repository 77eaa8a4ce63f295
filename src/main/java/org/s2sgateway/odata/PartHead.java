package org.s2sgateway.odata;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One block of header lines in a multipart body: those of the part, or those of the HTTP message in it. Lines leave as
 * soon as they are whole, except from a {@code Content-Length} on: whether that one is still true can be told at the end
 * of the block only, and where links will be mapped it is left out, because the new length is known to nobody before
 * the body has gone by. The delimiters say where the body ends, so that the header is of no use there.
 */
final class PartHead {

    /** So much is held back behind a Content-Length; where there is more it is left out in any case. */
    private static final int LONGEST_HOLD = 16 * 1024;

    private final Links links;
    private final boolean isHttp;
    private boolean startLineAwaited;
    private ContentType type = ContentType.parse("");
    private boolean coded;
    private final List<String> held = new ArrayList<>();
    private int heldLength;

    private PartHead(Links links, boolean isHttp) {
        this.links = links;
        this.isHttp = isHttp;
        this.startLineAwaited = isHttp;
    }

    static PartHead ofPart(Links links) {
        return new PartHead(links, false);
    }

    static PartHead ofHttp(Links links) {
        return new PartHead(links, true);
    }

    boolean isHttp() {
        return isHttp;
    }

    /** Whether the message has not begun yet: empty lines before it are to be ignored (RFC 9112 section 2.2). */
    boolean isStartLineAwaited() {
        return startLineAwaited;
    }

    /** The type of what follows the block; none where it is coded in a way that hides its text. */
    ContentType type() {
        return coded ? ContentType.parse("") : type;
    }

    /** One header with its line feed and its continuation lines. */
    void line(String line, Sink out) throws IOException {
        if (startLineAwaited) {
            startLineAwaited = false;
            pass(startLine(line), out);
            return;
        }
        String name = name(line);
        String value = line.substring(line.indexOf(':') + 1).strip();
        switch (name) {
            case "content-length" -> {
                hold(line, out);
                return;
            }
            case "content-type" -> type = ContentType.parse(value);
            case "content-encoding", "content-transfer-encoding" -> coded |= hidesText(value);
            default -> {}
        }
        pass(mapped(line), out);
    }

    /** The beginning of a line too long to be held back; its rest passes unseen. */
    void beginningOfLine(String line, Sink out) throws IOException {
        startLineAwaited = false;
        close(true, out);
        write(mapped(line), out);
    }

    /** The empty line behind the block, or nothing of it where the block breaks off. */
    void end(String emptyLine, boolean bodyChanges, Sink out) throws IOException {
        close(bodyChanges, out);
        pass(emptyLine, out);
    }

    private void close(boolean bodyChanges, Sink out) throws IOException {
        for (String line : held) {
            if (!bodyChanges || !name(line).equals("content-length")) {
                write(line, out);
            }
        }
        held.clear();
        heldLength = 0;
    }

    private static String name(String line) {
        int colon = line.indexOf(':');
        return line.substring(0, Math.max(0, colon)).strip().toLowerCase(Locale.ROOT);
    }

    private static boolean hidesText(String coding) {
        return switch (coding.toLowerCase(Locale.ROOT)) {
            case "", "identity", "binary", "8bit", "7bit" -> false;
            default -> true;
        };
    }

    /** An answer begins with its status; a request has its target behind the method. */
    private String startLine(String line) {
        int target = line.indexOf(' ') + 1;
        if (target == 0 || line.startsWith("HTTP/")) {
            return line;
        }
        int end = target;
        while (end < line.length() && line.charAt(end) > ' ') {
            end++;
        }
        return line.substring(0, target) + links.mapTarget(line.substring(target, end)) + line.substring(end);
    }

    private String mapped(String line) {
        if (!isHttp || !Links.isLink(name(line))) {
            return line;
        }
        int value = line.indexOf(':') + 1;
        while (value < line.length() && line.charAt(value) <= ' ') {
            value++;
        }
        int end = line.length();
        while (end > value && line.charAt(end - 1) <= ' ') {
            end--;
        }
        return line.substring(0, value) + links.map(line.substring(value, end)) + line.substring(end);
    }

    private void pass(String line, Sink out) throws IOException {
        if (held.isEmpty()) {
            write(line, out);
        } else {
            hold(line, out);
        }
    }

    private void hold(String line, Sink out) throws IOException {
        held.add(line);
        heldLength += line.length();
        if (heldLength > LONGEST_HOLD) {
            close(true, out);
        }
    }

    private static void write(String line, Sink out) throws IOException {
        byte[] bytes = line.getBytes(StandardCharsets.ISO_8859_1);
        out.write(bytes, 0, bytes.length);
    }
}
