package org.s2sgateway.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.s2sgateway.simulator.wire.FreePort;

/**
 * nginx as the upstream on every port of the world, and on a port of its own as the proxy that the gateway is compared
 * with: TLS to the upstream, its certificate checked, connections kept. Everything it writes is below the folder.
 */
final class Nginx implements AutoCloseable {

    private static final Duration TO_START = Duration.ofSeconds(10);
    private static final int SECONDS_TO_STOP = 10;

    private final Process process;
    private final int proxyPort;

    private Nginx(Process process, int proxyPort) {
        this.process = process;
        this.proxyPort = proxyPort;
    }

    /** Empty where there is no nginx. */
    static Optional<Nginx> start(World world, Path folder) throws IOException, InterruptedException, CannotMeasure {
        Optional<Tool> tool = Tool.find("nginx", folder.getParent(), "nginx");
        if (tool.isEmpty()) {
            return Optional.empty();
        }
        Files.createDirectories(folder);
        int proxyPort = FreePort.find();
        Path certificate = folder.resolve("upstream.pem").toAbsolutePath();
        world.certificates().identity(List.of("localhost")).writePem(certificate);
        Path config = folder.resolve("nginx.conf").toAbsolutePath();
        Files.writeString(config, config(world, folder.toAbsolutePath(), certificate, proxyPort));
        // The shell ends nginx when its own input ends, which it does with this process, however that goes.
        ProcessBuilder command =
                tool.get().command(List.of("-p", folder.toAbsolutePath().toString(), "-c", config.toString()));
        command.command().addAll(0, List.of("sh", "-c", "\"$@\" & cat > /dev/null; kill $!; wait", "sh"));
        Path log = folder.resolve("nginx.log");
        Process process =
                command.redirectErrorStream(true).redirectOutput(log.toFile()).start();
        Nginx nginx = new Nginx(process, proxyPort);
        nginx.awaitPort(proxyPort, log);
        return Optional.of(nginx);
    }

    /** Where it is a proxy, over plain HTTP as the gateway is here. */
    int proxyPort() {
        return proxyPort;
    }

    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            process.waitFor(SECONDS_TO_STOP, TimeUnit.SECONDS);
        } catch (IOException gone) {
            // Then it has ended by itself.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroy();
        }
    }

    private void awaitPort(int port, Path log) throws IOException, InterruptedException, CannotMeasure {
        long deadline = System.nanoTime() + TO_START.toNanos();
        while (true) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress("127.0.0.1", port), 1_000);
                return;
            } catch (IOException notYet) {
                if (!process.isAlive() || process.descendants().findAny().isEmpty() && System.nanoTime() > deadline) {
                    close();
                    throw new CannotMeasure(
                            "nginx does not start: " + Files.readString(log).strip());
                }
                Thread.sleep(50);
            }
        }
    }

    private static String config(World world, Path folder, Path certificate, int proxyPort) {
        List<String> servers = new ArrayList<>();
        for (int port : world.ports()) {
            servers.add(upstream(world, certificate, port));
        }
        // "user" counts only where nginx is started as root, whose files a worker could not read otherwise.
        return """
                daemon off;
                %s
                worker_processes auto;
                pid %s/nginx.pid;
                error_log %s/error.log warn;
                events { worker_connections 8192; }
                http {
                    access_log off;
                    client_body_temp_path %s/body;
                    proxy_temp_path %s/proxy;
                    fastcgi_temp_path %s/fastcgi;
                    uwsgi_temp_path %s/uwsgi;
                    scgi_temp_path %s/scgi;
                    # Otherwise it closes every connection after a thousand requests.
                    keepalive_requests 100000000;
                    keepalive_timeout 600s;
                    # So that a dollar sign can be written.
                    geo $dollar { default "$"; }
                    upstream environment {
                        server 127.0.0.1:%d;
                        keepalive 128;
                        keepalive_requests 100000000;
                    }
                    server {
                        listen 127.0.0.1:%d;
                        location / {
                            proxy_pass https://environment;
                            proxy_http_version 1.1;
                            proxy_set_header Connection "";
                            proxy_set_header Host localhost:%d;
                            proxy_ssl_name localhost;
                            proxy_ssl_server_name on;
                            proxy_ssl_verify on;
                            proxy_ssl_trusted_certificate %s;
                        }
                    }
                %s
                }
                """
                .formatted(
                        System.getProperty("user.name").equals("root") ? "user root;" : "",
                        folder,
                        folder,
                        folder,
                        folder,
                        folder,
                        folder,
                        folder,
                        world.ports().get(0),
                        proxyPort,
                        world.ports().get(0),
                        World.authority(folder.getParent()),
                        String.join("\n", servers));
    }

    private static String upstream(World world, Path certificate, int port) {
        StringBuilder headers = new StringBuilder();
        SmallAnswer.headers().forEach((name, value) -> {
            if (!name.equals("Content-Type")) {
                headers.append("        add_header %s '%s';%n".formatted(name, value));
            }
        });
        return """
                    server {
                        listen 127.0.0.1:%d ssl backlog=4096;
                        ssl_certificate %s;
                        ssl_certificate_key %s;
                        default_type '%s';
                        add_header WWW-Authenticate '%s' always;
                %s
                        if ($http_authorization = "") { return 401; }
                        location / { return 200 '%s'; }
                    }
                """
                .formatted(
                        port,
                        certificate,
                        certificate,
                        SmallAnswer.headers().get("Content-Type"),
                        world.challenge(port),
                        headers,
                        SmallAnswer.body("localhost:" + port)
                                .replace("\\", "\\\\")
                                .replace("$", "${dollar}"));
    }
}
