package org.s2sgateway.identity;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.context.control.RequestContextController;
import jakarta.enterprise.inject.Instance;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.s2sgateway.identity.Identification.Known;
import org.s2sgateway.problem.ProblemType;
import org.s2sgateway.problem.Refusal;
import org.s2sgateway.settings.PublicUrl;
import org.s2sgateway.settings.Secret;
import org.s2sgateway.testing.Outline;
import org.s2sgateway.testing.TestExchange;

class FrontDoorTest {

    private static final Browser BROWSER = new Browser(Secret.of("x".repeat(43)));
    private static final String COOKIE = "__Host-s2s";
    private static final String GOOD = "formToken=" + BROWSER.formToken();

    private final FrontDoor door = new FrontDoor();
    private final List<String> counted = new ArrayList<>();
    private final List<String> remembered = new ArrayList<>();
    private final List<String> contexts = new ArrayList<>();
    private @Nullable HttpServletRequest passed;
    private Optional<Refusal> tooMany = Optional.empty();
    private boolean answersByForm;
    private boolean staff;
    private Optional<SignedIn> person = Optional.empty();
    private int lookedUp;
    private int limited;
    private boolean activates;

    @BeforeEach
    void open() {
        CurrentBrowser browser = new CurrentBrowser();
        browser.publicUrl = new PublicUrl("https://gateway.example");
        door.publicUrl = instance(browser.publicUrl);
        door.browser = browser;
        door.person = new CurrentPerson() {
            @Override
            public Optional<SignedIn> find(HttpServletRequest request) {
                return person;
            }

            @Override
            boolean isLatelyStaff(HttpServletRequest request) {
                lookedUp++;
                return staff;
            }
        };
        door.formToken = new FormToken();
        door.formToken.browser = browser;
        door.limits = instance(new CallerLimits() {
            @Override
            Optional<Refusal> atPage(HttpServletRequest request) {
                limited++;
                return tooMany;
            }

            @Override
            Optional<Refusal> attempt(HttpServletRequest request) {
                return tooMany;
            }
        });
        door.refusedCalls = instance(new RefusedCalls() {
            @Override
            public void ofNobody(String code) {
                counted.add(code);
            }

            @Override
            public void atPage(HttpServletRequest request, Optional<SignedIn> person, String code) {
                remembered.add(person.map(SignedIn::actor).orElse("nobody") + " " + code);
            }
        });
        door.signIn = instance(new SignIn() {
            @Override
            boolean takesForms() {
                return answersByForm;
            }
        });
        RequestContextController context = Outline.of(
                RequestContextController.class,
                Map.of("activate", none -> contexts.add("activate") && activates, "deactivate", none -> {
                    contexts.add("deactivate");
                    return null;
                }));
        door.requestContexts = instance(context);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/", "/connect", "/console/tenants", "/api/tenants", "/assets/s2s.css", "/sign-in/callback"})
    void letsReadersThrough(String path) throws Exception {
        for (String method : List.of("GET", "HEAD")) {
            assertLetThrough(new TestExchange(method, path));
            assertLetThrough(new TestExchange(method, path).asking("a=b%20c"));
        }
    }

    @Test
    void givesABrowserItsCookieWhereThereMayBeForms() throws Exception {
        TestExchange page = new TestExchange("GET", "/connect");
        enter(page);

        assertThat(page.answered).containsEntry("Cache-Control", "no-store");
        assertThat(page.given).singleElement().satisfies(cookie -> assertThat(cookie.getName())
                .isEqualTo(COOKIE));
        assertThat(door.formToken.getValue()).isNotEmpty();
    }

    @Test
    void givesNoCookieElsewhere() throws Exception {
        TestExchange page = new TestExchange("GET", "/");
        enter(page);

        assertThat(page.given).isEmpty();
        assertThat(page.answered).isEmpty();
    }

    @Test
    void letsInTheFormThatAPageGaveToThisBrowser() throws Exception {
        TestExchange form = form("/connect", GOOD + "&name=Ada");
        enter(form);

        assertThat(passed).isInstanceOf(FormRequest.class);
        assertThat(passed.getParameter("name")).isEqualTo("Ada");
        assertThat(form.status).isEqualTo(200);
        assertThat(form.answered).containsEntry("Cache-Control", "no-store");
        assertThat(door.formToken.getValue()).isEqualTo(BROWSER.formToken());
    }

    @Test
    void refusesAFormThatNoPageGaveToThisBrowser() throws Exception {
        assertRefused(form("/connect", "name=Ada"), ProblemType.FOREIGN_FORM);
        assertRefused(form("/connect", "formToken=x"), ProblemType.FOREIGN_FORM);
        assertRefused(TestExchange.form("/connect", GOOD), ProblemType.FOREIGN_FORM);
        assertRefused(form("/connect", GOOD + "&a=%zz"), ProblemType.BAD_REQUEST);
    }

    @Test
    void refusesAFormFromAnotherSiteBeforeItIsRead() throws Exception {
        TestExchange foreign = form("/connect", GOOD).with("Origin", "https://evil.example");
        assertRefused(foreign, ProblemType.FOREIGN_FORM);

        assertThat(foreign.body.taken()).isZero();
    }

    @Test
    void remembersWhoSentAFormThatNoPageGaveToThisBrowser() throws Exception {
        UUID somebody = UUID.fromString("5f0d3a9c-1111-4222-8333-444455556666");
        person = Optional.of(
                new SignedIn(somebody, somebody, "Ada", Set.of(), Set.of(), Optional.empty(), Instant.EPOCH));
        assertRefused(form("/console/grant", "formToken=x"), ProblemType.FOREIGN_FORM);
        assertRefused(later("formToken=x"), ProblemType.FOREIGN_FORM);
        person = Optional.empty();
        assertRefused(form("/connect", GOOD).with("Origin", "https://evil.example"), ProblemType.FOREIGN_FORM);

        assertThat(remembered)
                .containsExactly(
                        "person " + somebody + " S2S.ForeignForm",
                        "person " + somebody + " S2S.ForeignForm",
                        "nobody S2S.ForeignForm");
    }

    @Test
    void remembersNothingThatIsOnlyWrong() throws Exception {
        assertRefused(form("/connect", GOOD + "&a=%zz"), ProblemType.BAD_REQUEST);
        assertRefused(form("/connect", GOOD).announcing(FormHead.LONGEST + 1), ProblemType.PAYLOAD_TOO_LARGE);
        assertRefused(new TestExchange("PUT", "/connect"), ProblemType.METHOD_NOT_ALLOWED);

        assertThat(remembered).isEmpty();
    }

    @Test
    void refusesAFormWhoseQueryTakesItForAnotherOne() throws Exception {
        assertRefused(form("/connect", GOOD).asking("jakarta.faces.ViewState=x"), ProblemType.BAD_REQUEST);
        assertRefused(form("/connect", GOOD).asking("a=%"), ProblemType.BAD_REQUEST);
    }

    @Test
    void readsAFormThatHasNotArrivedWithoutWaitingForIt() throws Exception {
        TestExchange slow = form("/connect", "formTok").announcing(GOOD.length());
        enter(slow);

        assertThat(passed).isNull();
        assertThat(slow.body.reader()).isInstanceOf(FormBody.class);
        assertThat(slow.body.taken()).isZero();
    }

    @Test
    void letsInAFormThatCameLater() throws Exception {
        activates = true;
        enter(later(GOOD));

        assertThat(passed).isInstanceOf(FormRequest.class);
        assertThat(contexts).containsExactly("activate", "deactivate", "destroy");
    }

    @Test
    void endsNoRequestContextThatIsNotItsOwn() throws Exception {
        enter(later(GOOD));

        assertThat(contexts).containsExactly("activate", "destroy");
    }

    @Test
    void judgesAFormThatCameLaterLikeAnyOther() throws Exception {
        assertRefused(later("formToken=x"), ProblemType.FOREIGN_FORM);
    }

    @Test
    void leavesOtherAsynchronousRequestsAlone() throws Exception {
        TestExchange other = new TestExchange("TRACE", "/connect").again();
        enter(other);

        assertThat(passed).isNotNull();
        assertThat(contexts).isEmpty();
        assertThat(other.status).isEqualTo(200);
    }

    @Test
    void readsLongFormsOfStaffOnly() throws Exception {
        String longest = GOOD + "&a=" + "x".repeat(FormHead.LONGEST);
        assertRefused(form("/console/grant", longest), ProblemType.PAYLOAD_TOO_LARGE);

        staff = true;
        enter(form("/console/grant", longest));
        assertThat(passed).isNotNull();
        assertRefused(form("/connect", longest), ProblemType.PAYLOAD_TOO_LARGE);
        assertRefused(
                form("/console/grant", GOOD + "&a=" + "x".repeat(FormHead.LONGEST_OF_STAFF)),
                ProblemType.PAYLOAD_TOO_LARGE);
    }

    @Test
    void looksNobodyUpForAFormThatEverybodyMaySend() throws Exception {
        enter(form("/console/grant", GOOD + "&a=" + "x".repeat(FormHead.LONGEST - GOOD.length() - 3)));

        assertThat(passed).isNotNull();
        assertThat(lookedUp).isZero();
    }

    @Test
    void readsManyFieldsInTheConsoleOnly() throws Exception {
        enter(form("/console/grant", GOOD + "&a=1".repeat(200)));
        assertThat(passed).isNotNull();

        assertRefused(form("/connect", GOOD + "&a=1".repeat(200)), ProblemType.BAD_REQUEST);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/assets/s2s.css", "/sign-in/callback", "/connected"})
    void takesFormsNowhereElse(String path) throws Exception {
        TestExchange form = form(path, GOOD);
        assertRefused(form, ProblemType.METHOD_NOT_ALLOWED);

        assertThat(form.answered).containsEntry("Allow", "GET, HEAD");
        assertThat(form.body.taken()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "DELETE", "PATCH", "OPTIONS", "get"})
    void knowsNoOtherMethodsOfPages(String method) throws Exception {
        TestExchange page = new TestExchange(method, "/connect");
        assertRefused(page, ProblemType.METHOD_NOT_ALLOWED);

        assertThat(page.answered).containsEntry("Allow", "GET, HEAD, POST");
    }

    @Test
    void endsTheConnectionOfATrace() throws Exception {
        for (String path : List.of("/", "/api/tenants")) {
            TestExchange trace = new TestExchange("TRACE", path);
            assertRefused(trace, ProblemType.METHOD_NOT_ALLOWED);

            assertThat(trace.answered).containsEntry("Connection", "close").containsEntry("Allow", ApiDoor.ALLOWED);
        }
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "HTTP/1.1, chunked, -, -",
                "HTTP/1.1, ' Chunked ', -, -",
                "HTTP/2.0, chunked, -, -",
                "HTTP/1.1, -, -, 5",
                "HTTP/1.0, -, -, 5"
            })
    void knowsWhereABodyEnds(String protocol, String coding, String second, String length) throws Exception {
        assertLetThrough(framed(protocol, coding, second, length));
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "HTTP/1.1, chunked, -, 5",
                "HTTP/1.1, chunked, chunked, -",
                "HTTP/1.1, identity, -, -",
                "HTTP/1.1, 'gzip, chunked', -, -",
                "HTTP/1.1, identity, -, 5",
                "HTTP/1.0, chunked, -, -",
                "HTTP/0.9, chunked, -, -"
            })
    void refusesABodyOfWhichTwoServersCouldSeeAnotherEnd(String protocol, String coding, String second, String length)
            throws Exception {
        TestExchange request = framed(protocol, coding, second, length);
        assertRefused(request, ProblemType.BAD_REQUEST);

        assertThat(request.answered).containsEntry("Connection", "close");
    }

    @Test
    void refusesAnAddressThatIsNotAsItWasSent() throws Exception {
        assertRefused(new TestExchange("GET", "/connect").withSessionInAddress(), ProblemType.BAD_REQUEST);
        assertRefused(new TestExchange("GET", "/connect").at("/connect|x"), ProblemType.BAD_REQUEST);
        assertRefused(new TestExchange("GET", "/api/tenants").at("/api/{tenants}"), ProblemType.BAD_REQUEST);
    }

    @Test
    void knowsAPageByOneSpellingOnly() throws Exception {
        assertRefused(new TestExchange("GET", "/connect.xhtml"), ProblemType.NOT_FOUND);
        assertRefused(new TestExchange("GET", "/connect").at("/%63onnect"), ProblemType.NOT_FOUND);
        assertRefused(new TestExchange("GET", "/connect").at("/connect;x=1"), ProblemType.NOT_FOUND);
        assertRefused(form("/connect", GOOD).at("/connect;x=1"), ProblemType.NOT_FOUND);
        assertLetThrough(new TestExchange("GET", "/").at("/;x=1"));
        assertLetThrough(new TestExchange("GET", "/api/connect.xhtml"));
        assertLetThrough(new TestExchange("GET", "/connect").below("/s2s"));
    }

    @Test
    void readsAPageWithoutABody() throws Exception {
        assertRefused(new TestExchange("GET", "/connect").announcing(1), ProblemType.BAD_REQUEST);
        assertRefused(new TestExchange("GET", "/").with("Transfer-Encoding", "chunked"), ProblemType.BAD_REQUEST);
        assertLetThrough(new TestExchange("GET", "/").announcing(0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"jakarta.faces.ViewState=stateless", "a=b&jakarta%2Efaces.ViewState=x", "a=%", "a=%zz"})
    void takesNoPageForAFormThatWasSent(String query) throws Exception {
        assertRefused(new TestExchange("GET", "/").asking(query), ProblemType.BAD_REQUEST);
        assertRefused(new TestExchange("GET", "/connect").asking(query), ProblemType.BAD_REQUEST);
    }

    @Test
    void leavesToTheApiWhatItsQueriesAndMethodsAre() throws Exception {
        assertLetThrough(new TestExchange("GET", "/api/tenants").asking("a=%zz"));
        assertLetThrough(
                new TestExchange("PUT", "/api/tenants").announcing(3).with("Content-Type", "application/json"));
        assertLetThrough(new TestExchange("POST", "/api/tenants").announcing(3));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/x-www-form-urlencoded",
                " Application/X-WWW-Form-Urlencoded; charset=utf-8",
                "multipart/form-data; boundary=b"
            })
    void takesNoFormsAtTheApi(String type) throws Exception {
        TestExchange ofNobody = new TestExchange("PUT", "/api/tenants").with("Content-Type", type);
        assertRefused(ofNobody, ProblemType.UNAUTHENTICATED);
        assertThat(counted).containsExactly(ProblemType.UNAUTHENTICATED.code());

        TestExchange ofSomebody = new TestExchange("POST", "/api/tenants")
                .with("Content-Type", type)
                .attribute(Identification.class.getName(), new Known(TestCallers.of("orders", Set.of(), Map.of())));
        assertRefused(ofSomebody, ProblemType.UNSUPPORTED_MEDIA_TYPE);
        assertThat(counted).hasSize(1);
    }

    @Test
    void saysWhenThereWereTooManyAttempts() throws Exception {
        tooMany = Optional.of(new Refusal(ProblemType.TOO_MANY_ATTEMPTS, "x"));

        assertRefused(form("/connect", GOOD), ProblemType.TOO_MANY_ATTEMPTS);
        assertThat(counted).isEmpty();
        assertRefused(
                new TestExchange("POST", "/api/tenants").with("Content-Type", TestExchange.FORM),
                ProblemType.TOO_MANY_ATTEMPTS);
        assertThat(counted).containsExactly(ProblemType.TOO_MANY_ATTEMPTS.code());
        assertLetThrough(new TestExchange("POST", "/api/tenants"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/console", "/console/grants", "/sign-in/callback", "/connect/callback"})
    void countsNothingThatAPageOfAnotherSiteHasABrowserLoad(String path) throws Exception {
        assertRefused(embedded(path), ProblemType.NOT_PERMITTED);

        assertThat(limited).isZero();
        assertThat(counted).isEmpty();
        assertThat(remembered).isEmpty();
        assertLetThrough(new TestExchange("GET", path)
                .with("Sec-Fetch-Site", "cross-site")
                .with("Sec-Fetch-Mode", "navigate")
                .with("Sec-Fetch-Dest", "document"));
        assertThat(limited).isEqualTo(1);
    }

    @Test
    void letsPagesOfOtherSitesLoadWhatBeginsNothing() throws Exception {
        assertLetThrough(embedded("/connect"));
        assertLetThrough(embedded("/assets/icon.svg"));
        assertLetThrough(embedded("/api/tenants"));
    }

    @Test
    void takesTheAnswerOfAProviderThatAnswersByForm() throws Exception {
        answersByForm = true;
        TestExchange answer = TestExchange.form(SignInCallback.PLACE, "code=c&state=s")
                .with("Origin", "https://login.example")
                .with("Sec-Fetch-Site", "cross-site")
                .with("Sec-Fetch-Mode", "navigate")
                .with("Sec-Fetch-Dest", "document");
        enter(answer);

        assertThat(passed).isInstanceOf(FormRequest.class);
        assertThat(passed.getParameter("code")).isEqualTo("c");
        assertThat(answer.given).as("its browser has another cookie already").isEmpty();
        assertThat(answer.answered).isEmpty();
    }

    @Test
    void readsNoAnswerThatIsNoFormOrTooLong() throws Exception {
        answersByForm = true;

        assertRefused(
                new TestExchange("POST", SignInCallback.PLACE).with("Content-Type", "text/plain"),
                ProblemType.UNSUPPORTED_MEDIA_TYPE);
        assertRefused(
                TestExchange.form(SignInCallback.PLACE, "x".repeat(FormHead.LONGEST + 1)),
                ProblemType.PAYLOAD_TOO_LARGE);
        assertRefused(
                TestExchange.form(SignInCallback.PLACE, "code=c").at(SignInCallback.PLACE + ";x"),
                ProblemType.METHOD_NOT_ALLOWED);
        assertRefused(new TestExchange("PUT", SignInCallback.PLACE), ProblemType.METHOD_NOT_ALLOWED);
    }

    private static TestExchange embedded(String path) {
        return new TestExchange("GET", path)
                .with("Sec-Fetch-Site", "cross-site")
                .with("Sec-Fetch-Mode", "no-cors")
                .with("Sec-Fetch-Dest", "image");
    }

    private static TestExchange form(String path, String text) {
        return TestExchange.form(path, text).cookie(COOKIE, BROWSER.key().reveal());
    }

    private static TestExchange later(String text) throws Exception {
        TestExchange first = form("/connect", "").announcing(text.length());
        FormBody.read(first.request(), first.response());
        first.body.add(text);
        first.body.reader().onDataAvailable();
        first.body.reader().onAllDataRead();
        return form("/connect", "")
                .attribute(FormBody.class.getName(), first.attribute(FormBody.class.getName()))
                .again();
    }

    private static TestExchange framed(
            String protocol, @Nullable String coding, @Nullable String second, @Nullable String length) {
        TestExchange request = new TestExchange("POST", "/api/tenants").over(protocol);
        for (String each : new String[] {coding, second}) {
            if (each != null) {
                request.with("Transfer-Encoding", each);
            }
        }
        return length == null ? request : request.announcing(Long.parseLong(length));
    }

    private void assertLetThrough(TestExchange exchange) throws Exception {
        passed = null;
        enter(exchange);
        assertThat(passed).isNotNull();
        assertThat(exchange.status).isEqualTo(200);
    }

    private void assertRefused(TestExchange exchange, ProblemType type) throws Exception {
        passed = null;
        enter(exchange);
        assertThat(passed).isNull();
        assertThat(exchange.status).isEqualTo(type.status());
        assertThat(exchange.answer()).contains(type.code());
    }

    private void enter(TestExchange exchange) throws Exception {
        door.doFilter(
                exchange.request(), exchange.response(), (request, response) -> passed = (HttpServletRequest) request);
    }

    @SuppressWarnings("unchecked") // there is no class of an Instance of something
    private <T> Instance<T> instance(T bean) {
        return Outline.of(Instance.class, Map.of("get", none -> bean, "destroy", which -> contexts.add("destroy")));
    }
}
