package org.s2sgateway.gateway;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.s2sgateway.dataverse.HeaderPolicy;
import org.s2sgateway.odata.BatchReader;
import org.s2sgateway.odata.Boundary;
import org.s2sgateway.odata.MalformedBatch;
import org.s2sgateway.problem.ProblemType;
import org.s2sgateway.problem.Refusal;
import org.s2sgateway.settings.PublicUrl;

/**
 * Takes calls whose body is many requests. What comes out has a body that is judged to its end and can be sent more than
 * once. Thread-safe; a call holds its thread while its body arrives.
 */
@ApplicationScoped
public class Batches {

    private static final String CONTENT_TYPE = "Content-Type";
    private static final String CONTENT_ENCODING = "Content-Encoding";

    @Inject
    GatewayConfig config;

    @Inject
    PublicUrl publicUrl;

    /**
     * The call as it may be sent, or the {@link Refusal} of it.
     *
     * @param links back to the environment
     * @param holder is given what the new body is read from, before anything else can fail, and closes it
     */
    IncomingCall judge(
            IncomingCall call, Predicate<String> callerHas, PartLinks links, Consumer<Spool> holder) {
        IncomingBody sent = call.body();
        if (sent == null || !call.method().equals("POST")) {
            throw new Refusal(ProblemType.METHOD_NOT_ALLOWED, "A batch is sent with POST.").withHeader("Allow", "POST");
        }
        PartAddresses addresses = PartAddresses.of(call, publicUrl);
        Boundary boundary = boundary(HeaderPolicy.values(call.headers(), CONTENT_TYPE));
        Spool spool = new Spool();
        holder.accept(spool);
        try (BatchBody body =
                BatchBody.of(sent, HeaderPolicy.values(call.headers(), CONTENT_ENCODING), config.batchMaxBytes())) {
            new BatchJudgement(addresses, callerHas, part -> {}, links)
                    .run(new BatchReader(body, boundary), boundary, spool);
        } catch (IOException full) {
            // The consumer's failures are refusals: what is left is the disk.
            throw new UncheckedIOException("A batch could not be spooled", full);
        }
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.putAll(call.headers());
        headers.remove(CONTENT_ENCODING);
        headers.put(CONTENT_TYPE, List.of(boundary.contentType()));
        return new IncomingCall(
                call.method(),
                call.host(),
                call.target(),
                headers,
                new IncomingBody(spool.content(), spool.length()));
    }

    private static Boundary boundary(List<String> contentTypes) {
        if (contentTypes.size() != 1 || !Boundary.isMultipart(contentTypes.get(0))) {
            throw new Refusal(
                    ProblemType.UNSUPPORTED_MEDIA_TYPE,
                    "A batch is sent with Content-Type: multipart/mixed;boundary=...");
        }
        try {
            return Boundary.of(contentTypes.get(0));
        } catch (MalformedBatch malformed) {
            throw new Refusal(ProblemType.BAD_REQUEST, String.valueOf(malformed.getMessage()));
        }
    }
}
