package org.s2sgateway.simulator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The simulator as a program: prints what there is and stays up until it is interrupted. System properties:
 * {@code identity.port} (9443), {@code dataverse.port} (9444), both 0 for free ports, and {@code simulator.home}
 * (target/simulator); with {@code proxy.port} it is also reached by production names through a proxy; {@code
 * load.environments} is the number of plain environments that it has in addition. Ends with status 1 and one line when it
 * cannot start.
 */
public final class SimulatorMain {

    /** Kept, because a logger that nobody holds loses its level. */
    private static final Logger SERVER_LOG = Logger.getLogger("io.undertow");

    private static final Logger IO_LOG = Logger.getLogger("org.xnio");
    private static final Logger THREAD_LOG = Logger.getLogger("org.jboss.threads");

    private SimulatorMain() {}

    public static void main(String[] args) throws InterruptedException {
        SERVER_LOG.setLevel(Level.WARNING);
        IO_LOG.setLevel(Level.WARNING);
        THREAD_LOG.setLevel(Level.WARNING);
        try {
            Simulator simulator = Simulator.start(options());
            Runtime.getRuntime().addShutdownHook(new Thread(simulator::close));
            String proxyPort = System.getProperty("proxy.port", "");
            String proxy = "";
            if (!proxyPort.isEmpty()) {
                int port = simulator.startProxy(port("proxy.port", proxyPort)).port();
                proxy = "Proxy           127.0.0.1:" + port + " for login.microsoftonline.com,"
                        + " <environment>.crm4.dynamics.com and <environment>.api.crm4.dynamics.com\n";
            }
            Path exports = writeExports(simulator);
            System.out.print(WorldDescription.table(simulator, exports.toString()) + proxy);
            System.out.flush();
        } catch (IOException | IllegalArgumentException e) {
            System.err.println("The simulator cannot start. " + e.getMessage());
            System.exit(1);
        }
        new CountDownLatch(1).await();
    }

    private static SimulatorOptions options() {
        return new SimulatorOptions(
                port("identity.port", "9443"),
                port("dataverse.port", "9444"),
                Path.of(System.getProperty("simulator.home", "target/simulator")),
                Clock.systemUTC(),
                Integer.getInteger("load.environments", 0));
    }

    private static int port(String property, String defaultPort) {
        String text = System.getProperty(property, defaultPort);
        if (!text.matches("\\d{1,5}") || Integer.parseInt(text) > 65_535) {
            throw new IllegalArgumentException(property + " must be a port from 0 to 65535");
        }
        return Integer.parseInt(text);
    }

    private static Path writeExports(Simulator simulator) throws IOException {
        StringBuilder text = new StringBuilder();
        WorldDescription.environmentVariables(simulator).forEach((name, value) -> text.append("export ")
                .append(name)
                .append("='")
                .append(value)
                .append("'\n"));
        Path file = simulator.caCertificate().resolveSibling("gateway.env");
        Files.writeString(file, text);
        return file;
    }
}
