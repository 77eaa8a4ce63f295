package org.s2sgateway.dataverse;

import java.time.Duration;

/**
 * How long each step with Dataverse may take, apart from the answer's head, for which the call's deadline is the limit.
 *
 * @param connect to a connection, of the pool or a new one
 * @param tls to the end of the handshake: many at once, after an outage, take their time on both sides
 * @param silence between two pieces of a body that flows, down or up
 */
record UpstreamLimits(Duration connect, Duration tls, Duration silence) {

    static final UpstreamLimits STANDARD =
            new UpstreamLimits(Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofSeconds(120));
}
