package org.s2sgateway.dataverse;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.List;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.entity.InputStreamEntity;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.s2sgateway.outbound.Outbound;
import org.s2sgateway.settings.Secret;
import org.s2sgateway.tenant.EnvironmentHost;

/**
 * Sends requests to Dataverse and gives back its answers as streams. It adds the token and its name, and otherwise
 * changes nothing: no redirects, no cookies, no retries, no decompression, and the request target goes out byte for
 * byte.
 *
 * <p>Limits: five seconds to connect, ten to wait for a free connection, 120 between two packets. Thread-safe.
 */
@ApplicationScoped
public class Upstream {

    private static final String PRODUCT = "S2SGateway";
    private static final Timeout CONNECT = Timeout.ofSeconds(5);
    private static final Timeout FREE_CONNECTION = Timeout.ofSeconds(10);
    private static final Timeout SILENCE = Timeout.ofSeconds(120);
    private static final int CONNECTIONS_PER_ENVIRONMENT = CallLimit.PER_ENVIRONMENT;
    private static final int CONNECTIONS = 2_000;

    @Inject
    Outbound outbound;

    private CloseableHttpClient client;

    @PostConstruct
    void open() {
        PoolingHttpClientConnectionManager connections = PoolingHttpClientConnectionManagerBuilder.create()
                .setTlsSocketStrategy(new DefaultClientTlsStrategy(outbound.tls()))
                .setMaxConnPerRoute(CONNECTIONS_PER_ENVIRONMENT)
                .setMaxConnTotal(CONNECTIONS)
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(CONNECT)
                        .setSocketTimeout(SILENCE)
                        .setValidateAfterInactivity(TimeValue.ofSeconds(2))
                        .build())
                .build();
        HttpClientBuilder builder = HttpClientBuilder.create()
                .setConnectionManager(connections)
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setConnectionRequestTimeout(FREE_CONNECTION)
                        .setResponseTimeout(SILENCE)
                        .build())
                .setUserAgent(PRODUCT)
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableAutomaticRetries()
                .disableContentCompression()
                .disableAuthCaching()
                .evictIdleConnections(TimeValue.ofSeconds(30))
                .evictExpiredConnections();
        outbound.proxy().ifPresent(proxy -> builder.setProxy(new HttpHost("http", proxy.host(), proxy.port())));
        client = builder.build();
    }

    @PreDestroy
    void close() {
        // Without a checked exception: Payara would not deploy the application.
        client.close(CloseMode.GRACEFUL);
    }

    /** Sends one request, once. */
    public UpstreamOutcome send(UpstreamRequest request, Secret token) {
        HttpHost address = httpHost(request.host());
        UpstreamCall out = new UpstreamCall(request.method(), address, request.target());
        addHeaders(request, out);
        out.setHeader("Authorization", "Bearer " + token.reveal());
        if (request.body() == null) {
            return send(address, out);
        }
        UpstreamRequest.Body given = request.body();
        WholeBody body = new WholeBody(given.content(), given.length(), out::cancel);
        out.setEntity(new InputStreamEntity(body, given.length(), null));
        UpstreamOutcome outcome = send(address, out);
        return body.brokenOff() ? brokenOff(outcome) : outcome;
    }

    private UpstreamOutcome send(HttpHost address, UpstreamCall out) {
        try {
            return new UpstreamOutcome.Answered(new UpstreamAnswer(client.executeOpen(address, out, null), out));
        } catch (ConnectionRequestTimeoutException full) {
            return UpstreamOutcome.failed("S2S.Busy", full);
        } catch (ConnectTimeoutException unreachable) {
            return UpstreamOutcome.failed("S2S.EnvironmentUnreachable", unreachable);
        } catch (SocketTimeoutException silent) {
            return UpstreamOutcome.failed("S2S.Timeout", silent);
        } catch (IOException broken) {
            return UpstreamOutcome.failed("S2S.EnvironmentUnreachable", broken);
        }
    }

    // Whatever Dataverse said to a torso, it said it to a request that nobody made.
    private static UpstreamOutcome brokenOff(UpstreamOutcome outcome) {
        if (outcome instanceof UpstreamOutcome.Answered answered) {
            answered.answer().close();
        }
        return new UpstreamOutcome.BodyBrokenOff();
    }

    private static void addHeaders(UpstreamRequest request, ClassicHttpRequest out) {
        List<String> connection = HeaderPolicy.values(request.headers(), "Connection");
        request.headers().forEach((name, values) -> {
            if (HeaderPolicy.goesUp(name, connection)) {
                values.forEach(value -> out.addHeader(name, value));
            }
        });
        request.impersonation().forEach((name, values) -> values.forEach(value -> out.addHeader(name, value)));
        HeaderPolicy.values(request.headers(), "User-Agent").stream()
                .findFirst()
                .ifPresent(agent -> out.setHeader("User-Agent", PRODUCT + " " + agent));
    }

    private static HttpHost httpHost(EnvironmentHost host) {
        int colon = host.value().lastIndexOf(':');
        return colon < 0
                ? new HttpHost("https", host.value(), 443)
                : new HttpHost(
                        "https",
                        host.value().substring(0, colon),
                        Integer.parseInt(host.value().substring(colon + 1)));
    }
}
