package org.s2sgateway.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.s2sgateway.it.Operator.ADVENTURE_WORKS;
import static org.s2sgateway.it.Operator.FABRIKAM;

import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.s2sgateway.testing.Page;

/** What comes of it when somebody else than Microsoft writes the addresses to which browsers come back. */
class ForgedCallbackIT {

    private static final String GRACE = "grace@adventure-works.example";
    private static final String UNKNOWN_STATE = "abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJKLMNO_";
    private static final String YES = "admin_consent=True&tenant=" + ADVENTURE_WORKS + "&state=";

    private final RunningGateway run = GatewayRun.gateway();

    private CustomersGateway gateway;
    private Operator operator;

    @BeforeEach
    void startWithoutCustomers() {
        gateway = CustomersGateway.of(run);
        gateway.forgetCustomers();
        operator = new Operator(gateway);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "admin_consent=True",
                "admin_consent=True&tenant=" + ADVENTURE_WORKS,
                YES,
                YES + UNKNOWN_STATE,
                YES + "short",
                YES + "{state}&state={state}",
                YES + "{state}&tenant=" + ADVENTURE_WORKS,
                "tenant=" + FABRIKAM + "&" + YES + "{state}",
                "state=" + UNKNOWN_STATE + "&" + YES + "{state}",
                "STATE={state}&tenant=" + ADVENTURE_WORKS,
                "state[]={state}&tenant=" + ADVENTURE_WORKS,
                "code=abc&state=" + UNKNOWN_STATE,
                "error=access_denied&state=" + UNKNOWN_STATE,
                "error=%3Cscript%3E&state=" + UNKNOWN_STATE
            })
    void leavesWhatIsUnderWayAloneWhenAnAnswerBelongsToNothing(String query) {
        Onboarder grace = somebody().begin("adventure-works").signIn(GRACE);
        URI real = grace.answerTo("Accept");
        String state = grace.state();

        grace.comeBackWith(query.replace("{state}", state));

        assertRefused(grace, "S2S.ConsentUnknown");
        assertThat(operator.events()).doesNotContain("consent.granted", "consent.refused", "consent.declined");
        grace.comeBackWith(real.getRawQuery());
        assertThat(grace.heading()).isEqualTo("Almost there");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "admin_consent=True&state={state}",
                "admin_consent=True&tenant=" + FABRIKAM + "&state={state}",
                "admin_consent=True&tenant=common&state={state}",
                "admin_consent=True&tenant=adventure-works.example&state={state}",
                "admin_consent=True&tenant=" + ADVENTURE_WORKS + "x&state={state}",
                "admin_consent=True&tenant=%20" + ADVENTURE_WORKS + "&state={state}",
                "admin_consent=True&tenant=&state={state}"
            })
    void refusesTheConsentOfAnotherTenant(String query) {
        Onboarder grace = somebody().begin("adventure-works").signIn(GRACE);
        URI real = grace.answerTo("Accept");

        grace.comeBackWith(query.replace("{state}", grace.state()));

        assertRefused(grace, "S2S.ConsentOfOtherTenant");
        assertThat(operator.details("consent.refused")).containsExactly("S2S.ConsentOfOtherTenant");
        // The state is used up.
        assertRefused(grace.comeBackWith(real.getRawQuery()), "S2S.ConsentReplayed");
    }

    @Test
    void believesAnErrorBeforeAYes() {
        Onboarder grace = somebody().begin("adventure-works").signIn(GRACE);

        grace.comeBackWith(YES + grace.state() + "&error=access_denied&error_description=AADSTS65004%3A%20declined");

        assertRefused(grace, "AADSTS65004");
        assertThat(operator.details("consent.declined")).containsExactly("AADSTS65004");
    }

    @ParameterizedTest
    @CsvSource({
        "error=%3Cscript%3Ealert(1)%3C%2Fscript%3E, unknown",
        "error=consent_required&error_description=%3Cb%3EAADSTS65004%3C%2Fb%3E, AADSTS65004",
        "error=S2S.TenantSuspended, unknown",
        "error=, unknown"
    })
    void showsOfAnErrorOnlyACode(String query, String code) {
        Onboarder grace = somebody().begin("adventure-works").signIn(GRACE);

        grace.comeBackWith(query + "&state=" + grace.state());

        assertRefused(grace, code);
        assertThat(grace.page().body()).doesNotContain("<script", "<b>AADSTS", "alert(1)");
    }

    @Test
    void refusesTheAnswerOfAnotherBrowser() {
        Onboarder grace = somebody().begin("adventure-works").signIn(GRACE);
        URI answer = grace.answerTo("Accept");

        for (Onboarder other : List.of(
                somebody(),
                somebody().begin("adventure-works"),
                somebody().begin("adventure-works").signIn(GRACE))) {
            assertRefused(other.comeBackWith(answer.getRawQuery()), "S2S.ConsentOfOtherBrowser");
        }

        assertThat(operator.details("consent.refused")).containsExactly("S2S.ConsentOfOtherBrowser");
        grace.comeBackWith(answer.getRawQuery());
        assertThat(grace.heading()).isEqualTo("Almost there");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "s2s=", "s2s=x", "s2s=" + UNKNOWN_STATE, "S2S=" + UNKNOWN_STATE, "__Host-s2s={cookie}"})
    void refusesAnAnswerWithoutTheCookieOrWithAnother(String cookie) {
        Onboarder grace = somebody().begin("adventure-works").signIn(GRACE);
        URI answer = grace.answerTo("Accept");

        HttpResponse<String> refused = gateway.api()
                .send(gateway.api()
                        .request("/connect/callback?" + answer.getRawQuery())
                        .header("Cookie", cookie.replace("{cookie}", cookie(grace))));

        assertThat(refused.statusCode()).isEqualTo(303);
        assertThat(refused.headers().firstValue("Location"))
                .hasValue(gateway.address() + "/connect/ended?code=S2S.ConsentOfOtherBrowser");
        assertThat(refused.headers().firstValue("Cache-Control")).hasValue("no-store");
        assertThat(operator.customers()).isEmpty();
    }

    @Test
    void refusesAStateThatANewerOneReplaced() {
        Onboarder grace = somebody().begin("adventure-works");
        String request = grace.request();
        String older = grace.signIn(GRACE).state();
        grace.open("/connect/consent?request=" + request).press("Go to the consent");
        URI answer = grace.answerTo("Accept");

        assertRefused(grace.comeBackWith(YES + older), "S2S.ConsentUnknown");
        assertThat(grace.comeBackWith(answer.getRawQuery()).heading()).isEqualTo("Almost there");
    }

    @Test
    void refusesAYesToWhichNobodyConsented() {
        Onboarder grace = somebody().begin("adventure-works").signIn(GRACE);
        // Her own sign-in has made the application exist; without that nothing bears the claim out.
        gateway.simulator().entraId().directory().gateway().removeFrom(UUID.fromString(ADVENTURE_WORKS));

        grace.comeBackWith(YES + grace.state());

        // The claim is waited for as for any that has not arrived everywhere; no tenant comes of it.
        assertThat(grace.heading()).isEqualTo("The consent is on its way");
        assertThat(operator.customers()).isEmpty();
        assertThat(operator.environments()).isEmpty();
    }

    @Test
    void takesNoStateOfASignInForAConsent() {
        Onboarder grace = somebody().begin("adventure-works").press("Sign in with Microsoft");

        assertRefused(grace.comeBackWith(YES + grace.state()), "S2S.ConsentUnknown");
    }

    @Test
    void takesNoStateOfAConsentForASignIn() {
        Onboarder grace = somebody().begin("adventure-works").signIn(GRACE);
        URI answer = grace.answerTo("Accept");

        grace.open("/sign-in/callback?code=abc&state=" + grace.state());

        assertThat(grace.heading()).isEqualTo("The sign-in did not work");
        assertThat(grace.code()).isEqualTo("S2S.SignInExpired");
        assertThat(grace.comeBackWith(answer.getRawQuery()).heading()).isEqualTo("Almost there");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/connect/callback", "/sign-in/callback"})
    void readsNothingButAGet(String path) {
        Onboarder grace = somebody().begin("adventure-works").signIn(GRACE);
        String query = "?" + YES + grace.state();
        URI answer = grace.answerTo("Accept");

        for (String method : List.of("HEAD", "POST", "PUT", "DELETE", "OPTIONS")) {
            HttpResponse<String> refused = gateway.api()
                    .send(gateway.api()
                            .request(path + query)
                            .header("Cookie", "s2s=" + cookie(grace))
                            .method(method, BodyPublishers.noBody()));
            assertThat(refused.statusCode()).as(method).isIn(403, 405, 411, 415);
            assertThat(refused.headers().firstValue("Location")).as(method).isEmpty();
        }

        assertThat(grace.comeBackWith(answer.getRawQuery()).heading()).isEqualTo("Almost there");
    }

    @Test
    void readsNoFormThatIsPostedThere() {
        Onboarder grace = somebody().begin("adventure-works").signIn(GRACE);
        String state = grace.state();
        grace.open("/sign-out");
        String token = grace.page().field("formToken").orElseThrow();

        HttpResponse<String> refused = gateway.api()
                .send(gateway.api()
                        .request("/connect/callback")
                        .header("Cookie", "s2s=" + cookie(grace))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(YES + state + "&formToken=" + token)));

        assertThat(refused.statusCode()).isEqualTo(405);
        assertThat(operator.events()).doesNotContain("consent.granted");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/connect/callback", "/sign-in/callback"})
    void refusesALongQuery(String path) {
        HttpResponse<String> answer =
                gateway.api().get(path + "?state=" + UNKNOWN_STATE + "&error=" + "x".repeat(10 * 1024));

        assertThat(answer.statusCode()).isIn(303, 400, 414, 431);
        assertThat(answer.headers().firstValue("Location").orElse("").length()).isLessThan(200);
    }

    @RepeatedTest(3)
    void countsOneOfManyAnswersAtOnce() {
        Onboarder grace = somebody().begin("adventure-works").signIn(GRACE);
        URI answer = grace.answerTo("Accept");
        String cookie = "s2s=" + cookie(grace);

        List<String> places = atOnce(8, () -> gateway.api()
                .send(gateway.api()
                        .request("/connect/callback?" + answer.getRawQuery())
                        .header("Cookie", cookie))
                .headers()
                .firstValue("Location")
                .orElse("none"));

        String granted = gateway.address() + "/connect/progress?environment=" + host("adventure-works");
        assertThat(places)
                .containsOnlyOnce(granted)
                .containsOnly(granted, gateway.address() + "/connect/ended?code=S2S.ConsentReplayed");
        assertThat(operator.events()).containsOnlyOnce("consent.granted", "consent.refused");
    }

    @RepeatedTest(3)
    void signsInOnceOfManyTimesAtOnce() {
        Onboarder grace = somebody()
                .begin("adventure-works")
                .press("Sign in with Microsoft")
                .press(GRACE);
        URI answer = grace.answerTo("Accept");
        String cookie = "s2s=" + cookie(grace);

        List<String> places = atOnce(8, () -> gateway.api()
                .send(gateway.api()
                        .request("/sign-in/callback?" + answer.getRawQuery())
                        .header("Cookie", cookie))
                .headers()
                .firstValue("Location")
                .orElse("none"));

        assertThat(places.stream().filter(it -> it.contains("/connect/consent?request=")))
                .hasSize(1);
        assertThat(places.stream().filter(it -> it.endsWith("/sign-in/failed?code=S2S.SignInExpired")))
                .hasSize(7);
        assertThat(operator.events()).containsOnlyOnce("person.signed-in");
    }

    @Test
    void refusesTheSignInOfAnotherBrowser() {
        Onboarder victim = somebody().begin("adventure-works").press("Sign in with Microsoft");
        Onboarder attacker = somebody()
                .begin("adventure-works")
                .press("Sign in with Microsoft")
                .press(GRACE);
        URI answer = attacker.answerTo("Accept");

        victim.open("/sign-in/callback?" + answer.getRawQuery());

        assertThat(victim.code()).isEqualTo("S2S.SignInOfOtherBrowser");
        // Where the other one was going is not told.
        assertThat(victim.page().link("Try again").toString()).isEqualTo(gateway.address() + "/");
        // Nobody has signed in: anybody can bring this about, and it leaves no row in the tenant's events.
        assertThat(operator.details("person.sign-in-refused")).isEmpty();
        // The state has leaked, and is of no use to its owner either.
        attacker.open("/sign-in/callback?" + answer.getRawQuery());
        assertThat(attacker.code()).isEqualTo("S2S.SignInExpired");
        assertThat(operator.events()).doesNotContain("person.signed-in");
    }

    @Test
    void redeemsNoCodeOfAnotherSignIn() {
        Onboarder victim = somebody().begin("adventure-works").press("Sign in with Microsoft");
        Onboarder attacker = somebody()
                .begin("adventure-works")
                .press("Sign in with Microsoft")
                .press(GRACE);
        String code = Page.fields(attacker.answerTo("Accept")).get("code");

        victim.open("/sign-in/callback?code=" + code + "&state=" + victim.state());

        assertThat(victim.heading()).isEqualTo("The sign-in did not work");
        assertThat(victim.code()).isEqualTo("AADSTS501481");
        assertThat(operator.events()).doesNotContain("person.signed-in");
    }

    @Test
    void redeemsNoCodeOfAnotherTenant() {
        Onboarder lisa = somebody().begin("adventure-works").press("Sign in with Microsoft");
        String elsewhere = lisa.page().url().toString().replace(ADVENTURE_WORKS, Operator.LITWARE);
        Page chooser = lisa.browser().get(URI.create(elsewhere));
        Page asked = chooser.submit("lisa@litware.example");
        URI answer = asked.submitWithoutFollowing("Accept", Map.of()).location().orElseThrow();

        lisa.open("/sign-in/callback?" + answer.getRawQuery());

        assertThat(lisa.heading()).isEqualTo("The sign-in did not work");
        assertThat(lisa.code()).isEqualTo("AADSTS700005");
        assertThat(operator.events()).doesNotContain("person.signed-in");
    }

    @Test
    void signsInWithAnotherCookieThanTheOneThatWasPlanted() {
        String planted = UNKNOWN_STATE;
        Onboarder grace = somebody();
        grace.browser().setCookie(gateway.address(), "s2s=" + planted + "; Path=/");

        grace.begin("adventure-works").signIn(GRACE).consent();

        assertThat(grace.heading()).isEqualTo("Almost there");
        assertThat(cookie(grace)).isNotEqualTo(planted);
        Onboarder attacker = somebody();
        attacker.browser().setCookie(gateway.address(), "s2s=" + planted + "; Path=/");
        attacker.open("/my");
        assertThat(attacker.text()).contains("Sign in with your work account").doesNotContain("Grace");
        attacker.open("/connect/progress?environment=" + host("adventure-works"));
        assertThat(attacker.heading()).isEqualTo("Connect a Dataverse environment");
    }

    @Test
    void opensNothingWithTheCookieOfWhoSignedOut() {
        Onboarder grace = somebody().begin("adventure-works").signIn(GRACE).consent();
        String old = cookie(grace);

        grace.open("/sign-out").press("Sign out");

        assertThat(cookie(grace)).isNotEqualTo(old);
        Onboarder thief = somebody();
        thief.browser().setCookie(gateway.address(), "s2s=" + old + "; Path=/");
        assertThat(thief.open("/my").text())
                .contains("Sign in with your work account")
                .doesNotContain("Grace");
        assertThat(thief.open("/my/environment?environment=" + host("adventure-works"))
                        .heading())
                .isEqualTo("There is no such environment");
        assertThat(thief.open("/connect/progress?environment=" + host("adventure-works"))
                        .heading())
                .isEqualTo("Connect a Dataverse environment");
    }

    private void assertRefused(Onboarder person, String code) {
        assertThat(person.page().status()).isEqualTo(200);
        assertThat(person.heading()).isEqualTo("The consent was not given");
        assertThat(person.code()).isEqualTo(code);
        assertThat(person.place()).doesNotContain("state", "tenant=");
        assertThat(operator.customers()).isEmpty();
        assertThat(operator.environments()).isEmpty();
    }

    private String cookie(Onboarder person) {
        return person.browser().cookie(gateway.address(), "s2s");
    }

    private static List<String> atOnce(int times, Supplier<String> call) {
        ExecutorService threads = Executors.newFixedThreadPool(times);
        try {
            List<CompletableFuture<String>> calls = IntStream.range(0, times)
                    .mapToObj(i -> CompletableFuture.supplyAsync(call, threads))
                    .toList();
            return calls.stream().map(CompletableFuture::join).toList();
        } finally {
            threads.shutdown();
        }
    }

    private Onboarder somebody() {
        return Onboarder.at(gateway);
    }

    private String host(String environment) {
        return gateway.simulator().host(environment);
    }
}
