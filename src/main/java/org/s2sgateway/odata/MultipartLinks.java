package org.s2sgateway.odata;

import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Maps the links in a {@code multipart/mixed} body of a {@code $batch}: in the headers and JSON bodies of the HTTP
 * messages in it, also within change sets. Other bodies pass as they are. Only lines with an announced boundary divide
 * the body, and only where a line begins; what is broken passes as it came.
 */
final class MultipartLinks implements BodyFilter {

    /** In bytes; a request line of a batch may have 65,536 characters of URL. Of longer ones the beginning is mapped. */
    static final int LONGEST_LINE = 128 * 1024;

    private static final BodyFilter UNCHANGED = new BodyFilter() {
        @Override
        public void write(byte[] bytes, int offset, int length, Sink out) throws IOException {
            out.write(bytes, offset, length);
        }

        @Override
        public void end(Sink out) {}
    };

    private final Links links;
    private final Delimiters delimiters = new Delimiters();
    private final Bytes line = new Bytes();
    private boolean lineBegins = true;

    /** The header block at hand; null within a body. */
    private @Nullable PartHead head;

    /** The line at hand is whole, but may go on: headers may be folded. */
    private boolean lineMayGoOn;

    private boolean lineTooLong;
    private BodyFilter body = UNCHANGED;

    MultipartLinks(Links links, String boundary) {
        this.links = links;
        delimiters.open(boundary);
    }

    @Override
    public void write(byte[] in, int offset, int length, Sink out) throws IOException {
        int end = offset + length;
        int at = offset;
        while (at < end) {
            PartHead block = head;
            if (block != null) {
                at = head(block, in, at, end, out);
            } else if (line.size() > 0 || (lineBegins && in[at] == '-' && !delimiters.isEmpty())) {
                at = maybeDelimiter(in[at], at, out);
            } else {
                at = body(in, at, end, out);
            }
        }
    }

    @Override
    public void end(Sink out) throws IOException {
        if (head != null) {
            if (line.size() > 0) {
                head.line(takeLine(), out);
            }
            head.end("", false, out);
        } else if (line.size() > 0) {
            release(out);
        }
        body.end(out);
    }

    /** Passes on a body up to the first line that may be a delimiter. */
    private int body(byte[] in, int at, int end, Sink out) throws IOException {
        int i = at;
        lineBegins = false;
        while (i < end && !lineBegins) {
            while (i < end && in[i] != '\n') {
                i++;
            }
            if (i < end) {
                i++;
                lineBegins = i == end || in[i] == '-';
            }
        }
        body.write(in, at, i - at, out);
        return i;
    }

    private int maybeDelimiter(byte b, int at, Sink out) throws IOException {
        line.write(b);
        switch (delimiters.look(line.array(), line.size())) {
            case OTHER -> release(out);
            case DELIMITER -> {
                body.end(out);
                delimiter(Delimiters.Line.DELIMITER, out);
            }
            case CLOSE -> {
                body.end(out);
                delimiter(Delimiters.Line.CLOSE, out);
            }
            case POSSIBLE -> {}
        }
        return at + 1;
    }

    private void release(Sink out) throws IOException {
        lineBegins = line.last() == '\n';
        body.write(line.array(), 0, line.size(), out);
        line.reset();
    }

    private void delimiter(Delimiters.Line kind, Sink out) throws IOException {
        delimiters.reached(line.array(), line.size(), kind);
        line.passTo(out);
        body = UNCHANGED;
        lineBegins = true;
        head = kind == Delimiters.Line.DELIMITER ? PartHead.ofPart(links) : null;
    }

    private int head(PartHead block, byte[] in, int at, int end, Sink out) throws IOException {
        boolean goesOn = (in[at] == ' ' || in[at] == '\t') && line.size() < LONGEST_LINE;
        if (lineMayGoOn && !goesOn) {
            block.line(takeLine(), out);
        }
        lineMayGoOn = false;
        int i = at;
        while (i < end && in[i] != '\n') {
            i++;
        }
        boolean whole = i < end;
        i = whole ? i + 1 : end;
        if (lineTooLong) {
            out.write(in, at, i - at);
            lineTooLong = !whole;
            return i;
        }
        i = Math.min(i, at + LONGEST_LINE - line.size());
        line.write(in, at, i - at);
        if (line.last() == '\n') {
            wholeLine(block, out);
        } else if (line.size() == LONGEST_LINE) {
            block.beginningOfLine(takeLine(), out);
            lineTooLong = true;
        }
        return i;
    }

    private void wholeLine(PartHead block, Sink out) throws IOException {
        Delimiters.Line kind = delimiters.look(line.array(), line.size());
        if (kind == Delimiters.Line.DELIMITER || kind == Delimiters.Line.CLOSE) {
            block.end("", false, out); // a block without an end
            delimiter(kind, out);
        } else if (line.size() == 1 || (line.size() == 2 && line.array()[0] == '\r')) {
            if (block.isStartLineAwaited()) {
                line.passTo(out);
            } else {
                ended(block, takeLine(), out);
            }
        } else {
            lineMayGoOn = true;
        }
    }

    private String takeLine() {
        String text = line.text();
        line.reset();
        return text;
    }

    private void ended(PartHead block, String emptyLine, Sink out) throws IOException {
        ContentType type = block.type();
        lineBegins = true;
        head = null;
        Optional<String> boundary = type.multipartBoundary().filter(any -> !block.isHttp() && !delimiters.isFull());
        boundary.ifPresent(delimiters::open);
        boolean hasLinks = true;
        if (!block.isHttp() && type.isHttp()) {
            head = PartHead.ofHttp(links);
        } else if (type.isJson()) {
            body = links.json();
        } else {
            hasLinks = boundary.isPresent();
        }
        block.end(emptyLine, hasLinks, out);
    }
}
