package org.s2sgateway.gateway;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.logging.Logger;
import org.s2sgateway.dataverse.HeaderPolicy;
import org.s2sgateway.odata.BatchReader;
import org.s2sgateway.odata.Boundary;
import org.s2sgateway.odata.MalformedBatch;
import org.s2sgateway.problem.ProblemType;
import org.s2sgateway.problem.Refusal;
import org.s2sgateway.settings.PublicUrl;

/**
 * Takes calls whose body is many requests. What comes out has a body that is judged to its end and can be sent more than
 * once. What waits to be sent, of all calls, has a limit in memory and on disk. Thread-safe; a call holds its thread while
 * its body arrives.
 */
@ApplicationScoped
public class Batches {

    private static final Logger LOG = Logger.getLogger(Batches.class.getName());
    private static final String CONTENT_TYPE = "Content-Type";
    private static final String CONTENT_ENCODING = "Content-Encoding";

    @Inject
    GatewayConfig config;

    @Inject
    PublicUrl publicUrl;

    Supplier<Spool> spools;

    @PostConstruct
    void open() {
        SpoolBudget budget = SpoolBudget.of(config.batchMaxBytes());
        spools = () -> new Spool(budget);
    }

    /**
     * The batch as it may be sent, or the {@link Refusal} of it.
     *
     * @param rule judges its requests
     * @param links back to the environment
     */
    JudgedBatch judge(IncomingCall call, PartRule rule, PartLinks links) {
        IncomingBody body = call.body();
        if (body == null || !call.method().equals("POST")) {
            throw new Refusal(ProblemType.METHOD_NOT_ALLOWED, "A batch is sent with POST.").withHeader("Allow", "POST");
        }
        BatchJudgement judgement = new BatchJudgement(PartAddresses.of(call, publicUrl), rule, links);
        Boundary boundary = boundary(HeaderPolicy.values(call.headers(), CONTENT_TYPE));
        List<String> encodings = HeaderPolicy.values(call.headers(), CONTENT_ENCODING);
        Map<String, List<String>> headers = headers(call, boundary);
        Spool spool = spooled(out -> {
            try (BatchBody whole = BatchBody.of(body, encodings, config.batchMaxBytes())) {
                judge(judgement, whole, boundary, out);
            }
        });
        return new JudgedBatch(headers, judgement.users(), spool);
    }

    private static void judge(BatchJudgement judgement, BatchBody body, Boundary boundary, Spool out)
            throws IOException {
        try {
            judgement.run(new BatchReader(body, boundary), boundary, out);
        } catch (Refusal | IOException refused) {
            // First, because a consumer may take its time to send what nobody keeps.
            out.close();
            body.skipRest();
            throw refused;
        }
    }

    /** Writes into a spool. */
    private interface Writing {
        void to(Spool out) throws IOException;
    }

    private Spool spooled(Writing writing) {
        Spool spool = spools.get();
        boolean whole = false;
        try {
            writing.to(spool);
            whole = true;
            return spool;
        } catch (SpoolBudget.Exceeded exceeded) {
            throw busy();
        } catch (NoSuchFileException | AccessDeniedException misplaced) {
            throw new UncheckedIOException("A batch could not be spooled", misplaced);
        } catch (IOException full) {
            // The consumer's failures are refusals: what is left is a disk without room, or a process without files.
            LOG.warning(() -> "A batch was refused, because it could not be written to disk: " + full.getMessage());
            throw busy();
        } finally {
            if (!whole) {
                spool.close();
            }
        }
    }

    private static Refusal busy() {
        return new Refusal(
                        ProblemType.BUSY,
                        "The batches that are under way leave no room for this one; nothing of it was sent. Send fewer"
                                + " at once, and this one again.")
                .withHeader("Retry-After", "1");
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
