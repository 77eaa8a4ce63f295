package org.s2sgateway.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** That the browser tests would notice. */
class ChromiumTest {

    private static final String BAD =
            """
            <!DOCTYPE html><html lang="en"><head><title>Bad</title></head><body><main><h1>Bad</h1>
            <img src="data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA="><input name="nameless">
            <p id="wide">Wide</p><script>document.title = 'changed'</script></main>
            <link rel="stylesheet" href="/style.css"></body></html>
            """;

    @Test
    void noticesWhatIsWrongWithAPage() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            boolean style = exchange.getRequestURI().getPath().endsWith(".css");
            byte[] body = (style ? "#wide { width: 700px }" : BAD).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", style ? "text/css" : "text/html");
            exchange.getResponseHeaders().set("Content-Security-Policy", "script-src 'self'");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        try (Chromium chromium = Chromium.start("harness");
                Chromium.Visitor visitor = chromium.phone().visit()) {
            visitor.page().navigate("http://localhost:" + server.getAddress().getPort() + "/");
            visitor.screenshot("bad");

            assertThat(visitor.inaccessible())
                    .anyMatch(it -> it.startsWith("image-alt: "))
                    .anyMatch(it -> it.startsWith("label: "));
            assertThat(visitor.overflow()).isPositive();
            assertThat(visitor.complaints()).anyMatch(it -> it.contains("Content Security Policy"));
            assertThat(Path.of("target", "screenshots", "harness", "bad-phone.png"))
                    .isNotEmptyFile();
        } finally {
            server.stop(0);
        }
    }
}
