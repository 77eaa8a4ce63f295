package org.s2sgateway.odata;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes the body of a {@code $batch} request in the one form that all readers take alike: CRLF at every line's end, the
 * content types and boundaries alone on their lines, nothing before, between and behind the parts. Bodies go out octet
 * for octet, to the stream itself. Not thread-safe.
 */
public final class BatchWriter {

    private static final String LINE_END = "\r\n";

    private final OutputStream out;
    private final Boundary batch;
    private @Nullable Boundary changeSet;
    private boolean atLineStart = true;

    /** @param out not closed */
    public BatchWriter(OutputStream out, Boundary boundary) {
        this.out = out;
        this.batch = boundary;
    }

    /** Begins a change set, whose requests come next. */
    public void changeSet(List<BatchHeader> headers, Boundary boundary) throws IOException {
        StringBuilder head = delimiter(batch);
        head.append("Content-Type: ").append(boundary.contentType()).append(LINE_END);
        write(append(head, headers).append(LINE_END));
        changeSet = boundary;
    }

    /** Ends the change set. */
    public void changeSetEnd() throws IOException {
        write(closing(innermost()));
        changeSet = null;
    }

    /** Writes a request up to its body, which is whatever is written to the stream before the next call. */
    public void request(List<BatchHeader> partHeaders, String method, String target, List<BatchHeader> headers)
            throws IOException {
        StringBuilder head = delimiter(innermost());
        head.append("Content-Type: application/http").append(LINE_END);
        append(head, partHeaders).append(LINE_END);
        head.append(method).append(' ').append(target).append(" HTTP/1.1").append(LINE_END);
        write(append(head, headers).append(LINE_END));
        atLineStart = false;
    }

    /** Ends the batch. */
    public void end() throws IOException {
        write(closing(batch));
    }

    private Boundary innermost() {
        Boundary inner = changeSet;
        return inner == null ? batch : inner;
    }

    private StringBuilder delimiter(Boundary boundary) {
        return new StringBuilder(512)
                .append(atLineStart ? "" : LINE_END)
                .append(boundary.delimiter())
                .append(LINE_END);
    }

    private StringBuilder closing(Boundary boundary) {
        return new StringBuilder(atLineStart ? "" : LINE_END)
                .append(boundary.delimiter())
                .append("--")
                .append(LINE_END);
    }

    private static StringBuilder append(StringBuilder head, List<BatchHeader> headers) {
        headers.forEach(header ->
                head.append(header.name()).append(": ").append(header.value()).append(LINE_END));
        return head;
    }

    private void write(StringBuilder text) throws IOException {
        // One octet per character, as they were read.
        out.write(text.toString().getBytes(StandardCharsets.ISO_8859_1));
        atLineStart = true;
    }
}
