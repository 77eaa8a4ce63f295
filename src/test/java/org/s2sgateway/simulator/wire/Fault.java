package org.s2sgateway.simulator.wire;

import java.time.Duration;
import java.util.Map;

/** What a listener does in place of its service. */
public sealed interface Fault {

    /** Answers this status with the body the real service gives; headers such as {@code Retry-After} come on top. */
    record Status(int status, Map<String, String> headers) implements Fault {
        public Status {
            headers = Map.copyOf(headers);
        }
    }

    /** Serves the request, but only after a while; no thread waits. */
    record Delay(Duration duration) implements Fault {}

    /** Closes the connection without an answer. */
    record HangUp() implements Fault {}

    /** Answers 200 with an HTML sign-in page, as a front end does that does not know the caller. */
    record LoginPage() implements Fault {}
}
