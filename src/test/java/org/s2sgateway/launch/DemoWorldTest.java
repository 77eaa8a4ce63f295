package org.s2sgateway.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.s2sgateway.simulator.Simulator;
import org.s2sgateway.simulator.SimulatorOptions;

class DemoWorldTest {

    private static final DemoWorld WORLD = new DemoWorld(
            URI.create("https://localhost:9443"),
            Path.of("/it's/ca.pem"),
            "localhost:9444",
            "localhost:9445",
            List.of("localhost:9444", "localhost:9445"));

    @TempDir
    Path folder;

    @Test
    void tellsTheGatewayOfTheSimulatorAndOfNothingElse() {
        Map<String, String> given = Map.of("PATH", "/bin", "S2S_HTTP_PROXY", "proxy.example.com:3128");

        assertThat(WORLD.configuration(given, new Port(8080), Path.of("/demo/s2s")))
                .containsOnly(
                        Map.entry("PATH", "/bin"),
                        Map.entry("S2S_PUBLIC_URL", "http://localhost:8080"),
                        Map.entry("S2S_REGISTRATION_MODE", "multi-tenant"),
                        Map.entry("S2S_REGISTRATION_AUTHORITY", "https://localhost:9443"),
                        Map.entry("S2S_REGISTRATION_TENANT_ID", "c0a00000-0000-4000-8000-000000000001"),
                        Map.entry("S2S_REGISTRATION_CLIENT_ID", "a0000000-0000-4000-8000-000000000001"),
                        Map.entry("S2S_REGISTRATION_CLIENT_SECRET", "simulated-gateway-secret~1"),
                        Map.entry("S2S_AUDIT_KEY", "ZGVtbyBrZXkgb2YgdGhlIGF1ZGl0LCAyNTYgYml0cyE="),
                        Map.entry("S2S_DATAVERSE_HOSTS", "localhost:9444,localhost:9445"),
                        Map.entry("S2S_ONBOARDING_SECURITY_ROLE", "S2S Gateway Access"),
                        Map.entry("S2S_TLS_TRUST_CERTIFICATES", "/it's/ca.pem"),
                        Map.entry("S2S_DB_URL", "jdbc:h2:file:/demo/s2s"));
    }

    @Test
    void leadsACustomersAdministratorToTheConnectPageOfAnEnvironmentThatIsNotConnected() {
        assertThat(WORLD.connectAddress(new Port(8080)))
                .isEqualTo("http://localhost:8080/connect?environment=localhost:9445");
    }

    @Test
    void theCommandToPasteIsOneLine() {
        assertThat(WORLD.curl(new Port(8080)))
                .isEqualTo("curl -sS -H \"Authorization: Bearer $(curl -sS --cacert '/it'\\''s/ca.pem'"
                        + " -d grant_type=client_credentials -d client_id=b0000000-0000-4000-8000-000000000008"
                        + " -d 'client_secret=simulated-demo-secret~1'"
                        + " -d 'scope=api://a0000000-0000-4000-8000-000000000001/.default'"
                        + " https://localhost:9443/c0a00000-0000-4000-8000-000000000001/oauth2/v2.0/token"
                        + " | sed -n 's/.*\"access_token\" *: *\"\\([^\"]*\\)\".*/\\1/p')\""
                        + " 'http://localhost:8080/api/dataverse/localhost:9444/api/data/v9.2/accounts"
                        + "?$select=name&$top=3'");
    }

    @Test
    void anOperatorsCommandIsTheSameWithAnotherApplication() {
        assertThat(WORLD.operatorsCurl(new Port(8080), "/api/grants"))
                .isEqualTo(WORLD.curl(new Port(8080))
                        .replace("b0000000-0000-4000-8000-000000000008", "b0000000-0000-4000-8000-000000000002")
                        .replace("simulated-demo-secret~1", "simulated-operator-tool-secret~1")
                        .replaceFirst("/api/dataverse/.*$", "/api/grants'"));
    }

    @Test
    @Timeout(60)
    void theCommandToPasteFetchesATokenAndCallsTheGateway() throws Exception {
        assumeThat(Path.of("/bin/sh")).exists();
        assumeThat(List.of(Path.of("/usr/bin/curl"), Path.of("/bin/curl"))).anyMatch(Files::exists);
        HttpServer gateway = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        gateway.createContext("/", DemoWorldTest::repeat);
        gateway.start();
        try (Simulator simulator = Simulator.start(SimulatorOptions.onFreePorts(folder.resolve("with space")))) {
            DemoWorld world = DemoWorld.of(simulator);
            Port port = new Port(gateway.getAddress().getPort());

            assertThat(said(world.curl(port)))
                    .startsWith("GET /api/dataverse/" + world.environment()
                            + "/api/data/v9.2/accounts?$select=name&$top=3 Bearer eyJ");
            String asOperator = "GET /api/grants Bearer ";
            String said = said(world.operatorsCurl(port, "/api/grants"));
            assertThat(said).startsWith(asOperator);
            assertThat(SignedJWT.parse(said.substring(asOperator.length()))
                            .getJWTClaimsSet()
                            .getStringListClaim("roles"))
                    .containsExactly("Gateway.Operator");
        } finally {
            gateway.stop(0);
        }
    }

    private static String said(String command) throws Exception {
        Process shell = new ProcessBuilder("/bin/sh", "-c", command)
                .redirectErrorStream(true)
                .start();
        shell.getOutputStream().close();
        String said = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(shell.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return said;
    }

    private static void repeat(HttpExchange exchange) throws IOException {
        String said = exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                + exchange.getRequestHeaders().getFirst("Authorization");
        byte[] body = said.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }
}
