package org.s2sgateway.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;

/**
 * A browser without a screen and without script: it keeps cookies, follows redirects, presses buttons and clicks links,
 * and sends the headers by which a server knows a form of its own from a stranger's. Cookies are kept by host alone,
 * whatever the port, as browsers do it. Variants made with {@code with...} and {@code stopping...} share the cookies.
 * One per person at a screen: safe for use by one thread at a time.
 */
public final class WebBrowser {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int MOST_REDIRECTS = 20;
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

    /**
     * A request that a person causes.
     *
     * @param site what {@code Sec-Fetch-Site} says of where it came from
     * @param bound the origin that a form may not leave, wherever it is redirected to; empty for anything else
     */
    record Visit(String method, URI url, String form, String origin, String site, String bound) {}

    private final HttpClient http;
    private final Cookies cookies;
    private final Map<String, String> headers;
    private final Predicate<URI> stop;

    /** A new browser without cookies, which trusts the certificates that this context trusts. */
    public WebBrowser(SSLContext tls) {
        this(
                HttpClient.newBuilder()
                        .sslContext(tls)
                        .version(HttpClient.Version.HTTP_1_1)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .connectTimeout(PATIENCE)
                        .build(),
                new Cookies(),
                Map.of(),
                url -> false);
    }

    private WebBrowser(HttpClient http, Cookies cookies, Map<String, String> headers, Predicate<URI> stop) {
        this.http = http;
        this.cookies = cookies;
        this.headers = headers;
        this.stop = stop;
    }

    /** The same browser that does not follow a redirect to such an address: the page is then the redirect itself. */
    public WebBrowser stoppingBefore(Predicate<URI> address) {
        return new WebBrowser(http, cookies, headers, address);
    }

    /** The same browser with a header in every request, such as {@code Accept-Language}. */
    public WebBrowser with(String header, String value) {
        Map<String, String> more = new TreeMap<>(headers);
        more.put(header, value);
        return new WebBrowser(http, cookies, more, stop);
    }

    /** Enters an address and follows it to the end. */
    public Page get(URI url) {
        return visit(new Visit("GET", url, "", "", "none", ""));
    }

    /** Enters an address and shows the first answer, be it a redirect. */
    public Page getWithoutFollowing(URI url) {
        return stoppingBefore(every -> true).get(url);
    }

    /** The value of a cookie that a request to this address would carry, or an empty text. */
    public String cookie(URI url, String name) {
        return cookies.value(url, name);
    }

    /** Sets a cookie as if the server of this address had sent {@code Set-Cookie} with the value. */
    public void setCookie(URI url, String setCookie) {
        cookies.store(url, setCookie);
    }

    public void forgetCookies() {
        cookies.clear();
    }

    Page visit(Visit first) {
        Visit visit = first;
        requireAllowed(visit, visit.url());
        for (int redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
            Page page = new Page(this, visit.url(), send(visit));
            if (!REDIRECTS.contains(page.status()) || page.location().isEmpty()) {
                return page;
            }
            URI target = page.location().get();
            if (stop.test(target)) {
                return page;
            }
            requireAllowed(visit, target);
            visit = redirected(visit, page.status(), target);
        }
        throw new IllegalStateException("more than " + MOST_REDIRECTS + " redirects, from " + place(first.url()));
    }

    // Chromium holds every redirect behind a form against the page's form-action (CSP 3, "form-action Navigation
    // Response Check").
    private static void requireAllowed(Visit visit, URI target) {
        if (!visit.bound().isEmpty() && !origin(target).equals(visit.bound())) {
            throw new IllegalStateException(
                    "a browser sends no form from " + visit.bound() + " to " + place(target) + ": form-action 'self'");
        }
    }

    private static Visit redirected(Visit visit, int status, URI target) {
        String site = visit.site().equals("none") ? "none" : further(visit.site(), site(visit.url(), target));
        if (status == 307 || status == 308) {
            // Fetch standard, "HTTP-redirect fetch": the origin is tainted once a redirect leaves it.
            boolean tainted = !visit.origin().isEmpty() && !origin(target).equals(origin(visit.url()));
            return new Visit(
                    visit.method(), target, visit.form(), tainted ? "null" : visit.origin(), site, visit.bound());
        }
        return new Visit("GET", target, "", "", site, visit.bound());
    }

    private HttpResponse<String> send(Visit visit) {
        HttpRequest.Builder request = HttpRequest.newBuilder(withoutFragment(visit.url()))
                .timeout(PATIENCE)
                .setHeader("Accept", "text/html,application/xhtml+xml,*/*;q=0.8")
                .setHeader("Sec-Fetch-Mode", "navigate")
                .setHeader("Sec-Fetch-Dest", "document")
                .setHeader("Sec-Fetch-Site", visit.site());
        headers.forEach(request::setHeader);
        String cookie = cookies.header(visit.url());
        if (!cookie.isEmpty()) {
            request.setHeader("Cookie", cookie);
        }
        if (visit.method().equals("POST")) {
            request.setHeader("Content-Type", "application/x-www-form-urlencoded")
                    .setHeader("Origin", visit.origin())
                    .POST(BodyPublishers.ofString(visit.form()));
        }
        try {
            HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
            response.headers().allValues("Set-Cookie").forEach(header -> cookies.store(visit.url(), header));
            return response;
        } catch (IOException e) {
            throw new UncheckedIOException("no answer from " + place(visit.url()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    static String origin(URI url) {
        return url.getScheme() + "://" + url.getRawAuthority();
    }

    /** How far it is from one address to another, in the words of {@code Sec-Fetch-Site}. */
    static String site(URI from, URI to) {
        if (origin(from).equals(origin(to))) {
            return "same-origin";
        }
        boolean sameSite =
                from.getScheme().equals(to.getScheme()) && from.getHost().equals(to.getHost());
        return sameSite ? "same-site" : "cross-site";
    }

    private static String further(String one, String other) {
        Map<String, Integer> distance = new HashMap<>(Map.of("same-origin", 0, "same-site", 1, "cross-site", 2));
        return distance.get(one) > distance.get(other) ? one : other;
    }

    private static URI withoutFragment(URI url) {
        String text = url.toString();
        int hash = text.indexOf('#');
        return hash < 0 ? url : URI.create(text.substring(0, hash));
    }

    // Not the query: it may hold a code.
    private static String place(URI url) {
        return origin(url) + url.getRawPath();
    }
}
