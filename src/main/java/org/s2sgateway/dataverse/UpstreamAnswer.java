package org.s2sgateway.dataverse;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.zip.GZIPInputStream;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpResponse;
import org.jspecify.annotations.Nullable;

/**
 * An answer of Dataverse: its head, and its body either whole or still flowing. One that flows holds its connection until
 * it is written or closed. Not thread-safe, but for {@link #close}.
 */
public final class UpstreamAnswer implements AutoCloseable {

    /** Too many requests at the same time, as against too many or too much work in five minutes. */
    private static final byte[] TOO_MANY_AT_ONCE = "0x80072326".getBytes(StandardCharsets.US_ASCII);

    private final HttpResponse response;
    private final byte @Nullable [] octets;
    private final @Nullable ArrivingBody stream;
    private final Exchange exchange;
    private volatile boolean whole;

    /** With octets, with a stream, or with neither where there is no body. */
    UpstreamAnswer(HttpResponse response, byte @Nullable [] octets, @Nullable ArrivingBody stream, Exchange exchange) {
        this.response = response;
        this.octets = octets;
        this.stream = stream;
        this.exchange = exchange;
        whole = stream == null;
    }

    public int status() {
        return response.getCode();
    }

    /** Gives every header that may come down, one call per value, in Dataverse's order and in ASCII. */
    public void headers(BiConsumer<String, String> sink) {
        List<String> connection = values("Connection");
        // RFC 9112 section 6.3: beside a Transfer-Encoding the length is not the body's, and an answer that went out
        // with
        // it would end at another place for the consumer than for us.
        boolean lengthIsWrong = isChunked();
        for (Header header : response.getHeaders()) {
            if (lengthIsWrong && header.getName().equalsIgnoreCase("Content-Length")) {
                continue;
            }
            // A header without a value says nothing, and JAX-RS stumbles over an empty Content-Type.
            if (HeaderPolicy.comesDown(header.getName(), connection)
                    && !header.getValue().isBlank()) {
                sink.accept(header.getName(), HeaderPolicy.ascii(header.getValue()));
            }
        }
    }

    /** Whether its body has no length but its own end. */
    public boolean isChunked() {
        return response.containsHeader("Transfer-Encoding");
    }

    /** The first value of a header. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(response.getFirstHeader(name)).map(Header::getValue);
    }

    /** The whole body, where it is small and has a body at all; not to be changed. */
    public Optional<byte[]> octets() {
        return Optional.ofNullable(octets);
    }

    /** Whether the body is still flowing, for {@link #writeTo} to write it. */
    public boolean isFlowing() {
        return stream != null;
    }

    /** Whether Dataverse wants to be left alone. */
    public boolean isThrottled() {
        return status() == 429;
    }

    /** Whether it says that there were too many requests at the same time. */
    public boolean isForTooManyAtOnce() {
        return isThrottled() && octets != null && contains(plain(octets), TOO_MANY_AT_ONCE);
    }

    /** How long Dataverse asks to wait, an hour at most. */
    public Optional<Duration> retryAfter(Instant now) {
        return AskedToWait.of(values("Retry-After"), now);
    }

    /**
     * Whether this cannot be the Web API speaking: a redirect, or a page for people. Dataverse answers so when it wants
     * a person to sign in.
     */
    public boolean isForPeople() {
        boolean redirect = status() / 100 == 3 && status() != 304;
        Header type = response.getFirstHeader("Content-Type");
        return redirect || (type != null && type.getValue().regionMatches(true, 0, "text/html", 0, 9));
    }

    /** Writes a body that flows as it arrives, waiting for it, then closes. */
    public void writeTo(OutputStream out) throws IOException {
        try (this) {
            if (stream != null) {
                stream.writeTo(out);
                whole = true;
            }
        }
    }

    /** Leaves the connection to the next call if the answer was read to its end, and ends it otherwise. */
    @Override
    public void close() {
        if (!whole) {
            exchange.cut();
        }
    }

    private List<String> values(String name) {
        List<String> values = List.of();
        for (Header header : response.getHeaders(name)) {
            if (values.isEmpty()) {
                values = new ArrayList<>(1);
            }
            values.add(header.getValue());
        }
        return values;
    }

    private byte[] plain(byte[] body) {
        if (!header("Content-Encoding").orElse("").equalsIgnoreCase("gzip")) {
            return body;
        }
        try (GZIPInputStream unzipped = new GZIPInputStream(new ByteArrayInputStream(body))) {
            return unzipped.readNBytes(ReceivedAnswer.SMALL);
        } catch (IOException broken) {
            return body;
        }
    }

    private static boolean contains(byte[] text, byte[] part) {
        for (int at = 0; at + part.length <= text.length; at++) {
            int same = 0;
            while (same < part.length && text[at + same] == part[same]) {
                same++;
            }
            if (same == part.length) {
                return true;
            }
        }
        return false;
    }
}
