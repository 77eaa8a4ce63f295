package org.s2sgateway.odata;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what comes before the body of one part: its headers, and the request line and headers of the request in it. */
final class BatchPartHead {

    static final int MOST_HEADERS = 100;
    static final int LONGEST_HEADER = 16_384;

    /** The longest address that Dataverse takes in a batch, and the address of a gateway before it. */
    static final int LONGEST_REQUEST_LINE = 65_536 + 1_024;

    private static final Pattern REQUEST_LINE = Pattern.compile("([A-Z]{1,16}) ([^ \\t]+) HTTP/1\\.1");
    private static final Set<String> METHODS = Set.of("GET", "POST", "PATCH", "PUT", "DELETE");

    /** Those whose values are lists; Dataverse's own reader takes no header twice. */
    private static final Set<String> REPEATABLE = Set.of("accept", "accept-encoding", "accept-language", "prefer");

    private final BatchInput in;
    private final List<Boundary> boundaries;

    BatchPartHead(BatchInput in, List<Boundary> boundaries) {
        this.in = in;
        this.boundaries = boundaries;
    }

    /** The headers up to the empty line behind them. */
    List<BatchHeader> headers() throws IOException, MalformedBatch {
        List<BatchHeader> headers = new ArrayList<>();
        Set<String> names = new HashSet<>();
        String line = headerLine();
        while (!line.isEmpty()) {
            BatchHeader header = BatchHeader.parse(line);
            String name = header.name().toLowerCase(Locale.ROOT);
            if (!names.add(name) && !REPEATABLE.contains(name)) {
                throw MalformedBatch.because("A header that can have one value only stands there twice.");
            }
            headers.add(header);
            if (headers.size() > MOST_HEADERS) {
                throw MalformedBatch.because("There are more than " + MOST_HEADERS + " headers.");
            }
            line = headerLine();
        }
        return headers;
    }

    /** The request, up to the empty line behind its headers; empty lines before it are skipped (RFC 9112 section 2.2). */
    BatchEntry.Request request(List<BatchHeader> partHeaders, boolean inChangeSet) throws IOException, MalformedBatch {
        String line;
        do {
            line = line(
                    LONGEST_REQUEST_LINE,
                    () -> MalformedBatch.tooLong(
                            "The URL is longer than the 65,536 characters that Dataverse accepts in a batch."));
        } while (line.isEmpty());
        Matcher parts = REQUEST_LINE.matcher(line);
        if (!parts.matches()) {
            throw MalformedBatch.because("The request line is not of the form \"GET url HTTP/1.1\", with a URL whose"
                    + " spaces are percent-encoded.");
        }
        String method = parts.group(1);
        if (!METHODS.contains(method)) {
            throw MalformedBatch.because("The method is none of GET, POST, PATCH, PUT and DELETE.");
        }
        if (inChangeSet && method.equals("GET")) {
            throw MalformedBatch.because("A change set changes something: GET has to stand outside of it.");
        }
        return new BatchEntry.Request(partHeaders, method, parts.group(2), headers());
    }

    private String headerLine() throws IOException, MalformedBatch {
        return line(
                LONGEST_HEADER,
                () -> MalformedBatch.because("A header is longer than " + LONGEST_HEADER + " characters."));
    }

    private String line(int longest, Supplier<MalformedBatch> tooLong) throws IOException, MalformedBatch {
        String line = in.line(longest, tooLong);
        if (line == null) {
            throw MalformedBatch.because("The closing boundary is missing.");
        }
        if (boundaries.stream().anyMatch(boundary -> line.contains(boundary.delimiter()))) {
            throw MalformedBatch.because(
                    "The boundary occurs among the headers, or the empty line behind them is missing.");
        }
        return line;
    }
}
