package org.s2sgateway.gateway;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.s2sgateway.dataverse.RequestTarget;
import org.s2sgateway.odata.BatchEntry;
import org.s2sgateway.odata.BatchHeader;
import org.s2sgateway.odata.BatchReader;
import org.s2sgateway.odata.BatchWriter;
import org.s2sgateway.odata.BodyFilter;
import org.s2sgateway.odata.Boundary;
import org.s2sgateway.odata.MalformedBatch;
import org.s2sgateway.problem.ProblemType;
import org.s2sgateway.problem.Refusal;

/**
 * Judges one batch, request by request as if each had come alone, and writes it down as it may be sent. Nothing of it
 * may be sent before all of it is judged. For one batch; not thread-safe.
 */
final class BatchJudgement {

    private final PartAddresses addresses;
    private final PartRule rule;
    private final PartLinks links;
    private final ContentIds contentIds = new ContentIds();
    private final Set<String> users = new TreeSet<>();
    private List<BatchHeader> changeSetHeaders = List.of();

    BatchJudgement(PartAddresses addresses, PartRule rule, PartLinks links) {
        this.addresses = addresses;
        this.rule = rule;
        this.links = links;
    }

    /** Reads to the end, or throws the {@link Refusal} that answers the whole batch and names the request. */
    void run(BatchReader in, Boundary boundary, OutputStream out) throws IOException {
        BatchWriter writer = new BatchWriter(out, boundary);
        BatchEntry entry = next(in);
        while (!(entry instanceof BatchEntry.End)) {
            if (entry instanceof BatchEntry.ChangeSet begun) {
                begin(begun, in.requests() + 1, writer);
            } else if (entry instanceof BatchEntry.Request request) {
                Optional<BodyFilter> filter = judge(request, in.requests(), writer);
                copyBody(request, in, filter.orElse(null), out);
            } else {
                end(writer);
            }
            entry = next(in);
        }
        writer.end();
    }

    /** As whom its requests act that do more than read. */
    Set<String> users() {
        return users;
    }

    private void begin(BatchEntry.ChangeSet begun, int number, BatchWriter writer) throws IOException {
        try {
            changeSetHeaders = PartHeaders.ofPart(begun.headers(), addresses);
            rule.impersonation(PartHeaders.byName(changeSetHeaders));
        } catch (Refusal refused) {
            throw at(number, refused);
        }
        contentIds.changeSetBegins();
        writer.changeSet(changeSetHeaders, begun.boundary());
    }

    private void end(BatchWriter writer) throws IOException {
        changeSetHeaders = List.of();
        contentIds.changeSetEnds();
        writer.changeSetEnd();
    }

    private Optional<BodyFilter> judge(BatchEntry.Request request, int number, BatchWriter writer) throws IOException {
        try {
            List<BatchHeader> partHeaders = PartHeaders.ofPart(request.partHeaders(), addresses);
            List<BatchHeader> asked = PartHeaders.ofRequest(request.headers(), addresses);
            List<BatchHeader> headers = impersonated(request.method(), partHeaders, asked);
            Optional<String> reference = contentIds.reference(request.target());
            RequestTarget target = addresses.target(request.target(), links::query);
            if (target.isBatch()) {
                throw new Refusal(ProblemType.BAD_REQUEST, "A batch in a batch is not accepted.");
            }
            String contentId = contentId(partHeaders, headers);
            Optional<BodyFilter> filter = rule.judge(new BatchPart(
                    number, request.method(), target, reference.orElse(null), contentId, PartHeaders.byName(headers)));
            String sent = reference.isPresent()
                    ? target.toString().substring(addresses.root().length())
                    : target.toString();
            writer.request(partHeaders, request.method(), sent, headers);
            return filter;
        } catch (Refusal refused) {
            throw at(number, refused);
        }
    }

    // Nobody documents whether Dataverse looks at those around the request, so that they count as if it did, and
    // whoever
    // has to act as a user does so in each request.
    private List<BatchHeader> impersonated(String method, List<BatchHeader> partHeaders, List<BatchHeader> headers) {
        List<BatchHeader> all = Stream.of(changeSetHeaders, partHeaders, headers)
                .flatMap(List::stream)
                .toList();
        Map<String, List<String>> judged = rule.impersonation(PartHeaders.byName(all));
        users.addAll(Impersonation.users(method, judged));
        Stream<BatchHeader> added = judged.entrySet().stream()
                .filter(header -> all.stream().noneMatch(written -> written.is(header.getKey())))
                .map(header ->
                        new BatchHeader(header.getKey(), header.getValue().get(0)));
        return Stream.concat(headers.stream(), added).toList();
    }

    // Clients write it in either place.
    private @Nullable String contentId(List<BatchHeader> partHeaders, List<BatchHeader> headers) {
        List<String> ids = new ArrayList<>();
        BatchHeader.value(partHeaders, "Content-ID").ifPresent(ids::add);
        BatchHeader.value(headers, "Content-ID").ifPresent(ids::add);
        if (ids.isEmpty()) {
            return null;
        }
        if (ids.stream().distinct().count() > 1) {
            throw new Refusal(ProblemType.BAD_REQUEST, "It has two Content-IDs.");
        }
        contentIds.declare(ids.get(0));
        return ids.get(0);
    }

    private void copyBody(BatchEntry.Request request, BatchReader in, @Nullable BodyFilter filter, OutputStream out)
            throws IOException {
        if (filter == null) {
            copyBody(request, in, out);
            return;
        }
        try (FilteredOutput judged = new FilteredOutput(filter, out)) {
            copyBody(request, in, judged);
            judged.end();
        } catch (GrantedBody.Broken broken) {
            throw at(in.requests(), broken.refusal());
        }
    }

    private void copyBody(BatchEntry.Request request, BatchReader in, OutputStream out) throws IOException {
        String type = Boundary.mediaType(
                BatchHeader.value(request.headers(), "Content-Type").orElse("application/json"));
        boolean json = type.equals("application/json") || type.endsWith("+json");
        PartLinks.Body body = json ? links.body() : PartLinks.NONE.body();
        try {
            in.body(new OutputStream() {
                @Override
                public void write(int octet) throws IOException {
                    write(new byte[] {(byte) octet}, 0, 1);
                }

                @Override
                public void write(byte[] octets, int offset, int length) throws IOException {
                    body.write(octets, offset, length, out);
                }
            });
        } catch (MalformedBatch malformed) {
            throw at(in.requests(), malformed);
        }
        body.end(out);
    }

    private static BatchEntry next(BatchReader in) throws IOException {
        try {
            return in.next();
        } catch (MalformedBatch malformed) {
            throw at(in.requests(), malformed);
        }
    }

    private static Refusal at(int number, MalformedBatch malformed) {
        return at(
                number,
                new Refusal(
                        malformed.tooLong() ? ProblemType.URI_TOO_LONG : ProblemType.BAD_REQUEST,
                        String.valueOf(malformed.getMessage())));
    }

    private static Refusal at(int number, Refusal refusal) {
        return refusal.inPart(number == 0 ? "The batch" : "Request " + number + " of the batch");
    }
}
