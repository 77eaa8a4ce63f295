package org.s2sgateway.testing;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.s2sgateway.simulator.wire.Certificates;
import org.s2sgateway.simulator.wire.FreePort;

/**
 * A real Keycloak over TLS with two realms that differ in nothing but name and keys, {@code staff} and {@code other}: Olga
 * is an operator, Paul has no role, {@code orders-service} has one and {@code idle-service} another. It takes about 20
 * seconds to start, the first time twice that, and runs until it is closed.
 */
public final class Keycloak implements AutoCloseable {

    /** Of every person. */
    public static final String PASSWORD = "keycloak-password-of-people~1";

    /** Of the client {@code gateway-staff}. */
    public static final String STAFF_SECRET = "keycloak-staff-secret~1";

    private static final String SERVICE_SECRET = "keycloak-service-secret~1";
    private static final String ADMIN_PASSWORD = "keycloak-admin-password~1";
    private static final Set<String> SPOKEN = ConcurrentHashMap.newKeySet();

    private static final Duration TO_START = Duration.ofMinutes(3);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int SECONDS_TO_STOP = 20;

    private final Certificates certificates = new Certificates(Instant.now());
    private final Certificates.Identity key = certificates.selfSigned("staff");
    private final HttpClient http =
            HttpClient.newBuilder().sslContext(certificates.client()).build();
    private final URI address;
    private final Path home;
    private final Path log;
    private final Process process;

    /** Names the key that these tests know, which is not the one that signs any more after a rotation. */
    private Optional<JWSHeader> ownHeader = Optional.empty();

    private Keycloak(Path home, Path folder) throws IOException, InterruptedException {
        this.home = home;
        int port = FreePort.find();
        this.address = URI.create("https://localhost:" + port);
        this.log = folder.resolve("keycloak.log");
        Files.createDirectories(folder);
        Path identity = folder.resolve("tls.p12");
        certificates.identity(List.of("localhost")).writePkcs12(identity, "transient");
        build(folder);
        process = run(
                log,
                "start",
                "--optimized",
                "--http-enabled=false",
                "--https-port=" + port,
                "--http-host=127.0.0.1",
                "--hostname=" + address,
                "--https-key-store-file=" + identity.toAbsolutePath(),
                "--https-key-store-password=transient");
        SPOKEN.addAll(List.of(PASSWORD, STAFF_SECRET, SERVICE_SECRET, ADMIN_PASSWORD));
        awaitStart();
    }

    /**
     * Starts one without realms, and waits until it serves.
     *
     * @param home the files as they were downloaded, which are prepared once
     * @param folder a new folder for all that this one writes
     */
    public static Keycloak start(Path home, Path folder) throws IOException, InterruptedException {
        return new Keycloak(home, folder);
    }

    /** Makes the two realms, for a gateway at this address. */
    public void serve(URI gateway) throws IOException {
        String admin = adminToken();
        post(admin, "/admin/realms", realm("staff", gateway, key));
        post(admin, "/admin/realms", realm("other", gateway, certificates.selfSigned("other")));
        ownHeader = Optional.of(header(serviceToken("staff", "orders-service")));
    }

    /** Every secret and token that went to or came from one of this process, as far as tests saw them. */
    public static Set<String> spokenSecrets() {
        return Set.copyOf(SPOKEN);
    }

    /** The issuer that people and services of {@code staff} have. */
    public String issuer() {
        return address + "/realms/staff";
    }

    /** Writes whom to trust to speak with it. */
    public void writeAuthority(Path file) throws IOException {
        certificates.writeAuthority(file);
    }

    /** Somebody's browser, which trusts it. */
    public WebBrowser browser() {
        return new WebBrowser(certificates.client());
    }

    /** The access token of a service of that realm (RFC 6749 section 4.4). */
    public String serviceToken(String realm, String client) {
        return token(
                realm,
                "access_token",
                Map.of("grant_type", "client_credentials", "client_id", client, "client_secret", SERVICE_SECRET));
    }

    /** An ID token of Olga. */
    public String idToken() {
        return token(
                "staff",
                "id_token",
                Map.of(
                        "grant_type", "password",
                        "client_id", "gateway-staff",
                        "client_secret", STAFF_SECRET,
                        "username", "olga",
                        "password", PASSWORD,
                        "scope", "openid"));
    }

    /** The same token, signed by the realm's first key, that has expired an hour ago. */
    public String expired(String token) {
        try {
            SignedJWT parsed = SignedJWT.parse(token);
            SignedJWT expired = new SignedJWT(
                    ownHeader.orElseThrow(),
                    new JWTClaimsSet.Builder(parsed.getJWTClaimsSet())
                            .expirationTime(Date.from(Instant.now().minus(Duration.ofHours(1))))
                            .build());
            expired.sign(new RSASSASigner(key.key()));
            return remembered(expired.serialize());
        } catch (ParseException | JOSEException broken) {
            throw new IllegalStateException(broken);
        }
    }

    /** Has the realm sign with a new key from now on; the one before stays published. */
    public void rotateKeys() {
        post(
                adminToken(),
                "/admin/realms/staff/components",
                """
                {"name":"next","providerId":"rsa-generated","providerType":"org.keycloak.keys.KeyProvider",
                 "config":{"priority":["200"],"active":["true"],"enabled":["true"],"algorithm":["RS256"]}}""");
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        try {
            process.waitFor(SECONDS_TO_STOP, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private String adminToken() {
        return token(
                "master",
                "access_token",
                Map.of(
                        "grant_type", "password",
                        "client_id", "admin-cli",
                        "username", "admin",
                        "password", ADMIN_PASSWORD));
    }

    private void post(String admin, String path, String json) {
        HttpResponse<String> answer = send(HttpRequest.newBuilder(URI.create(address + path))
                .header("Authorization", "Bearer " + admin)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json)));
        if (answer.statusCode() != 201) {
            throw new IllegalStateException(path + " answered " + answer.statusCode() + " " + answer.body());
        }
    }

    private String token(String realm, String which, Map<String, String> form) {
        String body = form.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        HttpResponse<String> answer =
                send(HttpRequest.newBuilder(URI.create(address + "/realms/" + realm + "/protocol/openid-connect/token"))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(body)));
        try (JsonReader reader = Json.createReader(new StringReader(answer.body()))) {
            JsonObject tokens = reader.readObject();
            if (!tokens.containsKey(which)) {
                throw new IllegalStateException("Keycloak gave no " + which + ": " + answer.body());
            }
            return remembered(tokens.getString(which));
        }
    }

    private static JWSHeader header(String token) {
        try {
            return SignedJWT.parse(token).getHeader();
        } catch (ParseException broken) {
            throw new IllegalStateException(broken);
        }
    }

    private static String remembered(String token) {
        SPOKEN.add(token);
        return token;
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.timeout(PATIENCE).build(), BodyHandlers.ofString());
        } catch (IOException unreachable) {
            throw new IllegalStateException("Keycloak did not answer, see " + log, unreachable);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private static String realm(String name, URI gateway, Certificates.Identity key) throws IOException {
        try (InputStream template = Keycloak.class.getResourceAsStream("keycloak-realm.json")) {
            Base64.Encoder base64 = Base64.getEncoder();
            return new String(template.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("@REALM@", name)
                    .replace("@GATEWAY@", gateway.toString())
                    .replace("@STAFF_SECRET@", STAFF_SECRET)
                    .replace("@SERVICE_SECRET@", SERVICE_SECRET)
                    .replace("@PASSWORD@", PASSWORD)
                    .replace("@KEY@", base64.encodeToString(key.key().getEncoded()))
                    .replace(
                            "@CERTIFICATE@",
                            base64.encodeToString(key.certificate().getEncoded()));
        } catch (CertificateEncodingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Puts its parts together for this configuration, once for all runs: that is most of what its first start takes. */
    private void build(Path folder) throws IOException, InterruptedException {
        Path done = home.resolve("built-for-tests");
        if (Files.exists(done)) {
            return;
        }
        Path buildLog = folder.resolve("keycloak-build.log");
        Process build = run(buildLog, "build", "--db=dev-mem", "--cache=local");
        if (!build.waitFor(TO_START.toSeconds(), TimeUnit.SECONDS) || build.exitValue() != 0) {
            build.destroyForcibly();
            throw new IllegalStateException("Keycloak could not be built, see " + buildLog);
        }
        Files.createFile(done);
    }

    private Process run(Path output, String... arguments) throws IOException {
        // As bin/kc.sh has it, which is a script of one operating system only.
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dfile.encoding=UTF-8",
                "-Djava.util.concurrent.ForkJoinPool.common.threadFactory="
                        + "io.quarkus.bootstrap.forkjoin.QuarkusForkJoinWorkerThreadFactory",
                "-Dkc.home.dir=" + home.toAbsolutePath(),
                "-Djboss.server.config.dir=" + home.resolve("conf").toAbsolutePath(),
                "-Djava.security.egd=file:/dev/urandom",
                "-Dquarkus-log-max-startup-records=10000",
                "-cp",
                home.resolve("lib").resolve("quarkus-run.jar").toAbsolutePath().toString(),
                "io.quarkus.bootstrap.runner.QuarkusEntryPoint"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("KC_") || name.startsWith("S2S_"));
        builder.environment()
                .putAll(Map.of("KC_BOOTSTRAP_ADMIN_USERNAME", "admin", "KC_BOOTSTRAP_ADMIN_PASSWORD", ADMIN_PASSWORD));
        return builder.start();
    }

    private void awaitStart() throws IOException, InterruptedException {
        Instant deadline = Instant.now().plus(TO_START);
        while (!Files.readString(log, StandardCharsets.ISO_8859_1).contains("Listening on: https://")) {
            if (!process.isAlive() || Instant.now().isAfter(deadline)) {
                close();
                throw new IllegalStateException("Keycloak did not start, see " + log);
            }
            Thread.sleep(200);
        }
    }
}
