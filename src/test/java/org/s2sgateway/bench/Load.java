package org.s2sgateway.bench;

import java.io.IOException;
import java.time.Duration;

/** Keeps a number of connections busy: each sends its next request as soon as it has the answer to the last. */
interface Load {

    Tally run(Target target, int connections, Duration time) throws IOException, InterruptedException, CannotMeasure;
}
