package org.s2sgateway.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WebBrowserTest {

    private record Answer(int status, Map<String, List<String>> headers, String body) {}

    private record Request(String line, Map<String, List<String>> headers, String body) {

        String header(String name) {
            return String.join(", ", headers.getOrDefault(name, List.of()));
        }
    }

    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private HttpServer here;
    private HttpServer there;
    private WebBrowser browser;
    private Function<String, Answer> answers = path -> page("");

    @BeforeEach
    void start() throws IOException, NoSuchAlgorithmException {
        here = server();
        there = server();
        browser = new WebBrowser(SSLContext.getDefault());
    }

    @AfterEach
    void stop() {
        here.stop(0);
        there.stop(0);
    }

    @Test
    void fillsAFormInAndPressesItsButton() {
        answers = path -> page(
                """
                <!-- <form><button>Go</button></form> -->
                <form method="post">
                  <input type="hidden" name="token" value="a&amp;b&#x20;&#39;c&quot;"/>
                  <label>Host <input name="host" value="old"></label>
                  <input type="checkbox" name="yes" checked="checked"><input type="checkbox" name="no">
                  <select name="size"><option value="s">S</option><option value="m" selected>M</option></select>
                  <textarea name="text">one &lt; two</textarea>
                  <input name="off" value="x" disabled>
                  <input type="submit" name="back" value="Back"/>
                  <button name="go" value="1"><strong>Go</strong> on</button>
                </form>
                """);

        browser.get(here("/form?x=1")).submit("Go on", Map.of("host", "new äß"));

        Request post = last();
        assertThat(post.line()).isEqualTo("POST /form?x=1");
        assertThat(post.body())
                .isEqualTo("token=a%26b+%27c%22&host=new+%C3%A4%C3%9F&yes=on&size=m&text=one+%3C+two&go=1");
        assertThat(post.header("Origin")).isEqualTo("http://localhost:" + port(here));
        assertThat(post.header("Content-type")).isEqualTo("application/x-www-form-urlencoded");
        assertThat(post.header("Sec-fetch-site")).isEqualTo("same-origin");
    }

    @Test
    void findsAButtonByItsTextItsValueOrAPartOfIt() {
        answers = path -> page("<form method='post' action='/done'><button name='a' value='1'>Accept</button>"
                + "<button name='a' value='2'>Accept later</button></form>");
        Page page = browser.get(here("/"));

        page.submit("Accept");
        assertThat(last().body()).isEqualTo("a=1");
        page.submit("2");
        assertThat(last().body()).isEqualTo("a=2");
        page.submit("later");
        assertThat(last().line()).isEqualTo("POST /done");
        assertThatThrownBy(() -> page.submit("Decline")).hasMessage("no button 'Decline' among [Accept, Accept later]");
    }

    @Test
    void putsAGetFormIntoTheQuery() {
        answers = path -> page("<form action='/search?old=1'><input name='q'><button>Find</button></form>");

        browser.get(here("/")).submit("Find", Map.of("q", "a b"));

        assertThat(last().line()).isEqualTo("GET /search?q=a+b");
        assertThat(last().header("Origin")).isEmpty();
    }

    @Test
    void clicksALink() {
        answers = path -> page("<a href=\"/next?a=1&amp;b=2\">Go <em>on</em></a>");

        Page next = browser.get(here("/")).clickLink("Go on");

        assertThat(next.url()).isEqualTo(here("/next?a=1&b=2"));
    }

    @Test
    void keepsCookiesByHostWhateverThePort() {
        answers = path -> path.equals("/set")
                ? new Answer(200, Map.of("Set-Cookie", List.of("a=1; Path=/; HttpOnly", "b=2; Path=/deep")), "")
                : page("");

        browser.get(here("/set"));
        browser.get(there("/"));
        assertThat(last().header("Cookie")).isEqualTo("a=1");
        browser.get(there("/deep/er"));
        assertThat(last().header("Cookie")).isEqualTo("a=1; b=2");
        browser.get(there("/deeper"));
        assertThat(last().header("Cookie")).isEqualTo("a=1");
        browser.get(URI.create("http://127.0.0.1:" + port(here) + "/"));
        assertThat(last().header("Cookie")).isEmpty();
        assertThat(browser.cookie(here("/"), "a")).isEqualTo("1");
    }

    @Test
    void forgetsACookieThatHasEnded() {
        answers = path -> switch (path) {
            case "/set" -> new Answer(200, Map.of("Set-Cookie", List.of("a=1; Path=/", "b=2; Path=/")), "");
            case "/end" ->
                new Answer(
                        200,
                        Map.of(
                                "Set-Cookie",
                                List.of("a=; Path=/; Max-Age=0", "b=; Path=/; Expires=Thu, 01-Jan-1970 00:00:00 GMT")),
                        "");
            default -> page("");
        };
        browser.get(here("/set"));

        browser.get(here("/end"));

        browser.get(here("/"));
        assertThat(last().header("Cookie")).isEmpty();
    }

    @Test
    void followsRedirectsAsABrowserDoes() {
        answers = path -> switch (path) {
            case "/303" -> to(303, "/page");
            case "/307" -> to(307, there("/page").toString());
            default ->
                page("<form method='post' action='" + path.replace("/from", "") + "'><button>Go</button></form>");
        };

        browser.get(here("/from/303")).submit("Go");
        assertThat(last().line()).isEqualTo("GET /page");

        Page end = browser.get(here("/from/307")).submit("Go");
        assertThat(last().line()).isEqualTo("POST /page");
        assertThat(last().header("Origin")).isEqualTo("null");
        assertThat(last().header("Sec-fetch-site")).isEqualTo("same-site");
        assertThat(end.url()).isEqualTo(there("/page"));
    }

    @Test
    void stopsWhereItIsToldTo() {
        answers = path -> path.equals("/one") ? to(302, "/two") : to(302, "/callback?code=x%26y&state=");

        assertThat(browser.getWithoutFollowing(here("/one")).location()).contains(here("/two"));
        Page stopped =
                browser.stoppingBefore(url -> url.getPath().equals("/callback")).get(here("/one"));
        assertThat(stopped.url()).isEqualTo(here("/two"));
        assertThat(stopped.locationFields()).isEqualTo(Map.of("code", "x&y", "state", ""));
    }

    @Test
    void givesUpAnEndlessRedirect() {
        answers = path -> to(302, "/again");

        assertThatThrownBy(() -> browser.get(here("/"))).hasMessageContaining("more than 20 redirects");
    }

    @Test
    void sendsAHeaderOfItsOwn() {
        browser.with("Accept-Language", "de").get(here("/"));

        assertThat(last().header("Accept-language")).isEqualTo("de");
        assertThat(last().header("Sec-fetch-site")).isEqualTo("none");
    }

    private static Answer page(String body) {
        return new Answer(200, Map.of("Content-Type", List.of("text/html; charset=utf-8")), body);
    }

    private static Answer to(int status, String location) {
        return new Answer(status, Map.of("Location", List.of(location)), "");
    }

    private Request last() {
        return requests.get(requests.size() - 1);
    }

    private URI here(String path) {
        return URI.create("http://localhost:" + port(here) + path);
    }

    private URI there(String path) {
        return URI.create("http://localhost:" + port(there) + path);
    }

    private static int port(HttpServer server) {
        return server.getAddress().getPort();
    }

    private HttpServer server() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        return server;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            requests.add(new Request(
                    exchange.getRequestMethod() + " " + exchange.getRequestURI(), exchange.getRequestHeaders(), body));
            Answer answer = answers.apply(exchange.getRequestURI().getPath());
            answer.headers()
                    .forEach((name, values) -> exchange.getResponseHeaders().put(name, values));
            byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }
}
