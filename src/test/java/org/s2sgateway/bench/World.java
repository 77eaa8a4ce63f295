package org.s2sgateway.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.net.ssl.SSLContext;
import org.s2sgateway.simulator.Simulator;
import org.s2sgateway.simulator.SimulatorOptions;
import org.s2sgateway.simulator.wire.Certificates;
import org.s2sgateway.simulator.wire.FreePort;

/**
 * What the gateway is configured with: the simulator as the identity provider, and hosts for upstreams that are made for
 * load, which the simulator's environments are not. The names are of this machine alone.
 */
final class World implements AutoCloseable {

    static final UUID TENANT = UUID.fromString("c0a00000-0000-4000-8000-000000000001");

    private static final String GATEWAY = "a0000000-0000-4000-8000-000000000001";
    private static final String GATEWAY_SECRET = "simulated-gateway-secret~1";

    /** May both register environments and call them. */
    private static final String CONSUMER = "demo";

    private final Simulator simulator;
    private final Certificates certificates = new Certificates(Instant.now());
    private final Path trusted;
    private final List<Integer> ports;

    private World(Simulator simulator, Path folder, List<Integer> ports) throws IOException {
        this.simulator = simulator;
        this.ports = ports;
        this.trusted = folder.resolve("trusted.pem").toAbsolutePath();
        Path own = authority(folder);
        certificates.writeAuthority(own);
        Files.writeString(trusted, Files.readString(simulator.caCertificate()) + Files.readString(own));
        hosts().forEach(host -> simulator.entraId().directory().addResource("https://" + host, TENANT));
    }

    /** @param environments how many hosts there are to be */
    static World start(Path folder, int environments) throws IOException {
        Files.createDirectories(folder);
        Simulator simulator = Simulator.start(SimulatorOptions.onFreePorts(folder.resolve("simulator")));
        List<Integer> ports = new ArrayList<>();
        while (ports.size() < environments) {
            int port = FreePort.find();
            if (!ports.contains(port)) {
                ports.add(port);
            }
        }
        return new World(simulator, folder, List.copyOf(ports));
    }

    /** Where the upstream has to listen. */
    List<Integer> ports() {
        return ports;
    }

    /** The same as the gateway names them. */
    List<String> hosts() {
        return ports.stream().map(port -> "localhost:" + port).toList();
    }

    /** The certificate of a server at these hosts. */
    Certificates certificates() {
        return certificates;
    }

    /** PEM file with the authority that made it. */
    static Path authority(Path folder) {
        return folder.resolve("upstream-ca.pem").toAbsolutePath();
    }

    SSLContext trustingTls() {
        return certificates.client();
    }

    /** A consumer's token for the gateway, good for an hour. */
    String token() {
        return simulator.token(CONSUMER);
    }

    /** What an environment answers to whoever has no token. */
    String challenge(int port) {
        return "Bearer authorization_uri=" + simulator.authority() + "/" + TENANT
                + "/oauth2/authorize, resource_id=https://localhost:" + port + "/";
    }

    /** The gateway's environment variables. */
    Map<String, String> configuration(String publicUrl, Path database) {
        Map<String, String> variables = new HashMap<>();
        variables.put("S2S_PUBLIC_URL", publicUrl);
        variables.put("S2S_REGISTRATION_AUTHORITY", simulator.authority().toString());
        variables.put("S2S_REGISTRATION_TENANT_ID", TENANT.toString());
        variables.put("S2S_REGISTRATION_CLIENT_ID", GATEWAY);
        variables.put("S2S_REGISTRATION_CLIENT_SECRET", GATEWAY_SECRET);
        variables.put("S2S_DATAVERSE_HOSTS", String.join(",", hosts()));
        variables.put("S2S_TLS_TRUST_CERTIFICATES", trusted.toString());
        variables.put("S2S_DB_URL", "jdbc:h2:file:" + database.toAbsolutePath());
        return Map.copyOf(variables);
    }

    @Override
    public void close() {
        simulator.close();
    }
}
