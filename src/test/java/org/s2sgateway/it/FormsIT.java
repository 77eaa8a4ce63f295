package org.s2sgateway.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The forms of pages: that they work, and that nobody else's do. */
class FormsIT {

    private static final String FORM = "application/x-www-form-urlencoded";
    private static final Pattern TOKEN = Pattern.compile("name=\"formToken\" value=\"([^\"]+)\"");

    private final RunningGateway gateway = GatewayRun.gateway();

    private String cookie;
    private String form;

    @BeforeEach
    void openThePage() {
        HttpResponse<String> page = gateway.get("/sign-out");
        cookie = page.headers().firstValue("Set-Cookie").orElseThrow().split(";", 2)[0];
        Matcher token = TOKEN.matcher(page.body());
        assertThat(token.find()).isTrue();
        form = "form=form&signOut=Sign+out&jakarta.faces.ViewState=stateless&formToken=" + token.group(1);
    }

    @Test
    void giveTheBrowserACookieThatScriptsAndOtherSitesDoNotSee() {
        HttpResponse<String> page = gateway.get("/sign-out");

        assertThat(page.headers().allValues("Set-Cookie"))
                .singleElement()
                .asString()
                .matches("s2s=[A-Za-z0-9_-]{43};.*")
                .containsIgnoringCase("; Path=/")
                .contains("; HttpOnly", "; SameSite=Lax");
        assertThat(page.headers().firstValue("Cache-Control")).hasValue("no-store");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/sign-out", "/nothing"})
    void needNoSessionOfTheServer(String path) {
        assertThat(gateway.get(path).headers().allValues("Set-Cookie")).noneMatch(it -> it.contains("JSESSIONID"));
    }

    @Test
    void signOutGivesTheBrowserAnotherCookie() {
        HttpResponse<String> answer = send(form);

        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(answer.headers().firstValue("Location")).hasValue("/");
        assertThat(answer.headers().allValues("Set-Cookie"))
                .singleElement()
                .asString()
                .startsWith("s2s=")
                .doesNotContain(cookie);
    }

    @Test
    void areReadAlsoWhenTheyComeInPieces() throws IOException {
        for (int i = 0; i < 3; i++) {
            try (Wire wire = Wire.open(gateway)) {
                wire.send(head(form.length()));
                wire.send(form.substring(0, 10));
                assertThat(gateway.get("/api/health/live").statusCode()).isEqualTo(200);
                wire.send(form.substring(10));

                assertThat(wire.readAnswer()).startsWith("HTTP/1.1 303 ");
            }
        }
    }

    @Test
    void areReadOneAfterTheOtherOnAConnection() throws IOException {
        try (Wire wire = Wire.open(gateway)) {
            for (int i = 0; i < 3; i++) {
                wire.send(head(form.length()) + form);

                assertThat(wire.readAnswer()).startsWith("HTTP/1.1 303 ");
            }
        }
    }

    @Test
    void areShownAgainWhenNothingWasPressed() {
        HttpResponse<String> answer = send(form.replace("signOut=Sign+out&", ""));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("name=\"formToken\"");
    }

    @ParameterizedTest
    @CsvSource({
        "Origin, https://evil.example",
        "Origin, http://localhost",
        "Sec-Fetch-Site, cross-site",
        "Sec-Fetch-Site, same-site"
    })
    void areNotTakenFromOtherSites(String header, String value) {
        assertRefused(
                gateway.send(request(FORM).header(header, value).POST(BodyPublishers.ofString(form))),
                403,
                "S2S.ForeignForm");
    }

    @ParameterizedTest
    @CsvSource({"Origin, null", "Sec-Fetch-Site, same-origin"})
    void areTakenFromOurPagesAsBrowsersSendThem(String header, String value) {
        assertThat(gateway.send(request(FORM).header(header, value).POST(BodyPublishers.ofString(form)))
                        .statusCode())
                .isEqualTo(303);
    }

    @Test
    void areOfTheBrowserThatOpenedThem() {
        assertRefused(send(form.replaceAll("formToken=.*", "formToken=x")), 403, "S2S.ForeignForm");
        assertRefused(send(form.replaceAll("&formToken=.*", "")), 403, "S2S.ForeignForm");
        assertRefused(send("a=b"), 403, "S2S.ForeignForm");
        cookie = "s2s=" + "x".repeat(43);
        assertRefused(send(form), 403, "S2S.ForeignForm");
        cookie = "other=1";
        assertRefused(send(form), 403, "S2S.ForeignForm");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a=%zz", "a=%ff", "jakarta.faces.ViewState=garbage", "jakarta.faces.ViewState=1:2"})
    void areRefusedWhereNoPageOfOursMadeThem(String field) {
        assertRefused(send(form.replace("jakarta.faces.ViewState=stateless", field)), 400, "S2S.BadRequest");
    }

    @Test
    void haveOneToken() {
        assertRefused(send(form + form.substring(form.indexOf("&formToken="))), 400, "S2S.BadRequest");
    }

    @Test
    void haveAtMost100Fields() {
        assertRefused(send(form + "&a=1".repeat(97)), 400, "S2S.BadRequest");
        assertThat(send(form + "&a=1".repeat(96)).statusCode()).isEqualTo(303);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "multipart/form-data; boundary=b", FORM + "; charset=utf-16"})
    void areOfOneMediaType(String type) {
        assertRefused(gateway.send(request(type).POST(BodyPublishers.ofString(form))), 415, "S2S.UnsupportedMediaType");
    }

    @Test
    void haveAtMost16KiB() {
        assertRefused(send(form + "&a=" + "x".repeat(16384)), 413, "S2S.PayloadTooLarge");
        assertThat(send(form + "&a=" + "x".repeat(16381 - form.length())).statusCode())
                .isEqualTo(303);
    }

    @Test
    void sayHowLongTheyAre() throws IOException {
        try (Wire wire = Wire.open(gateway)) {
            wire.send("POST /sign-out HTTP/1.1\r\nHost: localhost\r\nContent-Type: " + FORM
                    + "\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n1\r\na\r\n0\r\n\r\n");

            assertThat(wire.readToEnd()).startsWith("HTTP/1.1 411 ").contains("S2S.LengthRequired");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/index", "/connected", "/sign-out/x"})
    void areForTheirPagesOnly(String path) {
        assertRefused(
                gateway.send(gateway.request(path)
                        .header("Content-Type", FORM)
                        .header("Cookie", cookie)
                        .POST(BodyPublishers.ofString(form))),
                405,
                "S2S.MethodNotAllowed");
    }

    @Test
    void areNotInTheAddress() {
        assertRefused(
                gateway.send(gateway.request("/sign-out?jakarta.faces.ViewState=stateless")
                        .header("Content-Type", FORM)
                        .header("Cookie", cookie)
                        .POST(BodyPublishers.ofString(form))),
                400,
                "S2S.BadRequest");
    }

    @Test
    void areRefusedInTheReadersLanguage() {
        assertThat(gateway.send(request(FORM).header("Accept-Language", "de").POST(BodyPublishers.ofString("a=b")))
                        .body())
                .contains("lang=\"de\"", "Dieses Formular stammt aus einer anderen Browsersitzung");
    }

    @Test
    void workWhileStrangersSendTheirsSlowly() throws IOException {
        List<Wire> strangers = new ArrayList<>();
        try {
            for (int i = 0; i < 300; i++) {
                Wire stranger = Wire.open(gateway);
                strangers.add(stranger);
                stranger.send(head(1000));
            }
            for (int second = 0; second < 3; second++) {
                for (Wire stranger : strangers) {
                    stranger.send("a");
                }
                // More of them than the server has threads; each of these calls has 30 seconds.
                assertThat(gateway.get("/api/health/live").statusCode()).isEqualTo(200);
                assertThat(send(form).statusCode()).isEqualTo(303);
            }
        } finally {
            for (Wire stranger : strangers) {
                stranger.close();
            }
        }
    }

    private String head(int length) {
        return "POST /sign-out HTTP/1.1\r\nHost: localhost\r\nContent-Type: " + FORM + "\r\nCookie: " + cookie
                + "\r\nContent-Length: " + length + "\r\n\r\n";
    }

    private HttpResponse<String> send(String body) {
        return gateway.send(request(FORM).POST(BodyPublishers.ofString(body)));
    }

    private HttpRequest.Builder request(String type) {
        return gateway.request("/sign-out").header("Content-Type", type).header("Cookie", cookie);
    }

    private static void assertRefused(HttpResponse<String> answer, int status, String code) {
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("text/html");
        assertThat(answer.body()).contains(code, "<h1>");
    }
}
