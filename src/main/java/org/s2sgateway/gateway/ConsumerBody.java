package org.s2sgateway.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.s2sgateway.dataverse.BodyPipe;
import org.s2sgateway.dataverse.Deadline;
import org.s2sgateway.dataverse.HeldBody;
import org.s2sgateway.dataverse.RequestBody;
import org.s2sgateway.odata.BodyFilter;
import org.s2sgateway.problem.ProblemType;
import org.s2sgateway.problem.Refusal;

/**
 * The body of a consumer's request, read by the request's thread. Up to 64 KiB are held, so that the request can be
 * repeated and waits without a thread; what is larger flows through a pipe while the thread reads it. A
 * {@code $batch} does not come this way, {@link Batches} takes it.
 *
 * <p>Not thread-safe.
 */
final class ConsumerBody {

    static final int HELD = 64 * 1024;

    /** How long what is held may take to arrive, however long the consumer would wait for its answer. */
    static final Duration ARRIVAL = Duration.ofSeconds(20);

    private static final int CHUNK = 8 * 1024;

    private final IncomingBody body;
    private final long length;
    private final @Nullable BodyFilter filter;
    private byte[] begun = {};
    private int begunLength;
    private @Nullable InTime flowing;
    private @Nullable BodyPipe pipe;

    /** @param filter what it goes through on its way to Dataverse */
    ConsumerBody(IncomingBody body, @Nullable BodyFilter filter) {
        this.body = body;
        length = body.length();
        this.filter = filter;
    }

    /**
     * The body for Dataverse: held, or a pipe that {@link #pump} has to fill once somebody takes what comes out. Blocks
     * where it {@link #mayBeHeld}.
     *
     * @throws Refusal where a small body breaks off (400) or does not arrive in time (408)
     */
    RequestBody open(Deadline deadline) {
        if (mayBeHeld() && isHeld(deadline)) {
            return new HeldBody(held());
        }
        flowing = new InTime(body.content(), deadline);
        pipe = new BodyPipe(length, filter);
        return pipe;
    }

    /** Whether it is small, as far as the consumer has said. */
    boolean mayBeHeld() {
        return length <= HELD;
    }

    /** Whether {@link #pump} has anything to do. */
    boolean flows() {
        return pipe != null;
    }

    /** Reads the body to its end for as long as it is wanted. Blocks. */
    void pump() {
        if (pipe == null || flowing == null) {
            return;
        }
        try (InTime content = flowing) {
            pipe.pump(begun, begunLength, content);
        } catch (Refusal late) {
            // The pipe has been cut, and whoever sends it asks why.
        }
    }

    /** Whether it is the consumer that everybody is waiting for, or has waited for in vain. */
    boolean isAwaited() {
        return pipe != null && flowing != null && (pipe.isAwaited() || flowing.isLate());
    }

    static Refusal brokenOff() {
        return new Refusal(
                ProblemType.BAD_REQUEST,
                "The body of the request broke off, or was shorter than announced; Dataverse did not get it.");
    }

    private boolean isHeld(Deadline deadline) {
        if (body.isThere()) {
            return begin(body.content());
        }
        try (InTime arriving = new InTime(body.content(), deadline.within(ARRIVAL))) {
            return begin(arriving);
        }
    }

    private byte[] held() {
        if (filter != null) {
            return RequestLinks.mapped(begun, begunLength, filter);
        }
        return begunLength == begun.length ? begun : Arrays.copyOf(begun, begunLength);
    }

    /** Whether the body ended within what is held. */
    private boolean begin(InputStream content) {
        try {
            return isWhole(content);
        } catch (IOException reset) {
            throw brokenOff();
        }
    }

    private boolean isWhole(InputStream content) throws IOException {
        begun = new byte[length < 0 ? CHUNK : (int) length];
        while (true) {
            if (begunLength == begun.length) {
                if (length >= 0) {
                    // To the very end, so that the server knows that nothing is left.
                    return isAtEnd(content);
                }
                if (begunLength == HELD) {
                    return false;
                }
                begun = Arrays.copyOf(begun, Math.min(HELD, 2 * begun.length));
            }
            int read = content.read(begun, begunLength, begun.length - begunLength);
            if (read < 0) {
                if (length >= 0) {
                    throw brokenOff();
                }
                return true;
            }
            begunLength += read;
        }
    }

    private static boolean isAtEnd(InputStream content) throws IOException {
        if (content.read() >= 0) {
            throw brokenOff();
        }
        return true;
    }

    static Refusal late() {
        return new Refusal(ProblemType.REQUEST_TIMEOUT, "The body of the request did not arrive in time.");
    }
}
