package org.s2sgateway.gateway;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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
     * The batch as it may be sent, or the {@link Refusal} of it.
     *
     * @param links back to the environment
     */
    JudgedBatch judge(IncomingCall call, Predicate<String> callerHas, PartLinks links) {
        IncomingBody body = call.body();
        if (body == null || !call.method().equals("POST")) {
            throw new Refusal(ProblemType.METHOD_NOT_ALLOWED, "A batch is sent with POST.").withHeader("Allow", "POST");
        }
        BatchJudgement judgement = new BatchJudgement(PartAddresses.of(call, publicUrl), callerHas, part -> {}, links);
        Boundary boundary = boundary(HeaderPolicy.values(call.headers(), CONTENT_TYPE));
        List<String> encodings = HeaderPolicy.values(call.headers(), CONTENT_ENCODING);
        Spool spool = spooled(out -> {
            try (BatchBody whole = BatchBody.of(body, encodings, config.batchMaxBytes())) {
                judge(judgement, whole, boundary, out);
            }
        });
        return new JudgedBatch(headers(call, boundary), judgement.users(), spool);
    }

    private static void judge(BatchJudgement judgement, BatchBody body, Boundary boundary, Spool out)
            throws IOException {
        try {
            judgement.run(new BatchReader(body, boundary), boundary, out);
        } catch (Refusal refused) {
            body.skipRest();
            throw refused;
        }
    }

    /** Writes into a spool. */
    private interface Writing {
        void to(Spool out) throws IOException;
    }

    private static Spool spooled(Writing writing) {
        Spool spool = new Spool();
        boolean whole = false;
        try {
            writing.to(spool);
            whole = true;
            return spool;
        } catch (IOException full) {
            // The consumer's failures are refusals: what is left is the disk.
            throw new UncheckedIOException("A batch could not be spooled", full);
        } finally {
            if (!whole) {
                spool.close();
            }
        }
    }

    private static Map<String, List<String>> headers(IncomingCall call, Boundary boundary) {
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.putAll(call.headers());
        headers.remove(CONTENT_ENCODING);
        headers.put(CONTENT_TYPE, List.of(boundary.contentType()));
        return headers;
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
