package org.s2sgateway.applicationuser;

import java.io.IOException;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.PushPromiseHandler;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/**
 * A client whose network breaks: of the given number of calls each arrives, but the answer to the last one is lost, and
 * none arrives after that. For the environment it is as if the gateway had been killed there.
 */
final class BreakingClient extends HttpClient {

    private final HttpClient client;
    private final int calls;
    private final AtomicInteger made = new AtomicInteger();

    BreakingClient(HttpClient client, int calls) {
        this.client = client;
        this.calls = calls;
    }

    boolean isBroken() {
        return made.get() >= calls;
    }

    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(HttpRequest request, BodyHandler<T> handler) {
        int number = made.incrementAndGet();
        if (number > calls) {
            return CompletableFuture.failedFuture(new IOException("The network is broken"));
        }
        CompletableFuture<HttpResponse<T>> call = client.sendAsync(request, handler);
        return number < calls
                ? call
                : call.thenCompose(lost -> CompletableFuture.failedFuture(new IOException("The network breaks")));
    }

    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(
            HttpRequest request, BodyHandler<T> handler, PushPromiseHandler<T> pushes) {
        throw new UnsupportedOperationException();
    }

    @Override
    public <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<CookieHandler> cookieHandler() {
        return client.cookieHandler();
    }

    @Override
    public Optional<Duration> connectTimeout() {
        return client.connectTimeout();
    }

    @Override
    public Redirect followRedirects() {
        return client.followRedirects();
    }

    @Override
    public Optional<ProxySelector> proxy() {
        return client.proxy();
    }

    @Override
    public SSLContext sslContext() {
        return client.sslContext();
    }

    @Override
    public SSLParameters sslParameters() {
        return client.sslParameters();
    }

    @Override
    public Optional<Authenticator> authenticator() {
        return client.authenticator();
    }

    @Override
    public Version version() {
        return client.version();
    }

    @Override
    public Optional<Executor> executor() {
        return client.executor();
    }
}
