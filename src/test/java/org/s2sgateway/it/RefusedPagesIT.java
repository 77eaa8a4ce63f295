package org.s2sgateway.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.s2sgateway.it.Asker.FABRIKAM;
import static org.s2sgateway.it.Asker.STATE;
import static org.s2sgateway.it.Refused.BAD_REQUEST;
import static org.s2sgateway.it.Refused.NOT_FOUND;
import static org.s2sgateway.it.Refused.row;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is refused to people is said on pages, and what comes back from a sign-in or a consent leads to them. */
class RefusedPagesIT {

    @RegisterExtension
    final Asker asker = new Asker();

    static Stream<Refused> pages() {
        return Stream.of(
                page(
                        "a form of another browser",
                        t -> t.form("/sign-out", "formToken=x").header("Cookie", "s2s=" + STATE),
                        "403 S2S.ForeignForm"),
                page("a form without its token", t -> t.form("/sign-out", "a=b"), "403 S2S.ForeignForm"),
                page(
                        "a form from another site",
                        t -> t.form("/sign-out", "a=b").header("Origin", "https://evil.example"),
                        "403 S2S.ForeignForm"),
                page(
                        "a form that a browser says is another site's",
                        t -> t.form("/sign-out", "a=b").header("Sec-Fetch-Site", "cross-site"),
                        "403 S2S.ForeignForm"),
                page("a form that cannot be read", t -> t.form("/sign-out", "a=%ff"), BAD_REQUEST),
                page("a form with two tokens", t -> t.form("/sign-out", "formToken=a&formToken=b"), BAD_REQUEST),
                page("a form with too many fields", t -> t.form("/sign-out", "a=1" + "&a=1".repeat(100)), BAD_REQUEST),
                page(
                        "a form that is too long",
                        t -> t.form("/sign-out", "a=" + "x".repeat(16_384)),
                        "413 S2S.PayloadTooLarge"),
                page(
                        "a form with files",
                        t -> t.form("/sign-out", "a=b").setHeader("Content-Type", "multipart/form-data; boundary=b"),
                        "415 S2S.UnsupportedMediaType"),
                page("JSON", t -> t.json("POST", "/sign-out", "{}"), "415 S2S.UnsupportedMediaType"),
                page("a form where there is none", t -> t.form("/", "a=b"), "405 S2S.MethodNotAllowed"),
                page(
                        "a form in the address",
                        t -> t.request("/sign-out?jakarta.faces.ViewState=stateless"),
                        BAD_REQUEST),
                page("a page by its file", t -> t.request("/my.xhtml"), NOT_FOUND),
                page("a page that is none", t -> t.request("/nothing-here"), NOT_FOUND),
                page("to delete a page", t -> t.request("/my").DELETE(), "405 S2S.MethodNotAllowed"),
                signIn("nothing", "", "S2S.SignInNotAttributed"),
                signIn("no state", "?code=a", "S2S.SignInNotAttributed"),
                signIn("no code", "?state=" + STATE, "S2S.SignInNotAttributed"),
                signIn("a state that is too short", "?code=a&state=short", "S2S.SignInNotAttributed"),
                signIn("two codes", "?code=a&code=b&state=" + STATE, "S2S.SignInNotAttributed"),
                signIn("two states", "?code=a&state=" + STATE + "&state=" + STATE, "S2S.SignInNotAttributed"),
                signIn(
                        "an error of nobody's sign-in",
                        "?error=access_denied&state=" + STATE,
                        "S2S.SignInNotAttributed"),
                signIn("a state that nobody waits for", "?code=a&state=" + STATE, "S2S.SignInExpired"),
                consent("nothing", ""),
                consent("no state", "?admin_consent=True&tenant=" + FABRIKAM),
                consent("a state that nobody waits for", "?admin_consent=True&tenant=" + FABRIKAM + "&state=" + STATE),
                consent("an error of nobody's consent", "?error=access_denied&state=" + STATE));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("pages")
    void refusesOnPages(Refused row) {
        HttpRequest.Builder request = row.request().apply(asker);

        HttpResponse<String> answer = asker.send(request);

        String code = row.code().substring(4);
        assertThat(answer.statusCode()).isEqualTo(Integer.parseInt(row.code().substring(0, 3)));
        if (answer.statusCode() == 303) {
            assertThat(answer.headers().allValues("Location"))
                    .containsExactly(asker.address() + row.words().get(0) + "?code=" + code);
        } else {
            assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("text/html");
            assertThat(answer.body()).contains("<h1>", code);
        }
        assertThat(answer.headers().allValues("WWW-Authenticate")).isEmpty();
    }

    private static Refused page(String name, Function<Asker, HttpRequest.Builder> request, String code) {
        return row("a page: " + name, request, code);
    }

    private static Refused signIn(String name, String query, String code) {
        return row("back from a sign-in: " + name, t -> t.request("/sign-in/callback" + query), "303 " + code)
                .saying("/sign-in/failed");
    }

    private static Refused consent(String name, String query) {
        return row(
                        "back from a consent: " + name,
                        t -> t.request("/connect/callback" + query),
                        "303 S2S.ConsentUnknown")
                .saying("/connect/ended");
    }
}
