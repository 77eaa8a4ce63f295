package org.s2sgateway.gateway;

import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.s2sgateway.dataverse.Deadline;
import org.s2sgateway.dataverse.UpstreamAnswer;
import org.s2sgateway.odata.Links;
import org.s2sgateway.problem.ProblemType;
import org.s2sgateway.problem.Refusal;

/**
 * Writes what a call came to, on a thread for that. It may be kept closed while the request's thread still reads the
 * body: servers do not stand it when both happen at once.
 *
 * <p>Thread-safe.
 */
final class JaxRsReply implements Reply {

    private static final Logger LOG = Logger.getLogger(JaxRsReply.class.getName());

    private final AsyncResponse response;
    private final AnswerThreads threads;
    private final CallLog log;
    private final ActedAs actedAs;
    private final Deadline deadline;
    private final Links links;
    private final Runnable whenOver;

    private boolean open = true;
    private @Nullable Runnable kept;

    /**
     * A reply that is open.
     *
     * @param links from the environment to the gateway
     * @param whenOver called once, when nothing of the call is left
     */
    JaxRsReply(
            AsyncResponse response,
            AnswerThreads threads,
            CallLog log,
            ActedAs actedAs,
            Deadline deadline,
            Links links,
            Runnable whenOver) {
        this.response = response;
        this.threads = threads;
        this.log = log;
        this.actedAs = actedAs;
        this.deadline = deadline;
        this.links = links;
        this.whenOver = whenOver;
    }

    /** Writes nothing before {@link #open}. */
    void keep() {
        open = false;
    }

    void open() {
        Runnable writing;
        synchronized (this) {
            open = true;
            writing = kept;
        }
        if (writing != null) {
            writing.run();
        }
    }

    @Override
    public void answered(UpstreamAnswer answer) {
        actedAs.answered(answer, () -> whenOpen(() -> pass(answer)));
    }

    @Override
    public void refused(Refusal refusal) {
        actedAs.refused(refusal, () -> whenOpen(() -> refuse(refusal)));
    }

    private void whenOpen(Runnable writing) {
        synchronized (this) {
            if (!open) {
                kept = writing;
                return;
            }
        }
        writing.run();
    }

    private void pass(UpstreamAnswer answer) {
        if (!answer.isFlowing()) {
            threads.small().execute(() -> write(answer));
        } else if (!threads.flow(log.consumer(), () -> flow(answer))) {
            answer.close();
            refuse(new Refusal(
                            ProblemType.BUSY,
                            "Dataverse has answered, but too many large answers are being written at the moment.")
                    .withHeader("Retry-After", "1"));
        }
    }

    private void refuse(Refusal refusal) {
        log.refused(refusal);
        threads.small().execute(() -> {
            try {
                response.resume(refusal);
            } finally {
                whenOver.run();
            }
        });
    }

    private void flow(UpstreamAnswer answer) {
        if (deadline.left() < 0) {
            answer.close();
            refuse(new Refusal(ProblemType.TIMEOUT, "Dataverse has answered, but nobody had the time to pass it on."));
        } else {
            write(answer);
        }
    }

    private void write(UpstreamAnswer answer) {
        AnswerLinks mapping = new AnswerLinks(answer, links);
        if (mapping.isUnreadable()) {
            answer.close();
            refuse(UpstreamRefusals.notReadable());
            return;
        }
        log.answered(answer);
        // JAX-RS may fail over a header of Dataverse before it asks for the body: the answer is closed in any case.
        try (answer) {
            response.resume(response(answer, mapping));
        } catch (RuntimeException broken) {
            LOG.log(Level.FINE, "An answer could not be written", broken);
        } finally {
            whenOver.run();
        }
    }

    private Response response(UpstreamAnswer answer, AnswerLinks mapping) {
        Correlation ids = log.ids();
        Response.ResponseBuilder builder = Response.status(answer.status());
        answer.headers((name, value) -> {
            boolean wrongLength = mapping.isMapped() && name.equalsIgnoreCase("Content-Length");
            if (!wrongLength && !ids.isName(name)) {
                builder.header(name, mapping.header(name, value));
            }
        });
        if (log.method().equals("HEAD") && mapping.isMapped()) {
            // How long the body would be here nobody knows, and a server that is given none says 0 (RFC 9110 section
            // 8.6 allows what GET would say, or nothing). What is on its way has no length any more.
            builder.entity((StreamingOutput) OutputStream::flush);
        } else if (mapping.isSmall()) {
            // Nothing of no type stays that: JAX-RS would give it one.
            mapping.octets()
                    .filter(octets ->
                            octets.length > 0 || answer.header("Content-Type").isPresent())
                    .ifPresent(octets -> whole(builder, octets, mapping));
        } else {
            lengthOfFile(answer, mapping).ifPresent(length -> builder.header("Content-Length", length));
            builder.entity((StreamingOutput) out -> stream(answer, mapping, out));
        }
        return builder.build();
    }

    /**
     * A file that comes in chunks would end like a whole one for the consumer wherever it broke off: no server lets the
     * application withhold the last chunk. Its length is known all the same.
     */
    private static Optional<String> lengthOfFile(UpstreamAnswer answer, AnswerLinks mapping) {
        boolean counted = answer.header("Content-Length").isPresent() && !answer.isChunked();
        boolean packed = answer.header("Content-Encoding").isPresent();
        return mapping.isMapped() || counted || packed || answer.status() != 200
                ? Optional.empty()
                : answer.header("x-ms-file-size").filter(size -> size.matches("\\d{1,15}"));
    }

    private static void whole(Response.ResponseBuilder builder, byte[] octets, AnswerLinks mapping) {
        builder.entity(octets);
        if (mapping.isMapped()) {
            // Said here, because not every server counts what it is given.
            builder.header("Content-Length", octets.length);
        }
    }

    private void stream(UpstreamAnswer answer, AnswerLinks mapping, OutputStream out) throws IOException {
        try {
            mapping.writeTo(out);
        } catch (IOException brokenOff) {
            log.brokeOff(answer, brokenOff);
            throw brokenOff;
        }
    }
}
