package org.s2sgateway.it;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.s2sgateway.simulator.Simulator;

/**
 * The gateway of this run, deployed and listening: its address and ways to call it. A call that gets no answer within
 * 30 seconds fails. Thread-safe.
 */
public final class RunningGateway {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration FRESH = Duration.ofSeconds(20);

    private final URI address;
    private final Simulator simulator;

    // Guarded by this.
    private @Nullable HttpClient client;
    private long usedAt;

    RunningGateway(URI address, Simulator simulator) {
        this.address = address;
        this.simulator = simulator;
    }

    /** Where the gateway listens, without a trailing slash. */
    public URI address() {
        return address;
    }

    /** The identity provider and the environments that this gateway is configured with. */
    public Simulator simulator() {
        return simulator;
    }

    /**
     * A client that follows no redirects and keeps no cookies. Servers end a connection that is idle for 30 seconds, and over
     * HTTP/2 the JDK's client learns of it by the failure of the next request: a rested one is not used again. The first
     * request of each has no body, because that is the one with which the client offers HTTP/2: Payara Micro ends the
     * connection of one in six that have.
     */
    public synchronized HttpClient client() {
        HttpClient known = client;
        if (known == null || System.nanoTime() - usedAt > FRESH.toNanos()) {
            known = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
            client = known;
            send(known, request("/api/health/live"));
        }
        usedAt = System.nanoTime();
        return known;
    }

    /** A request to a path of the gateway, e.g. {@code /api/tenants?limit=1}, for a test to complete. */
    public HttpRequest.Builder request(String pathAndQuery) {
        return HttpRequest.newBuilder(URI.create(address + pathAndQuery)).timeout(PATIENCE);
    }

    /** The same, with the token of an application of the home tenant, e.g. {@code orders-service}. */
    public HttpRequest.Builder requestAs(String application, String pathAndQuery) {
        return request(pathAndQuery).header("Authorization", "Bearer " + simulator.token(application));
    }

    /** The answer to a GET without credentials. */
    public HttpResponse<String> get(String pathAndQuery) {
        return send(request(pathAndQuery));
    }

    /** The answer to a GET with the token of an application. */
    public HttpResponse<String> getAs(String application, String pathAndQuery) {
        return send(requestAs(application, pathAndQuery));
    }

    /** The answer to a request. */
    public HttpResponse<String> send(HttpRequest.Builder request) {
        return send(client(), request);
    }

    private static HttpResponse<String> send(HttpClient client, HttpRequest.Builder request) {
        try {
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (IOException unreachable) {
            throw new AssertionError("the gateway did not answer", unreachable);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
    }
}
