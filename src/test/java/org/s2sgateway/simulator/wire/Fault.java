package org.s2sgateway.simulator.wire;

import java.time.Duration;
import java.util.Map;

/** What a listener does in place of its service, or to its service's answer. */
public sealed interface Fault {

    /** Answers this status with the body the real service gives; headers such as {@code Retry-After} come on top. */
    record Status(int status, Map<String, String> headers) implements Fault {
        public Status {
            headers = Map.copyOf(headers);
        }
    }

    /** Answers this as it stands, without a header of the service; in Java only. */
    record Verbatim(Answer answer) implements Fault {}

    /**
     * Answers 429 as Dataverse does at one of its service protection limits.
     *
     * @param asDate whether {@code Retry-After} is a date (RFC 9110 section 10.2.3) and not seconds
     */
    record Throttled(ServiceLimit limit, Duration retryAfter, boolean asDate) implements Fault {}

    /** Serves the request, but only after a while; no thread waits. */
    record Delay(Duration duration) implements Fault {}

    /** Closes the connection without an answer. */
    record HangUp() implements Fault {}

    /** Answers 200 with an HTML sign-in page, as a front end does that does not know the caller. */
    record LoginPage() implements Fault {}

    /** Answers 302 to a sign-in page elsewhere. */
    record LoginRedirect() implements Fault {}

    /** Serves the request, but gives the body in pieces of so many bytes with pauses between them; no thread waits. */
    record Drip(int bytes, Duration pause) implements Fault {
        public Drip {
            if (bytes < 1) {
                throw new IllegalArgumentException("bytes must be at least 1");
            }
        }
    }

    /** Serves the request, but closes the connection after so many bytes of the body, or of all of it but one. */
    record Reset(int bytes) implements Fault {
        public Reset {
            if (bytes < 0) {
                throw new IllegalArgumentException("bytes must not be negative");
            }
        }
    }
}
