package org.s2sgateway.simulator;

import io.undertow.Handlers;
import io.undertow.server.HttpHandler;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import org.s2sgateway.simulator.dataverse.Environment;
import org.s2sgateway.simulator.dataverse.Place;
import org.s2sgateway.simulator.identity.Application;
import org.s2sgateway.simulator.identity.ApplicationSecret;
import org.s2sgateway.simulator.identity.Directory;
import org.s2sgateway.simulator.identity.DirectoryTenant;
import org.s2sgateway.simulator.identity.EntraId;
import org.s2sgateway.simulator.identity.OddToken;
import org.s2sgateway.simulator.identity.SigningKeys;
import org.s2sgateway.simulator.wire.Certificates;
import org.s2sgateway.simulator.wire.Door;
import org.s2sgateway.simulator.wire.Faults;
import org.s2sgateway.simulator.wire.ForwardProxy;
import org.s2sgateway.simulator.wire.RecordedRequest;
import org.s2sgateway.simulator.wire.Recorder;

/**
 * Entra ID and Dataverse, running: every tenant at one address, every environment at an address of its own, all over
 * TLS with a certificate that {@link #caCertificate()} vouches for. Listens on the loopback interface only.
 * Thread-safe; closing it frees its ports.
 */
public final class Simulator implements AutoCloseable {

    static final String LOOPBACK = "127.0.0.1";

    private static final int ATTEMPTS = 5;

    private final Path home;
    private final List<World.Site> sites;
    private final SSLContext trustingTls;
    private final EntraId entraId;
    private final Map<String, Environment> environments;
    private final Faults faults = new Faults();
    private final Recorder identityRequests = new Recorder();
    private final List<ForwardProxy> proxies = new CopyOnWriteArrayList<>();
    private final Listeners server;

    private Simulator(SimulatorOptions options) throws IOException {
        this.home = options.home().toAbsolutePath();
        Certificates certificates = new Certificates(options.clock().instant());
        Certificates.Identity gateway = certificates.selfSigned("s2s-gateway");
        this.trustingTls = certificates.client();

        this.sites = World.sites(options.loadEnvironments());
        Ports ports = Ports.of(options, sites.size());
        URI authority = URI.create("https://localhost:" + ports.identity());
        Directory directory = World.directory(gateway.certificate());
        SigningKeys keys = new SigningKeys(() -> certificates.selfSigned("accounts.accesscontrol.windows.net"));
        this.entraId = new EntraId(authority, Set.of(World.PRODUCTION_LOGIN), directory, keys, options.clock());
        this.environments = environments(ports, authority, options);

        this.server = new Listeners(certificates.server(World.names(sites)));
        HttpHandler identity = Handlers.path(Door.of(Faults.IDENTITY, entraId, faults, identityRequests))
                // Not subject to the faults it orders.
                .addPrefixPath("/simulator", Door.of("", new Controls(this), faults, new Recorder()));
        server.add(ports.identity(), identity);
        int index = 0;
        for (Environment environment : environments.values()) {
            server.add(
                    ports.environments().get(index++),
                    Door.of(environment.place().name(), environment, faults, environment.recorder()));
        }
        server.start();
        writeCertificates(certificates, gateway);
    }

    /** Only once the ports are held: a second simulator that cannot start must not replace the files of the first. */
    private void writeCertificates(Certificates certificates, Certificates.Identity gateway) throws IOException {
        try {
            Files.createDirectories(home);
            certificates.writeAuthority(caCertificate());
            gateway.writePkcs12(gatewayPkcs12(), World.CERTIFICATE_PASSWORD);
            gateway.writePem(gatewayPem());
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    /** Starts the fixed world; throws {@link PortTaken} when a port that was asked for is. */
    public static Simulator start(SimulatorOptions options) throws IOException {
        for (int attempt = 1; ; attempt++) {
            try {
                return new Simulator(options);
            } catch (BindException e) {
                // Between finding a free port and taking it, somebody else may have taken it.
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    /** Address of the identity side, such as {@code https://localhost:9443}: no trailing slash, no tenant. */
    public URI authority() {
        return entraId.authority();
    }

    /** PEM file with the certificate authority that all its addresses are certified by. */
    public Path caCertificate() {
        return home.resolve("ca.pem");
    }

    /** TLS for a client that trusts this simulator and nobody else. */
    public SSLContext trustingTls() {
        return trustingTls;
    }

    /** The gateway's certificate and key, password {@link #certificatePassword()}. */
    public Path gatewayPkcs12() {
        return home.resolve("gateway.p12");
    }

    /** The gateway's certificate and PKCS#8 key. */
    public Path gatewayPem() {
        return home.resolve("gateway.pem");
    }

    public String certificatePassword() {
        return World.CERTIFICATE_PASSWORD;
    }

    /** An environment's host with its port, such as {@code localhost:9444}. */
    public String host(String environmentName) {
        return environment(environmentName).host();
    }

    /** The environment of that name; throws {@link NoSuchElementException} with the names there are. */
    public Environment environment(String name) {
        Environment environment = environments.get(name);
        if (environment == null) {
            throw new NoSuchElementException(name + " is none of " + environments.keySet());
        }
        return environment;
    }

    /** What is odd about an environment. */
    String remark(String environmentName) {
        return sites.stream()
                .filter(site -> site.name().equals(environmentName))
                .findFirst()
                .orElseThrow()
                .remark();
    }

    public List<Environment> environments() {
        return List.copyOf(environments.values());
    }

    public EntraId entraId() {
        return entraId;
    }

    /** What the identity side was asked, the oldest first; at most the last 10,000. */
    public List<RecordedRequest> identityRequests() {
        return identityRequests.requests();
    }

    /**
     * Starts a forward proxy that leads {@code login.microsoftonline.com}, {@code <name>.crm4.dynamics.com} and
     * {@code <name>.api.crm4.dynamics.com} here; closed with the simulator.
     *
     * @param port 0 for a free one
     */
    public ForwardProxy startProxy(int port) throws IOException {
        Map<String, Integer> routes = new HashMap<>();
        routes.put(World.PRODUCTION_LOGIN + ":443", authority().getPort());
        for (World.Site site : sites) {
            int own = URI.create(environment(site.name()).place().url()).getPort();
            routes.put(site.productionHost() + ":443", own);
            routes.put(site.productionApiHost() + ":443", own);
        }
        try {
            ForwardProxy proxy = new ForwardProxy(InetAddress.getByName(LOOPBACK), port, routes);
            proxies.add(proxy);
            return proxy;
        } catch (BindException e) {
            throw new PortTaken("the proxy", port);
        }
    }

    /** The object id of a person in the tenant that the person is at home in. */
    public UUID personId(String userPrincipalName) {
        return entraId.directory().person(userPrincipalName).objectId();
    }

    public Faults faults() {
        return faults;
    }

    /** A token for the gateway's API, as the application gets it from its own tenant, without asking over HTTP. */
    public String token(String application) {
        return oddToken(application).sign();
    }

    /** The same token, to be bent before it is signed. */
    public OddToken oddToken(String application) {
        Application known = entraId.directory().application(application);
        DirectoryTenant tenant = entraId.directory().tenants().stream()
                .filter(candidate -> known.principal(candidate.id()).isPresent())
                .findFirst()
                .orElseThrow(() -> new NoSuchElementException(application + " is in no tenant"));
        return entraId.consumerToken(known, tenant);
    }

    /** Everything that must never be read in a log: all secrets, and every token and assertion so far. */
    public Set<String> spokenSecrets() {
        Set<String> secrets = new HashSet<>(entraId.spoken());
        entraId.directory().applications().stream()
                .flatMap(application -> application.secrets().stream())
                .map(ApplicationSecret::value)
                .forEach(secrets::add);
        secrets.add(World.CERTIFICATE_PASSWORD);
        return Set.copyOf(secrets);
    }

    @Override
    public void close() {
        proxies.forEach(ForwardProxy::close);
        server.close();
    }

    private Map<String, Environment> environments(Ports ports, URI authority, SimulatorOptions options) {
        Map<String, Environment> all = new LinkedHashMap<>();
        int index = 0;
        for (World.Site site : sites) {
            String host = "localhost:" + ports.environments().get(index++);
            Environment environment = new Environment(
                    new Place(site.name(), site.tenant(), site.addresses(host, authority)),
                    entraId.keys()::verify,
                    options.clock(),
                    applicationId -> World.nameIn(site.tenant(), applicationId, entraId.directory()),
                    World::furnish);
            entraId.directory().addResource("https://" + host, site.tenant().id());
            entraId.directory()
                    .addResource(
                            "https://" + site.productionHost(), site.tenant().id());
            all.put(site.name(), environment);
        }
        return all;
    }
}
