package org.s2sgateway.odata;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the body of a {@code $batch} request, entry by entry, and refuses what two readers could take for two different
 * batches. It holds the headers of one request at a time, and of its body a small buffer.
 *
 * <p>Limits: {@value #MOST_REQUESTS} requests; {@value BatchPartHead#MOST_HEADERS} headers of at most {@value BatchPartHead#LONGEST_HEADER}
 * characters per request or part; a request line of at most {@value BatchPartHead#LONGEST_REQUEST_LINE}. Lines end with CRLF or LF.
 * Before the first part and behind the last one there is nothing but white space. Not thread-safe.
 *
 * <p>Sources: OData 4.0 part 1, section 11.7; RFC 2046 section 5.1; "Execute batch operations using the Web API"
 * (Microsoft Dataverse).
 */
public final class BatchReader {

    /** The most requests that Dataverse takes in one batch. */
    public static final int MOST_REQUESTS = 1_000;

    private static final Set<String> TRANSFER_ENCODINGS = Set.of("binary", "8bit", "7bit");
    private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");

    private final BatchInput in;
    private final Boundary batch;
    private @Nullable Boundary changeSet;
    private BatchEntry.@Nullable Request open;
    private int requests;

    /** @param in read to its end, and not closed */
    public BatchReader(InputStream in, Boundary boundary) {
        this.in = new BatchInput(in);
        this.batch = boundary;
    }

    /** How many requests were begun so far; while one is read, its number counted from 1. */
    public int requests() {
        return requests;
    }

    /**
     * The next entry; the body of a request that was not read is skipped.
     *
     * @throws IOException what the stream itself throws
     * @throws MalformedBatch when there is none that every reader would read alike
     */
    public BatchEntry next() throws IOException, MalformedBatch {
        if (open != null) {
            body(OutputStream.nullOutputStream());
        }
        String delimiter = delimiterLine();
        Boundary inner = changeSet;
        if (inner != null && delimiter.startsWith(inner.delimiter())) {
            if (!closes(delimiter, inner)) {
                return part();
            }
            changeSet = null;
            return new BatchEntry.ChangeSetEnd();
        }
        boolean closing = closes(delimiter, batch);
        if (inner != null) {
            throw MalformedBatch.because("The closing boundary of the change set is missing.");
        }
        if (!closing) {
            return part();
        }
        expectTheEnd();
        return new BatchEntry.End();
    }

    /** Copies the body of the request that was read last; its length has to agree with its {@code Content-Length}. */
    public void body(OutputStream out) throws IOException, MalformedBatch {
        BatchEntry.Request request = open;
        if (request == null) {
            throw new IllegalStateException("There is no request whose body is still to be read");
        }
        open = null;
        BatchInput.Copied copied =
                in.copyTo(out, boundaries().stream().map(Boundary::octets).toList());
        String announced =
                BatchHeader.value(request.headers(), "Content-Length").orElse(null);
        if (announced != null && !agrees(announced, copied)) {
            throw MalformedBatch.because("Content-Length does not agree with the length of the body.");
        }
    }

    // Clients like to put an empty line between a body and the next delimiter.
    private static boolean agrees(String announced, BatchInput.Copied copied) {
        if (!NUMBER.matcher(announced).matches()) {
            return false;
        }
        long length = Long.parseLong(announced);
        return length <= copied.length() && length >= copied.length() - copied.lineBreaks();
    }

    private BatchEntry part() throws IOException, MalformedBatch {
        requests++;
        BatchPartHead head = new BatchPartHead(in, boundaries());
        List<BatchHeader> headers = head.headers();
        String type = BatchHeader.value(headers, "Content-Type").orElse("");
        headers.removeIf(header -> header.is("Content-Type"));
        if (Boundary.isMultipart(type)) {
            return changeSet(headers, type);
        }
        if (requests > MOST_REQUESTS) {
            throw MalformedBatch.because("Dataverse takes at most 1,000 requests in a batch; send more batches.");
        }
        if (!Boundary.mediaType(type).equals("application/http")) {
            throw MalformedBatch.because("The Content-Type of a part is neither application/http nor multipart/mixed.");
        }
        String encoding =
                BatchHeader.value(headers, "Content-Transfer-Encoding").orElse("binary");
        if (!TRANSFER_ENCODINGS.contains(encoding.toLowerCase(Locale.ROOT))) {
            throw MalformedBatch.because("The Content-Transfer-Encoding of a part has to be binary.");
        }
        BatchEntry.Request request = head.request(headers, changeSet != null);
        open = request;
        return request;
    }

    private BatchEntry changeSet(List<BatchHeader> headers, String type) throws MalformedBatch {
        if (changeSet != null) {
            throw MalformedBatch.because("A change set holds requests, no further change sets or batches.");
        }
        Boundary boundary = Boundary.of(type);
        if (boundary.isLike(batch)) {
            throw MalformedBatch.because(
                    "The boundary of the change set contains that of the batch, or is part of it.");
        }
        changeSet = boundary;
        // The number is that of the first request in it.
        requests--;
        return new BatchEntry.ChangeSet(headers, boundary);
    }

    /** The next line that is not blank, which has to be a delimiter. */
    private String delimiterLine() throws IOException, MalformedBatch {
        String line;
        do {
            line = in.line(BatchPartHead.LONGEST_HEADER, BatchReader::textOutside);
            if (line == null) {
                throw MalformedBatch.because("The closing boundary is missing.");
            }
        } while (line.isBlank());
        String found = line;
        if (boundaries().stream().noneMatch(boundary -> found.startsWith(boundary.delimiter()))) {
            throw textOutside();
        }
        return found;
    }

    private void expectTheEnd() throws IOException, MalformedBatch {
        String line = in.line(BatchPartHead.LONGEST_HEADER, BatchReader::textOutside);
        while (line != null) {
            if (!line.isBlank()) {
                throw textOutside();
            }
            line = in.line(BatchPartHead.LONGEST_HEADER, BatchReader::textOutside);
        }
    }

    /** Whether a delimiter line is the closing one; refuses a line that goes on in any other way. */
    private static boolean closes(String line, Boundary boundary) throws MalformedBatch {
        String rest = line.substring(boundary.delimiter().length()).stripTrailing();
        if (!rest.isEmpty() && !rest.equals("--")) {
            throw MalformedBatch.because("A line starts with the boundary and goes on behind it.");
        }
        return !rest.isEmpty();
    }

    private List<Boundary> boundaries() {
        return changeSet == null ? List.of(batch) : List.of(changeSet, batch);
    }

    private static MalformedBatch textOutside() {
        return MalformedBatch.because(
                "There is text outside of the parts, or the boundary is another one than announced.");
    }
}
