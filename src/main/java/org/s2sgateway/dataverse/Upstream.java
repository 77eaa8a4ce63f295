package org.s2sgateway.dataverse;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.logging.Logger;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.message.BasicHttpRequest;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.reactor.IOReactorStatus;
import org.s2sgateway.outbound.Outbound;
import org.s2sgateway.settings.Secret;
import org.s2sgateway.tenant.EnvironmentHost;

/**
 * Sends requests to Dataverse, each once and without waiting for it. It adds the token and its name, and otherwise
 * changes nothing: no redirects, no cookies, no retries, no decompression, and the request target goes out byte for
 * byte.
 *
 * <p>Limits: five seconds to connect, ten for TLS; how long an answer may take is its caller's business. Thread-safe.
 */
@ApplicationScoped
public class Upstream {

    private static final Logger LOG = Logger.getLogger(Upstream.class.getName());

    private static final String PRODUCT = "S2SGateway";

    @Inject
    Outbound outbound;

    @Inject
    Timeline timeline;

    private UpstreamLimits limits = UpstreamLimits.STANDARD;
    private volatile CloseableHttpAsyncClient client;
    private boolean closed;

    /** One outside of a container. */
    public static Upstream of(Outbound outbound, Timeline timeline) {
        return of(outbound, timeline, UpstreamLimits.STANDARD);
    }

    @SuppressWarnings("UnnecessaryAssignment") // There nobody injects.
    static Upstream of(Outbound outbound, Timeline timeline, UpstreamLimits limits) {
        Upstream upstream = new Upstream();
        upstream.limits = limits;
        upstream.outbound = outbound;
        upstream.timeline = timeline;
        upstream.open();
        return upstream;
    }

    @PostConstruct
    void open() {
        client = UpstreamClient.open(outbound, PRODUCT, limits);
    }

    /** Ends all calls that are under way. */
    @PreDestroy
    public synchronized void close() {
        closed = true;
        client.close(CloseMode.IMMEDIATE);
    }

    private CloseableHttpAsyncClient running() {
        CloseableHttpAsyncClient current = client;
        return isDead(current) ? reopened() : current;
    }

    private synchronized CloseableHttpAsyncClient reopened() {
        if (!closed && isDead(client)) {
            LOG.warning("The client towards Dataverse has died; it is made anew");
            client.close(CloseMode.IMMEDIATE);
            open();
        }
        return client;
    }

    /**
     * Its threads end with an error that nobody catches, such as a heap that is full for a moment. One whose threads
     * have yet to start is inactive, and takes requests.
     */
    private static boolean isDead(CloseableHttpAsyncClient client) {
        return client.getStatus().compareTo(IOReactorStatus.ACTIVE) > 0;
    }

    /**
     * One request, to be sent once, by {@link Exchange#begin}.
     *
     * @param then told what came of it, once, by a thread that it must not block, perhaps before {@code begin} returns;
     *     not told at all where the exchange was cut before
     * @param ended called once, when nothing of the request or its answer is on the wire any more
     */
    public Exchange exchange(UpstreamRequest request, Secret token, Consumer<UpstreamOutcome> then, Runnable ended) {
        HttpHost address = httpHost(request.host());
        BasicHttpRequest out =
                new BasicHttpRequest(request.method(), address, request.target().toString());
        addHeaders(request, out);
        out.setHeader("Authorization", "Bearer " + token.reveal());
        return new Exchange(new Exchange.Wire(running(), timeline, limits), address, out, request.body(), then, ended);
    }

    private static void addHeaders(UpstreamRequest request, BasicHttpRequest out) {
        Map<String, List<String>> headers = request.headers();
        List<String> connection = HeaderPolicy.values(headers, "Connection");
        headers.forEach((name, values) -> {
            if (HeaderPolicy.goesUp(name, connection) && !request.set().containsKey(name)) {
                values.forEach(value -> out.addHeader(name, value));
            }
        });
        if (out.containsHeader("Accept-Encoding")) {
            // The one packing that is opened on the way, to map links.
            boolean gzip = acceptsGzip(HeaderPolicy.values(headers, "Accept-Encoding"));
            out.setHeader("Accept-Encoding", gzip ? "gzip" : "identity");
        }
        request.set().forEach(out::setHeader);
        List<String> agents = HeaderPolicy.values(headers, "User-Agent");
        if (!agents.isEmpty()) {
            out.setHeader("User-Agent", PRODUCT + " " + agents.get(0));
        }
    }

    private static boolean acceptsGzip(List<String> values) {
        for (String value : values) {
            for (String coding : value.split(",", -1)) {
                String[] parts = coding.split(";", 2);
                String weight = parts.length == 1 ? "" : parts[1].replace(" ", "");
                boolean refused = weight.equalsIgnoreCase("q=0") || weight.matches("(?i)q=0\\.0*");
                if (parts[0].strip().equalsIgnoreCase("gzip")
                        || parts[0].strip().equals("*")) {
                    return !refused;
                }
            }
        }
        return false;
    }

    private static HttpHost httpHost(EnvironmentHost host) {
        int colon = host.value().lastIndexOf(':');
        return colon < 0
                ? new HttpHost("https", host.value())
                : new HttpHost(
                        "https",
                        host.value().substring(0, colon),
                        Integer.parseInt(host.value().substring(colon + 1)));
    }
}
