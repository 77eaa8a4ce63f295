package org.s2sgateway.gateway;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.s2sgateway.dataverse.HeaderPolicy;
import org.s2sgateway.dataverse.RequestTarget;
import org.s2sgateway.odata.BodyFilter;
import org.s2sgateway.odata.Links;
import org.s2sgateway.problem.ProblemType;
import org.s2sgateway.problem.Refusal;

/**
 * A consumer's request with its links leading back to the environment: {@code $id} of the query, and control information
 * in JSON. What comes out is judged once more and sent. For one request.
 */
final class RequestLinks {

    private final IncomingCall call;
    private final Links links;

    RequestLinks(IncomingCall call, Links links) {
        this.call = call;
        this.links = links;
    }

    /** The target, whose query may name an entity by the gateway's address. */
    RequestTarget target() {
        RequestTarget target = call.target();
        String query = target.query();
        if (query == null || !query.contains("id=")) {
            return target;
        }
        String mapped = links.mapQuery(query);
        return mapped.equals(query) ? target : IncomingCall.target(target.path(), mapped);
    }

    /**
     * What maps the body and then judges it; empty where it stays as it is.
     *
     * @param judging of the body as it is sent, unpacked; null where nobody judges it
     */
    Optional<BodyFilter> body(@Nullable BodyFilter judging) {
        Optional<BodyFilter> mapped = links.filter(call.header("Content-Type"));
        Optional<BodyFilter> filter = judging == null
                ? mapped
                : Optional.of(mapped.map(mapping -> mapping.then(judging)).orElse(judging));
        String encoding = String.join(",", HeaderPolicy.values(call.headers(), "Content-Encoding"))
                .strip();
        if (filter.isEmpty() || encoding.isEmpty() || encoding.equalsIgnoreCase("identity")) {
            return filter;
        }
        if (encoding.equalsIgnoreCase("gzip")) {
            return filter.map(plain -> BodyFilter.gunzip().then(plain).then(BodyFilter.gzip()));
        }
        throw new Refusal(
                ProblemType.UNSUPPORTED_MEDIA_TYPE,
                "Links in JSON are mapped, and what a grant restricts is judged, before it is sent: send it as it is or with"
                        + " Content-Encoding: gzip.");
    }

    /** How links in a batch are mapped. */
    static PartLinks parts(Links links) {
        return new PartLinks() {
            @Override
            public String query(String query) {
                return links.mapQuery(query);
            }

            @Override
            public Body body() {
                return links.filter("application/json").<Body>map(Part::new).orElseGet(PartLinks.NONE::body);
            }
        };
    }

    /** A held body, mapped. */
    static byte[] mapped(byte[] octets, int length, BodyFilter filter) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(length + length / 4);
        try (filter) {
            filter.write(octets, 0, length, out::write);
            filter.end(out::write);
        } catch (GrantedBody.Broken refused) {
            throw refused.refusal();
        } catch (IOException broken) {
            throw new Refusal(ProblemType.BAD_REQUEST, "The body is not the gzip that Content-Encoding says it is.");
        }
        return out.toByteArray();
    }

    private record Part(BodyFilter filter) implements PartLinks.Body {
        @Override
        public void write(byte[] octets, int offset, int length, OutputStream out) throws IOException {
            filter.write(octets, offset, length, out::write);
        }

        @Override
        public void end(OutputStream out) throws IOException {
            try (filter) {
                filter.end(out::write);
            }
        }
    }
}
