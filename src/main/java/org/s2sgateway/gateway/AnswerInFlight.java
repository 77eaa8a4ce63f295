package org.s2sgateway.gateway;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.RequestScoped;
import java.io.IOException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.s2sgateway.dataverse.UpstreamAnswer;

/**
 * The answer that a request holds a connection for. JAX-RS may fail over a header of Dataverse before it asks for the
 * body; without somebody to close the answer, each such failure would cost the environment a connection for good.
 */
@RequestScoped
public class AnswerInFlight {

    private static final Logger LOG = Logger.getLogger(AnswerInFlight.class.getName());

    private @Nullable UpstreamAnswer answer;

    void hold(UpstreamAnswer held) {
        answer = held;
    }

    /** Closing an answer that has been read to its end leaves the connection to the next call. */
    @PreDestroy
    void close() {
        if (answer != null) {
            try {
                answer.close();
            } catch (IOException alreadyGone) {
                LOG.log(Level.FINE, "An answer could not be closed", alreadyGone);
            }
        }
    }
}
