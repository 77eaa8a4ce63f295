package org.s2sgateway.gateway;

import org.s2sgateway.dataverse.Places;
import org.s2sgateway.tenant.EnvironmentHost;

/**
 * How many large bodies flow at once. Each holds a thread of the server until it has been read: without a limit those for
 * one environment that hangs, or of one consumer that is slow, would take them all. Thread-safe.
 */
final class Uploads {

    /** Well below the threads that the servers are configured with (server-config). */
    static final int ALL = 128;

    static final int PER_ENVIRONMENT = 48;
    static final int PER_CONSUMER = 96;

    private final Places<EnvironmentHost> environments = new Places<>(ALL, PER_ENVIRONMENT);
    private final Places<String> consumers = new Places<>(ALL, PER_CONSUMER);

    /** Whether there is a place for one more; then it has to be left. */
    boolean enter(String consumer, EnvironmentHost host) {
        if (!consumers.take(consumer)) {
            return false;
        }
        if (!environments.take(host)) {
            consumers.giveBack(consumer);
            return false;
        }
        return true;
    }

    void leave(String consumer, EnvironmentHost host) {
        environments.giveBack(host);
        consumers.giveBack(consumer);
    }
}
