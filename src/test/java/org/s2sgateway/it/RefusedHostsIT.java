package org.s2sgateway.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.s2sgateway.simulator.wire.Certificates;
import org.s2sgateway.testing.TlsServer;
import org.s2sgateway.testing.TlsServer.Answer;

/** Addresses that strangers type in: which are asked at all, and what comes of odd answers. */
class RefusedHostsIT {

    private static final String TENANT = "ad000000-0000-4000-8000-000000000003";
    private static final String ENVIRONMENT_ADMIN = "An administrator of the environment";
    private static final String OPERATOR = "The operator of this gateway";

    private static OddHosts odd;

    private final RunningGateway run = GatewayRun.gateway();

    private CustomersGateway gateway;
    private Operator operator;

    @BeforeEach
    void startWithoutCustomers() throws IOException {
        if (odd == null) {
            odd = new OddHosts(run);
        }
        gateway = odd.gateway;
        gateway.forgetCustomers();
        operator = new Operator(gateway);
    }

    @AfterAll
    static void stop() {
        if (odd != null) {
            odd.close();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "https://contoso.crm4.dynamics.com, S2S.HostNotAllowed",
        "https://contoso.crm4.dynamics.com.evil.example, S2S.HostNotAllowed",
        "https://crm4.dynamics.com.evil.example/contoso.crm4.dynamics.com, S2S.HostNotAllowed",
        "https://evil.example?x=contoso.crm4.dynamics.com, S2S.HostNotAllowed",
        "https://evil.example#.crm4.dynamics.com, S2S.HostNotAllowed",
        "https://localhost, S2S.HostNotAllowed",
        "https://localhost:{port}, S2S.HostNotAllowed",
        "localhost:{port}, S2S.HostNotAllowed",
        "https://LOCALHOST:{port}, S2S.HostNotAllowed",
        "https://localhost.:{port}, S2S.HostMalformed",
        "https://127.0.0.1:{port}, S2S.HostNotAllowed",
        "https://127.0.0.1:{listed}, S2S.HostNotAllowed",
        "https://2130706433:{port}, S2S.HostMalformed",
        "https://0x7f000001:{port}, S2S.HostMalformed",
        "https://0x7f.1:{port}, S2S.HostMalformed",
        "https://0177.0.0.1:{port}, S2S.HostMalformed",
        "https://127.1:{port}, S2S.HostMalformed",
        "https://[::1]:{port}, S2S.HostMalformed",
        "https://[::ffff:127.0.0.1]:{port}, S2S.HostMalformed",
        "https://169.254.169.254/metadata, S2S.HostNotAllowed",
        "https://localhost:{listed}@localhost:{port}, S2S.HostMalformed",
        "https://user:password@localhost:{port}, S2S.HostMalformed",
        "https://localhost:{port}\\@localhost:{listed}, S2S.HostMalformed",
        "http://localhost:{listed}, S2S.HostMalformed",
        "ftp://localhost:{port}, S2S.HostMalformed",
        "file:///etc/passwd, S2S.HostMalformed",
        "javascript:alert(1), S2S.HostMalformed",
        "//localhost:{port}, S2S.HostMalformed",
        "https://localhost:{port}0, S2S.HostMalformed",
        "https://localhost:0, S2S.HostMalformed",
        "https://xn--lcalhost-8ya:{port}, S2S.HostMalformed",
        "https://ｌｏｃａｌｈｏｓｔ:{port}, S2S.HostMalformed",
        "https://lo\tcalhost:{port}, S2S.HostMalformed",
        "'', S2S.HostMalformed",
        "'   ', S2S.HostMalformed",
        "https://, S2S.HostMalformed"
    })
    void asksNoHostThatIsNotListed(String address, String code) {
        String listed = gateway.simulator().host("adventure-works").split(":")[1];
        int simulated = odd.requestsOfEnvironments(gateway);

        Onboarder stranger = Onboarder.at(gateway)
                .beginAt(address.replace("{port}", odd.unlisted()).replace("{listed}", listed));

        assertThat(stranger.place()).isEqualTo("/connect");
        assertThat(stranger.code()).isEqualTo(code);
        assertThat(stranger.who()).isEqualTo(code.equals("S2S.HostNotAllowed") ? OPERATOR : ENVIRONMENT_ADMIN);
        assertThat(odd.connectionsToUnlisted()).isZero();
        assertThat(odd.requestsOfEnvironments(gateway)).isEqualTo(simulated);
        assertNothingBegun();
    }

    @Test
    void asksNothingBeforeSomebodyContinues() {
        int simulated = odd.requestsOfEnvironments(gateway);

        Onboarder.at(gateway)
                .open("/connect?environment=https://" + gateway.simulator().host("adventure-works"));

        assertThat(odd.requestsOfEnvironments(gateway)).isEqualTo(simulated);
    }

    @Test
    void refusesAnAddressThatIsTooLong() {
        Onboarder stranger = Onboarder.at(gateway).beginAt("https://" + "a".repeat(9_000) + ".crm4.dynamics.com");

        assertThat(stranger.code()).isEqualTo("S2S.HostMalformed");
        assertNothingBegun();
    }

    @ParameterizedTest
    @CsvSource({
        "redirecting, S2S.UnexpectedAnswer",
        "open, S2S.UnexpectedAnswer",
        "huge, S2S.UnexpectedAnswer",
        "huge-header, S2S.EnvironmentUnreachable",
        "without-challenge, S2S.UnexpectedAnswer",
        "basic, S2S.UnexpectedAnswer",
        "without-tenant, S2S.UnexpectedAnswer",
        "no-guid, S2S.UnexpectedAnswer",
        "no-address, S2S.UnexpectedAnswer",
        "with-user, S2S.UnexpectedAnswer",
        "untrusted, S2S.EnvironmentUnreachable"
    })
    void believesNoOddAnswer(String name, String code) {
        Instant before = Instant.now();

        Onboarder stranger = Onboarder.at(gateway).beginAt(odd.address(name));

        assertThat(stranger.place()).isEqualTo("/connect");
        assertThat(stranger.code()).isEqualTo(code);
        assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofSeconds(8));
        assertThat(odd.connectionsToUnlisted()).isZero();
        assertNothingBegun();
    }

    @Test
    void followsNoRedirectNotEvenToAListedHost() {
        int before = odd.requestsOfEnvironments(gateway);

        Onboarder stranger = Onboarder.at(gateway).beginAt(odd.address("redirecting-to-listed"));

        assertThat(stranger.code()).isEqualTo("S2S.UnexpectedAnswer");
        assertThat(odd.requestsOfEnvironments(gateway)).isEqualTo(before);
    }

    @Test
    void waitsFiveSecondsForAnAnswer() {
        gateway.simulator().faults().delay("adventure-works", 1, Duration.ofSeconds(20));

        assertGivenUp("https://" + gateway.simulator().host("adventure-works"));
    }

    @Test
    void waitsFiveSecondsForAConnection() {
        assertGivenUp(odd.address("silent"));
    }

    private void assertGivenUp(String address) {
        Onboarder stranger = Onboarder.at(gateway);
        Instant before = Instant.now();

        stranger.beginAt(address);

        assertThat(stranger.code()).isEqualTo("S2S.Timeout");
        assertThat(Duration.between(before, Instant.now())).isBetween(Duration.ofSeconds(4), Duration.ofSeconds(8));
        assertNothingBegun();
    }

    @Test
    void saysThatNobodyListens() {
        Onboarder stranger = Onboarder.at(gateway).beginAt(odd.address("nobody"));

        assertThat(stranger.code()).isEqualTo("S2S.EnvironmentUnreachable");
        assertNothingBegun();
    }

    @Test
    void sendsNobodyToASignInThatAChallengeNames() {
        // Only the tenant is read out of the challenge; where to sign in the registration says.
        Onboarder stranger = Onboarder.at(gateway).beginAt(odd.address("other-sign-in"));
        assertThat(stranger.heading()).isEqualTo("Sign in at your organisation");

        stranger.press("Sign in with Microsoft");

        assertThat(stranger.page().url().toString())
                .startsWith(gateway.simulator().authority() + "/" + TENANT + "/oauth2/v2.0/authorize?");
        assertThat(odd.connectionsToUnlisted()).isZero();
    }

    private void assertNothingBegun() {
        assertThat(operator.customers()).isEmpty();
        assertThat(operator.environments()).isEmpty();
        assertThat(operator.events()).isEmpty();
    }

    /** A gateway that may call a few hosts that are no environments, and a port beside them that it may not. */
    private static final class OddHosts implements AutoCloseable {

        private final CustomersGateway gateway;
        private final Map<String, String> addresses = new LinkedHashMap<>();
        private final List<AutoCloseable> servers = new ArrayList<>();
        private final Knocks unlisted = new Knocks();

        OddHosts(RunningGateway run) throws IOException {
            Path folder = Path.of(System.getProperty("it.folder"), "odd-hosts-tls");
            Files.createDirectories(folder);
            Certificates certificates = new Certificates(Clock.systemUTC().instant());
            Path authority = folder.resolve("ca.pem");
            certificates.writeAuthority(authority);
            Path trusted = Files.writeString(
                    folder.resolve("trusted.pem"),
                    Files.readString(authority)
                            + Files.readString(run.simulator().caCertificate()));
            String listed = "https://" + run.simulator().host("adventure-works");
            String elsewhere = "https://localhost:" + unlisted.port();
            String sent = "Bearer authorization_uri=";
            serve(certificates, "redirecting", it -> redirect(elsewhere));
            serve(certificates, "redirecting-to-listed", it -> redirect(listed + "/api/data/v9.2/"));
            serve(certificates, "open", it -> Answer.of(200, "{}"));
            serve(
                    certificates,
                    "huge",
                    it -> challenge(sent + "https://localhost/" + "a".repeat(6_000) + "/" + TENANT + "/x"));
            serve(certificates, "huge-header", it -> challenge(sent + "https://localhost/" + "a".repeat(600_000)));
            serve(certificates, "without-challenge", it -> Answer.of(401, ""));
            serve(certificates, "basic", it -> challenge("Basic realm=\"" + TENANT + "\""));
            serve(certificates, "without-tenant", it -> challenge(sent + elsewhere + "/common/oauth2/authorize"));
            serve(certificates, "no-guid", it -> challenge(sent + elsewhere + "/" + TENANT + "0/oauth2/authorize"));
            serve(certificates, "no-address", it -> challenge("Bearer authorization_uri=::/" + TENANT + "/"));
            serve(
                    certificates,
                    "with-user",
                    it -> challenge(sent + "https://a@localhost/" + TENANT + "/oauth2/authorize"));
            serve(
                    certificates,
                    "other-sign-in",
                    it -> challenge(sent + elsewhere + "/" + TENANT + "/oauth2/authorize"));
            TlsServer stranger =
                    TlsServer.start(new Certificates(Clock.systemUTC().instant()), it -> Answer.of(401, ""));
            add("untrusted", stranger.port(), stranger);
            Knocks silent = new Knocks();
            add("silent", silent.port(), silent);
            try (ServerSocket nobody = new ServerSocket(0)) {
                addresses.put("nobody", "localhost:" + nobody.getLocalPort());
            }
            gateway = CustomersGateway.start(
                    run.simulator(),
                    "odd-hosts",
                    Map.of(
                            "S2S_DATAVERSE_HOSTS",
                            String.join(",", addresses.values()) + "," + System.getenv("S2S_DATAVERSE_HOSTS"),
                            "S2S_TLS_TRUST_CERTIFICATES",
                            trusted.toString()));
        }

        String address(String name) {
            return "https://" + addresses.get(name);
        }

        String unlisted() {
            return String.valueOf(unlisted.port());
        }

        int connectionsToUnlisted() {
            return unlisted.count();
        }

        int requestsOfEnvironments(CustomersGateway of) {
            return of.simulator().environments().stream()
                    .mapToInt(environment -> environment.requests().size())
                    .sum();
        }

        @Override
        public void close() {
            gateway.close();
            servers.forEach(OddHosts::closeQuietly);
            closeQuietly(unlisted);
        }

        private void serve(Certificates certificates, String name, Function<TlsServer.Request, Answer> answers) {
            TlsServer server = TlsServer.start(certificates, answers);
            add(name, server.port(), server);
        }

        private void add(String name, int port, AutoCloseable server) {
            addresses.put(name, "localhost:" + port);
            servers.add(server);
        }

        private static Answer redirect(String target) {
            return new Answer(302, Map.of("Location", target), "");
        }

        private static Answer challenge(String value) {
            return new Answer(401, Map.of("WWW-Authenticate", value), "");
        }

        private static void closeQuietly(AutoCloseable server) {
            try {
                server.close();
            } catch (Exception gone) {
                throw new IllegalStateException(gone);
            }
        }
    }

    /** A port that takes connections, counts them, and says nothing. */
    private static final class Knocks implements AutoCloseable {

        private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        private final List<Socket> visitors = new CopyOnWriteArrayList<>();

        Knocks() throws IOException {
            Thread thread = new Thread(this::listen, "knocks");
            thread.setDaemon(true);
            thread.start();
        }

        int port() {
            return socket.getLocalPort();
        }

        int count() {
            return visitors.size();
        }

        private void listen() {
            try {
                while (true) {
                    visitors.add(socket.accept());
                }
            } catch (IOException closed) {
                // That is how it ends.
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
            for (Socket visitor : visitors) {
                visitor.close();
            }
        }
    }
}
