package org.s2sgateway.gateway;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import org.s2sgateway.dataverse.UpstreamAnswer;
import org.s2sgateway.odata.BodyFilter;
import org.s2sgateway.odata.Links;

/**
 * An answer of Dataverse with its links leading to the gateway: in headers that are one, in JSON
 * and in the answers of a batch. Bodies of other types stay as they are, to their length. For one answer.
 */
final class AnswerLinks {

    private final UpstreamAnswer answer;
    private final Links links;
    private final boolean packed;
    private final boolean unreadable;
    private final boolean mapped;

    AnswerLinks(UpstreamAnswer answer, Links links) {
        this.answer = answer;
        this.links = links;
        String encoding = answer.header("Content-Encoding").orElse("identity").strip();
        packed = encoding.equalsIgnoreCase("gzip") || encoding.equalsIgnoreCase("x-gzip");
        // A part of a body has the length that it says.
        mapped = answer.status() != 206 && filter().isPresent();
        boolean strangelyPacked = !packed && !encoding.isEmpty() && !encoding.equalsIgnoreCase("identity");
        unreadable = mapped
                && (strangelyPacked
                        || answer.header("Content-Type")
                                .filter(Links::isStrangeJson)
                                .isPresent());
    }

    /** Whether there may be links in it that nobody here can read. */
    boolean isUnreadable() {
        return unreadable;
    }

    /** Whether the body is changed, and with it perhaps its length. */
    boolean isMapped() {
        return mapped;
    }

    /** Whether the body is small, however it is unpacked. */
    boolean isSmall() {
        return !answer.isFlowing() && !(mapped && packed);
    }

    String header(String name, String value) {
        return links.mapHeader(name, value);
    }

    /** The whole of a small body. */
    Optional<byte[]> octets() {
        return mapped ? answer.octets().map(this::small) : answer.octets();
    }

    /** Writes a body that flows, or that would be large if it were unpacked at once. */
    void writeTo(OutputStream out) throws IOException {
        if (!mapped) {
            answer.writeTo(out);
            return;
        }
        BodyFilter filter = filter().orElseThrow();
        try (FilteredOutput filtered = new FilteredOutput(unpacked(filter), out)) {
            Optional<byte[]> whole = answer.octets();
            if (whole.isPresent()) {
                filtered.write(whole.get(), 0, whole.get().length);
            } else {
                answer.writeTo(filtered);
            }
            filtered.end();
        }
    }

    private BodyFilter unpacked(BodyFilter filter) {
        return packed ? BodyFilter.gunzip().then(filter).then(BodyFilter.gzip()) : filter;
    }

    private Optional<BodyFilter> filter() {
        return answer.header("Content-Type").flatMap(links::filter);
    }

    private byte[] small(byte[] octets) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(octets.length + octets.length / 4);
        try (BodyFilter filter = filter().orElseThrow()) {
            filter.write(octets, 0, octets.length, out::write);
            filter.end(out::write);
        } catch (IOException impossible) {
            throw new IllegalStateException("Nothing fails in memory", impossible);
        }
        return out.toByteArray();
    }
}
