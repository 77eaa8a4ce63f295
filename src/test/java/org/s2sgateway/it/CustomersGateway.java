package org.s2sgateway.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.s2sgateway.simulator.Simulator;
import org.s2sgateway.simulator.wire.Fault;
import org.s2sgateway.simulator.wire.Faults;
import org.s2sgateway.testing.ServerKind;
import org.s2sgateway.testing.ServerProcess;
import org.s2sgateway.testing.WebBrowser;

/**
 * A gateway in multi-tenant mode, where customers connect by themselves: on a server of its own beside the run's, which
 * is in single-tenant mode. Started by the first test that asks, and shared by all of the run; each test begins with
 * {@link #forgetCustomers}. It talks to the run's simulator. Not thread-safe.
 */
final class CustomersGateway {

    /** The custom role that the operator names, which the simulator's environments have. */
    static final String SECURITY_ROLE = "S2S Gateway Access";

    private static final String HOME_TENANT = "c0a00000-0000-4000-8000-000000000001";

    private static final Duration TOKEN_TAKES = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static @Nullable CustomersGateway shared;
    private static @Nullable CustomersGateway denying;

    private final ServerProcess server;
    private final RunningGateway api;
    private final String database;

    private CustomersGateway(ServerProcess server, Simulator simulator, String database) {
        this.server = server;
        this.api = new RunningGateway(server.address(), simulator);
        this.database = database;
    }

    /** The one of this run, which ends with it. */
    static synchronized CustomersGateway of(RunningGateway run) {
        if (shared == null) {
            shared = start(run.simulator(), "customers", Map.of());
        }
        return shared;
    }

    /** One where nobody reaches data without a grant, which is shared likewise; who gives a grant takes it away. */
    static synchronized CustomersGateway denying(RunningGateway run) {
        if (denying == null) {
            denying = start(run.simulator(), "denying", Map.of("S2S_ACCESS_DEFAULT", "deny"));
        }
        return denying;
    }

    /** One that differs in these variables from the run's shared one; whoever starts it closes it. */
    static CustomersGateway start(Simulator simulator, String name, Map<String, String> different) {
        Path folder = Path.of(System.getProperty("it.folder"), name);
        // As shipped; and more than one process may open it: the test empties it while the server runs.
        String database =
                "jdbc:h2:file:" + folder.toAbsolutePath().resolve("database") + ";WRITE_DELAY=0;AUTO_SERVER=TRUE";
        try {
            ServerProcess server = ServerProcess.start(ServerKind.ofThisRun(), folder, address -> {
                Map<String, String> environment = GatewayRun.variablesWithoutDatabase();
                environment.put("S2S_REGISTRATION_MODE", "multi-tenant");
                environment.put("S2S_PUBLIC_URL", address.toString());
                environment.put("S2S_ONBOARDING_SECURITY_ROLE", SECURITY_ROLE);
                environment.put("S2S_DB_URL", database);
                environment.putAll(different);
                return environment;
            });
            Runtime.getRuntime().addShutdownHook(new Thread(server::close));
            return new CustomersGateway(server, simulator, database);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /** Where people and services reach it, without a trailing slash. */
    URI address() {
        return server.address();
    }

    /** The address of one of its pages. */
    URI page(String pathAndQuery) {
        return URI.create(address() + pathAndQuery);
    }

    /** Its API, for the consumers of the run. */
    RunningGateway api() {
        return api;
    }

    Simulator simulator() {
        return api.simulator();
    }

    /** The process, for tests that end it. */
    ServerProcess server() {
        return server;
    }

    /** Somebody's browser, without cookies. */
    WebBrowser browser() {
        return new WebBrowser(simulator().trustingTls());
    }

    /** As at the start: no customers and nobody signed in, at the simulator neither. */
    void forgetCustomers() {
        simulator().entraId().reset();
        simulator().environments().forEach(environment -> environment.reset());
        simulator().faults().clear();
        change(Stream.concat(
                Stream.of(
                                "application_user_jobs",
                                "consent_requests",
                                "invitations",
                                "sign_in_requests",
                                "browser_sessions",
                                "environments",
                                "grants",
                                "console_drafts",
                                "audit_events")
                        .map(table -> "delete from " + table),
                Stream.of("delete from tenants where tenant_id <> '" + HOME_TENANT + "'")));
    }

    /** As if so much time had passed for everything that ends by itself: sign-ins, consents under way, invitations. */
    void letPass(Duration time) {
        change(Stream.of(
                        "consent_requests set expires_at = dateadd(second, -%1$d, expires_at)",
                        "sign_in_requests set expires_at = dateadd(second, -%1$d, expires_at)",
                        "invitations set expires_at = dateadd(second, -%1$d, expires_at)",
                        "browser_sessions set last_seen_at = dateadd(second, -%1$d, last_seen_at),"
                                + " signed_in_at = dateadd(second, -%1$d, signed_in_at)")
                .map(update -> "update " + update.formatted(time.toSeconds())));
    }

    /** Does something, and something else in the moment in which the tenant's next token is waited for. */
    void whileATokenIsAwaited(String tenantId, Runnable work, Runnable meanwhile) {
        String token = "/" + tenantId + "/oauth2/v2.0/token";
        simulator().faults().order(Faults.IDENTITY, token, 1, new Fault.Delay(TOKEN_TAKES));
        CompletableFuture<Void> done = CompletableFuture.runAsync(work);
        awaitThat(() -> simulator().faults().orders().isEmpty());
        meanwhile.run();
        done.join();
    }

    private static void awaitThat(BooleanSupplier condition) {
        Instant end = Instant.now().plus(PATIENCE);
        while (!condition.getAsBoolean()) {
            if (Instant.now().isAfter(end)) {
                throw new AssertionError("not in time");
            }
            try {
                Thread.sleep(50);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(stopped);
            }
        }
    }

    /** The roles with which people are signed in, one text for each person. */
    List<String> rolesOfPeople() {
        try (Connection connection = DriverManager.getConnection(database, "sa", "sa");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select home_roles from browser_sessions")) {
            List<String> roles = new ArrayList<>();
            while (rows.next()) {
                roles.add(rows.getString(1));
            }
            return roles;
        } catch (SQLException failed) {
            throw new IllegalStateException("the database could not be read", failed);
        }
    }

    private void change(Stream<String> statements) {
        try (Connection connection = DriverManager.getConnection(database, "sa", "sa");
                Statement statement = connection.createStatement()) {
            for (String text : statements.toList()) {
                statement.executeUpdate(text);
            }
        } catch (SQLException failed) {
            throw new IllegalStateException("the database could not be changed", failed);
        }
    }

    void close() {
        server.close();
    }
}
