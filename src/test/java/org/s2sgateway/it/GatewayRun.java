package org.s2sgateway.it;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.arquillian.container.spi.Container;
import org.jboss.arquillian.container.spi.client.container.DeployableContainer;
import org.jboss.arquillian.container.spi.client.container.DeploymentException;
import org.jboss.arquillian.container.spi.event.ContainerControlEvent;
import org.jboss.arquillian.container.spi.event.StartContainer;
import org.jboss.arquillian.container.spi.event.StopContainer;
import org.jboss.arquillian.core.api.InstanceProducer;
import org.jboss.arquillian.core.api.annotation.ApplicationScoped;
import org.jboss.arquillian.core.api.annotation.Inject;
import org.jboss.arquillian.core.api.annotation.Observes;
import org.jboss.arquillian.test.spi.event.suite.AfterSuite;
import org.jboss.arquillian.test.spi.event.suite.BeforeSuite;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.s2sgateway.testing.Keycloak;

/**
 * One run of the integration tests on one server: starts what the gateway talks to, then the server deploys the WAR,
 * once, into the container that arquillian.xml calls {@code gateway}; at the end it writes down every secret that was
 * used and sees to it that no process is left.
 */
public final class GatewayRun {

    private static final int BEFORE_ARQUILLIAN = 10;
    private static final int AFTER_ARQUILLIAN = -10;
    private static final int SECONDS_TO_STOP = 20;

    @Inject
    @ApplicationScoped
    private InstanceProducer<RunningGateway> running;

    private final Path folder = Path.of(property("it.folder"));
    private final WebArchive war = ShrinkWrap.createFromZipFile(
            WebArchive.class, Path.of(property("it.war")).toFile());
    private Optional<Surroundings> surroundings = Optional.empty();

    void startSurroundings(@Observes(precedence = BEFORE_ARQUILLIAN) BeforeSuite start) throws IOException {
        // Also when the tests are interrupted, or a server fails to start and is never stopped.
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly)));
        Files.createDirectories(folder);
        Files.createDirectories(Path.of(property("java.io.tmpdir")));
        configurePayaraLogging("gateway");
        configurePayaraLogging("in-container");
        surroundings = Optional.of(Surroundings.start(folder, System.getenv()));
    }

    void deploy(@Observes(precedence = AFTER_ARQUILLIAN) StartContainer start) throws DeploymentException {
        if (isGateway(start)) {
            adapter(start).deploy(war);
            RunningGateway gateway = new RunningGateway(
                    URI.create(System.getenv("S2S_PUBLIC_URL")),
                    surroundings.orElseThrow().simulator());
            HttpResponse<String> health = gateway.get("/api/health/ready");
            if (health.statusCode() != 200) {
                throw new IllegalStateException("the gateway is not ready, see the logs in " + folder + ": "
                        + health.statusCode() + " " + health.body());
            }
            running.set(gateway);
        }
    }

    void undeploy(@Observes(precedence = BEFORE_ARQUILLIAN) StopContainer stop) throws DeploymentException {
        if (isGateway(stop) && running.get() != null) {
            adapter(stop).undeploy(war);
        }
    }

    void stopSurroundings(@Observes(precedence = AFTER_ARQUILLIAN) AfterSuite stop) throws IOException {
        if (surroundings.isPresent()) {
            Set<String> secrets = new TreeSet<>(surroundings.get().spokenSecrets());
            secrets.addAll(Keycloak.spokenSecrets());
            Files.write(folder.resolve("secrets.ledger"), secrets);
            surroundings.get().close();
        }
        ProcessHandle.current().children().forEach(GatewayRun::awaitEnd);
    }

    private static boolean isGateway(ContainerControlEvent event) {
        return event.getContainer().getName().equals("gateway");
    }

    private static DeployableContainer<?> adapter(ContainerControlEvent event) {
        Container<?> container = event.getContainer();
        return container.getDeployableContainer();
    }

    // As shipped, and into a file: the adapter keeps the console to itself.
    private void configurePayaraLogging(String container) throws IOException {
        String shipped = Files.readString(Path.of("server-config", "payara-micro", "logging.properties"));
        Files.writeString(
                folder.resolve(container + ".logging.properties"),
                shipped
                        + "handlers=java.util.logging.ConsoleHandler,java.util.logging.FileHandler\n"
                        + "java.util.logging.FileHandler.pattern=" + folder.resolve(container + ".log") + "\n"
                        + "java.util.logging.FileHandler.formatter=java.util.logging.SimpleFormatter\n");
    }

    // Payara's adapter asks the process to end and does not wait.
    private static void awaitEnd(ProcessHandle process) {
        try {
            process.onExit().get(SECONDS_TO_STOP, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException stillRunning) {
            process.destroyForcibly();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static String property(String name) {
        String value = System.getProperty(name);
        if (value == null) {
            throw new IllegalStateException(name + " is not set: integration tests run in ./mvnw verify");
        }
        return value;
    }
}
