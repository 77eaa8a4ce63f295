package org.s2sgateway.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.s2sgateway.it.Answers.code;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What strangers send, and that it harms nobody. */
class FrontDoorIT {

    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String CHUNKED = "2\r\n{}\r\n0\r\n\r\n";

    private final RunningGateway gateway = GatewayRun.gateway();

    @ParameterizedTest
    @ValueSource(strings = {"/", "/assets/s2s.css", "/nothing"})
    void letsPagesOnlyBeRead(String page) {
        HttpResponse<String> answer =
                gateway.send(gateway.request(page).header("Content-Type", FORM).POST(BodyPublishers.ofString("a=b")));

        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().firstValue("Allow")).hasValue("GET, HEAD");
        assertThat(answer.body()).contains("S2S.MethodNotAllowed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/index.xhtml",
                "/connect.xhtml",
                "/my.xhtml",
                "/sign-out.xhtml",
                "/%63onnect",
                "/sign%2Dout",
                "/connect;x=1",
                "//connect"
            })
    void knowsAPageByOneSpellingOnly(String address) {
        for (String method : List.of("GET", "POST")) {
            HttpResponse<String> answer = gateway.send(gateway.request(address)
                    .header("Content-Type", FORM)
                    .method(method, method.equals("GET") ? BodyPublishers.noBody() : BodyPublishers.ofString("a=b")));

            assertThat(answer.statusCode()).isEqualTo(404);
            assertThat(answer.body()).contains("S2S.NotFound");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/?jakarta.faces.ViewState=x", "/?a=b&jakarta.faces%2EView%53tate=x"})
    void takesNoPageForAFormThatWasSentOff(String address) {
        HttpResponse<String> answer = gateway.get(address);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("S2S.BadRequest");
    }

    @ParameterizedTest
    @ValueSource(strings = {FORM, "multipart/form-data; boundary=b", "Application/X-WWW-Form-Urlencoded;charset=utf-8"})
    void readsNoForms(String type) {
        assertThat(code(gateway.send(gateway.request("/api/tenants")
                        .header("Content-Type", type)
                        .POST(BodyPublishers.ofString("a=b")))))
                .isEqualTo("401 S2S.Unauthenticated");
        assertThat(code(gateway.send(gateway.requestAs("registry-manager", "/api/tenants")
                        .header("Content-Type", type)
                        .POST(BodyPublishers.ofString("a=b")))))
                .isEqualTo("415 S2S.UnsupportedMediaType");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Transfer-Encoding: gzip, chunked",
                "Transfer-Encoding: chunked, chunked",
                "Transfer-Encoding: identity"
            })
    void refusesATransferCodingThatIsNotChunked(String framing) throws IOException {
        assertThat(send("POST /api/tenants", "Content-Type: application/json\r\n" + framing + "\r\n", CHUNKED))
                .startsWith("HTTP/1.1 400 ")
                .contains("\"code\":\"S2S.BadRequest\"");
    }

    /** What a server refuses itself, it refuses in its own words. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked",
                "Transfer-Encoding: chunked\r\nContent-Length: 5"
            })
    void refusesABodyWhoseEndIsUnclear(String framing) throws IOException {
        assertThat(send("POST /api/tenants", "Content-Type: application/json\r\n" + framing + "\r\n", CHUNKED))
                .startsWith("HTTP/1.1 400 ");
    }

    @Test
    void refusesAnAddressThatIsNone() throws IOException {
        assertThat(send("GET /api/dataverse/[::1]:9/api/data/v9.2/x", "", ""))
                .startsWith("HTTP/1.1 400 ")
                .contains("\"code\":\"S2S.BadRequest\"");
    }

    @Test
    void refusesMediaTypesThatNobodyCanRead() throws IOException {
        assertThat(send("GET /api/registration", "Accept: a\r\nAccept: ,,;\r\n", ""))
                .startsWith("HTTP/1.1 400 ")
                .contains("\"code\":\"S2S.BadRequest\"");
    }

    @Test
    void refusesATokenWhoseHeaderIsNull() {
        assertThat(code(gateway.send(gateway.request("/api/tenants").header("Authorization", "Bearer bnVsbA.e30.AA"))))
                .isEqualTo("401 S2S.Unauthenticated");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/openapi", "/health", "/metrics"})
    void showsNothingOfTheServersOwn(String address) {
        assertThat(gateway.get(address).statusCode()).isIn(403, 404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST /",
                "GET /",
                "HEAD /index.xhtml",
                "GET /assets/s2s.css",
                "GET /nothing",
                "GET /api/health/live",
                "POST /api/tenants",
                "POST /api/dataverse/localhost/api/data/v9.2/accounts"
            })
    void servesOthersWhileStrangersSendSlowly(String methodAndAddress) throws IOException {
        for (String type : List.of(FORM, "multipart/form-data; boundary=b", "application/json")) {
            List<Wire> strangers = new ArrayList<>();
            try {
                for (int i = 0; i < 300; i++) {
                    Wire stranger = Wire.open(gateway);
                    strangers.add(stranger);
                    stranger.send(methodAndAddress + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: " + type
                            + "\r\nContent-Length: 1000\r\n\r\n");
                }
                for (Wire stranger : strangers) {
                    assertThat(stranger.readAnswer()).matches("(?s)HTTP/1.1 (200|4..).*");
                }

                // They are answered, but have not ended: more of them than the server has threads.
                assertThat(gateway.get("/api/health/live").statusCode()).isEqualTo(200);
            } finally {
                for (Wire stranger : strangers) {
                    stranger.close();
                }
            }
        }
    }

    @Test
    void readsNoPageWithAQueryThatCannotBeDecoded() throws IOException {
        assertThat(send("GET /?jakarta.faces%2EViewState=x&a=%zz", "", "")).startsWith("HTTP/1.1 400 ");
    }

    @Test
    void readsNoPageWithABody() throws IOException {
        assertThat(send("GET /", "Content-Length: 5\r\n", "hello")).startsWith("HTTP/1.1 400 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/tenants", "/"})
    void takesNoBodyOfATraceForTheNextRequest(String address) throws IOException {
        String hidden = "GET /api/nothing HTTP/1.1\r\nHost: localhost\r\n\r\n";
        try (Wire wire = Wire.open(gateway)) {
            wire.send("TRACE " + address + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + hidden.length()
                    + "\r\n\r\n" + hidden
                    + "GET /api/health/live HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

            assertThat(wire.readToEnd()).startsWith("HTTP/1.1 4").doesNotContain("HTTP/1.1 404");
        }
    }

    /** Everything that comes for a request which a known caller puts on the wire as it stands. */
    private String send(String methodAndAddress, String headers, String body) throws IOException {
        try (Wire wire = Wire.open(gateway)) {
            wire.send(methodAndAddress + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer "
                    + gateway.simulator().token("registry-manager") + "\r\n" + headers + "\r\n" + body);
            return wire.readToEnd();
        }
    }
}
