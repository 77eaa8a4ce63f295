package org.s2sgateway.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.s2sgateway.identity.SignInOutcome.Completed;
import org.s2sgateway.identity.SignInOutcome.Failed;
import org.s2sgateway.settings.PublicUrl;
import org.s2sgateway.testing.TestExchange;

class SignInCallbackTest {

    private static final String KEY = "k".repeat(43);

    private final SignInCallback callback = new SignInCallback();
    private final List<String> completed = new ArrayList<>();
    private final Browser fresh = Browser.unknown();
    private SignInOutcome outcome = new Failed(URI.create("https://gateway.example/sign-in/failed?code=x"));
    private boolean takesForms;

    @BeforeEach
    void open() {
        callback.currentBrowser = new CurrentBrowser();
        callback.currentBrowser.publicUrl = new PublicUrl("https://gateway.example");
        callback.signIn = new SignIn() {
            @Override
            boolean takesForms() {
                return takesForms;
            }

            @Override
            SignInOutcome complete(@Nullable String query, Optional<Browser> browser) {
                completed.add(
                        query + " of " + browser.map(it -> it.key().reveal()).orElse("nobody"));
                return outcome;
            }
        };
    }

    @Test
    void goesOnAsTheFreshBrowser() throws Exception {
        outcome = new Completed(fresh, URI.create("https://gateway.example/connect"));
        TestExchange answer = new TestExchange("GET", SignInCallback.PLACE)
                .asking("code=c&state=s")
                .cookie("__Host-s2s", KEY);
        callback.service(answer.request(), answer.response());

        assertThat(completed).containsExactly("code=c&state=s of " + KEY);
        assertThat(answer.status).isEqualTo(303);
        assertThat(answer.answered)
                .containsEntry("Location", "https://gateway.example/connect")
                .containsEntry("Cache-Control", "no-store");
        assertThat(answer.given).singleElement().satisfies(cookie -> assertThat(cookie.getValue())
                .isEqualTo(fresh.key().reveal()));
    }

    @Test
    void keepsTheCookieWhereItFailed() throws Exception {
        TestExchange answer = new TestExchange("GET", SignInCallback.PLACE);
        callback.service(answer.request(), answer.response());

        assertThat(completed).containsExactly("null of nobody");
        assertThat(answer.status).isEqualTo(303);
        assertThat(answer.answered).containsEntry("Location", "https://gateway.example/sign-in/failed?code=x");
        assertThat(answer.given).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"HEAD", "POST", "PUT", "OPTIONS"})
    void usesUpNoStateForAnotherMethod(String method) throws Exception {
        TestExchange answer = new TestExchange(method, SignInCallback.PLACE).asking("code=c&state=s");
        callback.service(answer.request(), answer.response());

        assertThat(answer.status).isEqualTo(405);
        assertThat(answer.answered).containsEntry("Allow", "GET").containsEntry("Cache-Control", "no-store");
        assertThat(completed).isEmpty();
    }

    @Test
    void takesAFormToThisAddressOnceMore() throws Exception {
        takesForms = true;
        TestExchange answer = new TestExchange("POST", SignInCallback.PLACE).below("/s2s");
        FormRequest form = new FormRequest(
                answer.request(), Form.parse("code=c%26d&state=s&state=t".getBytes(StandardCharsets.US_ASCII)));
        callback.service(form, answer.response());

        assertThat(answer.status).isEqualTo(303);
        assertThat(answer.answered)
                .containsEntry("Location", "/s2s/sign-in/callback?code=c%26d&state=s&state=t")
                .containsEntry("Cache-Control", "no-store");
        assertThat(completed).isEmpty();
    }

    @Test
    void takesNoOtherMethodForAForm() throws Exception {
        takesForms = true;
        TestExchange answer = new TestExchange("PUT", SignInCallback.PLACE);
        callback.service(answer.request(), answer.response());

        assertThat(answer.status).isEqualTo(405);
    }
}
