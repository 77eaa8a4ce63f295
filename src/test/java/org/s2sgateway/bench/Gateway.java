package org.s2sgateway.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.s2sgateway.testing.ServerProcess;

/** The gateway on one server, and what it is asked for. */
final class Gateway implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final ServerProcess process;
    private final GcLog collections;
    private final World world;

    Gateway(ServerProcess process, GcLog collections, World world) {
        this.process = process;
        this.collections = collections;
        this.world = world;
    }

    long pid() {
        return process.pid();
    }

    GcLog collections() {
        return collections;
    }

    URI address() {
        return process.address();
    }

    /** The same path of every environment, asked for with a real token. */
    Target target(String path) {
        return new Target(
                "gateway",
                address(),
                world.hosts().stream().map(host -> path(host, path)).toList(),
                headers(),
                Optional.empty());
    }

    /** The gateway's path for one of an environment. */
    static String path(String host, String path) {
        return "/api/dataverse/" + host + path;
    }

    Map<String, String> headers() {
        Map<String, String> headers = new TreeMap<>(SmallAnswer.requestHeaders());
        headers.put("Authorization", "Bearer " + world.token());
        return headers;
    }

    void register() throws IOException, InterruptedException, CannotMeasure {
        HttpClient client = HttpClient.newHttpClient();
        for (String host : world.hosts()) {
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create(address() + "/api/tenants/" + World.TENANT + "/environments"))
                    .header("Authorization", "Bearer " + world.token())
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString("{\"url\":\"https://" + host + "\"}"))
                    .timeout(PATIENCE)
                    .build();
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() / 100 != 2) {
                throw new CannotMeasure(
                        "The gateway does not take " + host + ": " + answer.statusCode() + " " + answer.body());
            }
        }
    }

    /** Asks each of the targets once: a load of refusals would be measured as well as one of answers. */
    static void mustAnswer(List<Target> targets, int length) throws IOException, CannotMeasure {
        for (Target target : targets) {
            for (byte[] request : target.requests()) {
                try (KeptConnection connection = KeptConnection.to(target)) {
                    int status = connection.exchange(request);
                    if (status != 200 || Math.abs(connection.bytes() - length) > length / 4) {
                        throw new CannotMeasure(target.name() + " answers " + status + " with " + connection.bytes()
                                + " bytes in place of 200 with about " + length + ".");
                    }
                }
            }
        }
    }

    @Override
    public void close() {
        process.close();
    }
}
