package org.s2sgateway.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What strangers bring to the redirect URI of people's sign-in, and where it gets them. */
class SignInIT {

    private static final String STATE = "abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJKLMNO_";

    private final RunningGateway gateway = GatewayRun.gateway();

    static Stream<String> unattributed() {
        return Stream.of(
                "",
                "?",
                "?code=a",
                "?state=" + STATE,
                "?code=a&state=short",
                "?code=a&code=b&state=" + STATE,
                "?code=a&state=" + STATE + "&state=" + STATE,
                "?error=access_denied",
                "?error=access_denied&error_description=AADSTS65004%3A+declined",
                "?error=access_denied&state=" + STATE,
                "?error=%3Cscript%3E&state=" + STATE);
    }

    @ParameterizedTest
    @MethodSource("unattributed")
    void sendsWhatBelongsToNoSignInToAPageThatSaysSo(String query) {
        HttpResponse<String> answer = gateway.get("/sign-in/callback" + query);

        assertRefused(answer, "S2S.SignInNotAttributed");
    }

    @Test
    void takesAStateThatNobodyWaitsForAsOneThatIsOver() {
        assertRefused(gateway.get("/sign-in/callback?code=a&state=" + STATE), "S2S.SignInExpired");
    }

    @Test
    void takesTheCookieOfABrowserForNoProof() {
        HttpResponse<String> answer = gateway.send(gateway.request("/sign-in/callback?code=a&state=" + STATE)
                .header("Cookie", "s2s=" + STATE + "; s2s=other"));

        assertRefused(answer, "S2S.SignInExpired");
    }

    @ParameterizedTest
    @ValueSource(strings = {"HEAD", "POST", "PUT", "DELETE"})
    void readsTheRedirectUriWithGetOnly(String method) {
        HttpResponse<String> answer = gateway.send(
                gateway.request("/sign-in/callback?code=a&state=" + STATE).method(method, BodyPublishers.noBody()));

        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().firstValue("Location")).isEmpty();
    }

    @Test
    void refusesAQueryThatCannotBeDecoded() {
        try (Wire wire = Wire.open(gateway)) {
            wire.send("GET /sign-in/callback?code=%zz&state=" + STATE
                    + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
            assertThat(wire.readToEnd()).startsWith("HTTP/1.1 400 ");
        } catch (IOException broken) {
            throw new AssertionError(broken);
        }
    }

    @Test
    void saysWhatHappenedWhoActsAndHow() {
        HttpResponse<String> page = gateway.get("/sign-in/failed?code=AADSTS50105&back=%2Fconnect%3Fa%3Db");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Cache-Control")).hasValue("no-store");
        assertThat(page.body())
                .contains(
                        "<h1>The sign-in did not work</h1>",
                        "The account that signed in is not assigned to the application",
                        "An administrator of the tenant",
                        "Users and groups, and add the account.",
                        "<code>AADSTS50105</code>",
                        "href=\"/connect?a=b\"")
                .doesNotContain("<script", " style=");
    }

    @Test
    void saysItInGermanToo() {
        assertThat(gateway.send(gateway.request("/sign-in/failed?code=S2S.SignInExpired")
                                .header("Accept-Language", "de"))
                        .body())
                .contains("Die Anmeldung hat nicht geklappt", "lang=\"de\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example/connect",
                "//evil.example",
                "/%5Cevil.example",
                "/connect/../console",
                "/connect%0d%0aSet-Cookie:a=b",
                "javascript:alert(1)",
                "%22%3E%3Cscript%3E",
                "/connect%23x"
            })
    void leadsNobodyAway(String back) {
        HttpResponse<String> page = gateway.get("/sign-in/failed?code=S2S.SignInExpired&back=" + back);

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("href=\"/\">Try again</a>").doesNotContain("evil", "alert(1)", "<script");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?code=", "?code=%3Cscript%3Ealert(1)%3C/script%3E", "?code=nothing&code=twice"})
    void hasWordsForACodeThatNobodyKnows(String query) {
        HttpResponse<String> page = gateway.get("/sign-in/failed" + query);

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("Look the code up").doesNotContain("<script");
    }

    private void assertRefused(HttpResponse<String> answer, String code) {
        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(answer.headers().firstValue("Location"))
                .hasValue(gateway.address() + "/sign-in/failed?code=" + code);
        assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
        assertThat(answer.headers().allValues("Set-Cookie")).isEmpty();
        HttpResponse<String> page =
                gateway.get(URI.create(answer.headers().firstValue("Location").orElseThrow())
                                .getRawPath() + "?code=" + code);
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("<code>" + code + "</code>");
    }
}
