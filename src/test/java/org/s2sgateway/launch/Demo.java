package org.s2sgateway.launch;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.s2sgateway.simulator.PortTaken;
import org.s2sgateway.simulator.Simulator;
import org.s2sgateway.simulator.SimulatorOptions;
import org.s2sgateway.simulator.identity.Directory;
import org.s2sgateway.simulator.identity.Person;

/**
 * {@code ./mvnw -Pdemo}: simulator and gateway, an environment connected, the top three accounts. To be started in the
 * project's folder; starts from nothing each time. Ends with status 1 when a part of it fails.
 */
public final class Demo {

    private static final int IDENTITY_PORT = 9443;
    private static final int DATAVERSE_PORT = 9444;

    /** Quick to start, rather than quick for long. */
    private static final List<String> JVM_OPTIONS = List.of("-Xmx512m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

    // Held, or their levels are forgotten.
    private static final List<Logger> CHATTY = Stream.of("org.xnio", "org.jboss", "io.undertow")
            .map(Logger::getLogger)
            .toList();

    private final Port port;
    private final Path folder;
    private final PrintStream out;

    private Demo(Port port, PrintStream out) {
        this.port = port;
        this.folder = Path.of("target", "demo", Integer.toString(port.number()));
        this.out = out;
    }

    /** Takes the port, such as {@code 8080}. */
    public static void main(String[] arguments) {
        CHATTY.forEach(logger -> logger.setLevel(Level.WARNING));
        System.exit(run(arguments[0], System.out));
    }

    static int run(String port, PrintStream out) {
        try {
            new Demo(Port.parse(port).mustBeFree(), out).show();
            return 0;
        } catch (CannotStart | IOException e) {
            return Run.refuse(e, out);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        }
    }

    private void show() throws IOException, InterruptedException, CannotStart {
        DemoPage page = new DemoPage(out);
        try (Simulator simulator = simulator()) {
            // The walkthrough's own two accounts are not the three that it asks for.
            simulator.environment("contoso").seedThirdAccount();
            Directory directory = simulator.entraId().directory();
            Person operator = directory.person(DemoWorld.HOME_OPERATOR);
            directory.assignRole(operator, operator.home(), "Gateway.Operator");
            DemoWorld world = DemoWorld.of(simulator);
            page.done("simulator", "Entra ID and Dataverse, " + world.authority());
            Path gateway = folder.resolve("gateway");
            List<String> command = new PayaraMicro(gateway, "pre-boot-loopback.txt", JVM_OPTIONS).command(port);
            ServerLog log = new ServerLog(gateway.resolve("server.log"), out, ServerLog.Own.WARNINGS);
            Map<String, String> environment = world.configuration(
                    System.getenv(), port, gateway.resolve("database").resolve("s2s"));
            try (Server server = Server.start(command, environment, port, log)) {
                server.awaitReady();
                page.done("gateway", "on Payara Micro with H2, " + port.url());
                connect(new Consumer(world, port, simulator.trustingTls()), page, world);
                page.whereToGoOn(world, port, log);
                server.awaitEnd();
            }
        }
    }

    private void connect(Consumer consumer, DemoPage page, DemoWorld world)
            throws IOException, InterruptedException, CannotStart {
        String token = consumer.token();
        page.done("token", "for the application demo of the tenant Contoso");
        JsonObject environment = consumer.register(token);
        page.done("environment", environment.getString("host") + ", " + environment.getString("status"));
        page.ladder(environment);
        String accounts = world.accountsPath();
        page.answer(port.url() + accounts, consumer.get(accounts, token));
    }

    /** On the documented ports, or on free ones when somebody else has those. */
    private Simulator simulator() throws IOException {
        Path home = folder.resolve("simulator");
        try {
            return Simulator.start(new SimulatorOptions(IDENTITY_PORT, DATAVERSE_PORT, home, Clock.systemUTC()));
        } catch (PortTaken taken) {
            return Simulator.start(SimulatorOptions.onFreePorts(home));
        }
    }
}
