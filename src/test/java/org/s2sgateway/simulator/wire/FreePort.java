package org.s2sgateway.simulator.wire;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports of the loopback interface that nobody listens on, from 14000 to 19999: no outgoing connection takes one of them,
 * and no listener that leaves the choice to the system, so that they are still free a moment later. Thread-safe.
 */
public final class FreePort {

    private static final int FIRST = 14_000;
    private static final int BEHIND_THE_LAST = 20_000;
    private static final int ATTEMPTS = 100;

    private FreePort() {}

    /**
     * A port that was free a moment ago. Processes that ask at the same time get different ones, but for an accident.
     *
     * @throws IOException when none of a hundred is free
     */
    public static int find() throws IOException {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, BEHIND_THE_LAST);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (BindException taken) {
                // another one, then
            }
        }
        throw new IOException("no free port found in " + ATTEMPTS + " attempts");
    }
}
