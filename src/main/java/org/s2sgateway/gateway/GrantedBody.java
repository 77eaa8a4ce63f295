package org.s2sgateway.gateway;

import java.io.IOException;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.s2sgateway.grants.BodyRefused;
import org.s2sgateway.odata.BodyFilter;
import org.s2sgateway.odata.Sink;
import org.s2sgateway.problem.Refusal;

/**
 * A body that is judged while it passes. Where it may not go on it is broken off, so that nobody takes it for whole, and
 * says why. For one body; its refusal may be asked for by any thread.
 */
final class GrantedBody implements BodyFilter {

    private final BodyFilter judging;
    private final Function<BodyRefused, Refusal> refused;
    private volatile @Nullable Refusal refusal;

    /** @param refused makes a refusal of why it is refused */
    GrantedBody(BodyFilter judging, Function<BodyRefused, Refusal> refused) {
        this.judging = judging;
        this.refused = refused;
    }

    /** A body that may not be sent. */
    static final class Broken extends IOException {

        private final transient Refusal refusal;

        Broken(Refusal refusal) {
            super("The body is refused");
            this.refusal = refusal;
        }

        Refusal refusal() {
            return refusal;
        }
    }

    @Override
    public void write(byte[] bytes, int offset, int length, Sink out) throws IOException {
        try {
            judging.write(bytes, offset, length, out);
        } catch (BodyRefused notGranted) {
            throw broken(notGranted);
        }
    }

    @Override
    public void end(Sink out) throws IOException {
        try {
            judging.end(out);
        } catch (BodyRefused notGranted) {
            throw broken(notGranted);
        }
    }

    @Override
    public void close() {
        judging.close();
    }

    /** Why it was refused, if it was. */
    Optional<Refusal> refusal() {
        return Optional.ofNullable(refusal);
    }

    private Broken broken(BodyRefused notGranted) {
        Refusal made = refused.apply(notGranted);
        refusal = made;
        return new Broken(made);
    }
}
