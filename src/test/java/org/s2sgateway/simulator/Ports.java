package org.s2sgateway.simulator;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import org.s2sgateway.simulator.wire.FreePort;

/** The ports of one simulator, all free a moment ago. */
record Ports(int identity, List<Integer> environments) {

    private static final int LAST = 65_535;

    static Ports of(SimulatorOptions options, int count) throws IOException {
        List<ServerSocket> held = new ArrayList<>();
        try {
            int identity = hold(held, "the identity side", options.identityPort());
            List<Integer> environments = new ArrayList<>();
            environments.add(hold(held, "the first environment", options.dataversePort()));
            while (environments.size() < count) {
                environments.add(
                        options.dataversePort() == 0
                                ? hold(held, "an environment", 0)
                                : holdNext(held, environments.get(environments.size() - 1) + 1));
            }
            return new Ports(identity, List.copyOf(environments));
        } finally {
            for (ServerSocket socket : held) {
                socket.close();
            }
        }
    }

    private static int holdNext(List<ServerSocket> held, int first) throws IOException {
        for (int port = first; port < LAST; port++) {
            try {
                return hold(held, "an environment", port);
            } catch (PortTaken taken) {
                // The next one, then.
            }
        }
        throw new PortTaken("an environment", LAST);
    }

    private static int hold(List<ServerSocket> held, String side, int port) throws IOException {
        try {
            int wanted = port == 0 ? FreePort.find() : port;
            ServerSocket socket = new ServerSocket(wanted, 1, InetAddress.getByName(Simulator.LOOPBACK));
            held.add(socket);
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new PortTaken(side, port);
        }
    }
}
