package org.s2sgateway.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.nimbusds.jwt.JWTClaimsSet;
import jakarta.persistence.EntityManager;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.s2sgateway.audit.AuditEntry;
import org.s2sgateway.audit.AuditEvent;
import org.s2sgateway.audit.AuditQueue;
import org.s2sgateway.audit.TestAuditEvents;
import org.s2sgateway.registration.Registration;
import org.s2sgateway.settings.PublicUrl;
import org.s2sgateway.settings.Secret;
import org.s2sgateway.settings.Settings;
import org.s2sgateway.testing.DatabaseContract;
import org.s2sgateway.testing.FiredEvents;
import org.s2sgateway.testing.MovableClock;
import org.s2sgateway.testing.TestRegistrations;

/** The whole way of a browser: to the identity provider, back, and on. */
class SignInTest extends DatabaseContract {

    private static final String GATEWAY = "https://gateway.example";
    private static final String ENVIRONMENT = "fabrikam.crm4.dynamics.com";
    private static final SignInWish ANYBODY = wish(Optional.empty(), Optional.empty());
    private static final SignInWish FABRIKAM = wish(Optional.of(TestProvider.FABRIKAM), Optional.empty());
    private static final SignInWish TOKEN = wish(Optional.of(TestProvider.FABRIKAM), Optional.of(ENVIRONMENT));

    private TestProvider provider;
    private MovableClock clock;
    private Registration registration;
    private SignInPlaces places;
    private RelyingParty relyingParty;
    private FiredEvents<BrowserChanged> changes;
    private FiredEvents<DelegatedTokenGranted> grants;
    private List<Map<String, String>> forms;
    private final List<AuditEntry> counted = new CopyOnWriteArrayList<>();
    private final AuditQueue queue = AuditQueue.into(counted::addAll);
    private final RefusedCalls refusedCalls = new RefusedCalls();

    SignInTest() {
        super(Pair.ECLIPSELINK_ON_H2);
    }

    @BeforeEach
    void start() {
        empty("BrowserSession", "SignInRequest", "AuditEvent");
        provider = new TestProvider();
        clock = MovableClock.startingNow();
        changes = new FiredEvents<>();
        grants = new FiredEvents<>();
        refusedCalls.audit = queue;
        forms = new ArrayList<>();
        register(Map.of());
    }

    @AfterEach
    void stop() {
        provider.close();
    }

    @Test
    void sendsTheBrowserToItsTenant() throws Exception {
        Browser browser = Browser.unknown();
        URI address = begin(browser, FABRIKAM);
        Map<String, String> query = query(address);

        assertThat(address.toString())
                .startsWith(provider.authority() + "/" + TestProvider.FABRIKAM + "/oauth2/v2.0/authorize?");
        assertThat(query)
                .containsEntry("response_type", "code")
                .containsEntry("response_mode", "query")
                .containsEntry("client_id", "a0000000-0000-4000-8000-000000000001")
                .containsEntry("redirect_uri", "https://gateway.example/sign-in/callback")
                .containsEntry("scope", "openid profile")
                .containsEntry("code_challenge_method", "S256")
                .doesNotContainKeys("prompt", "login_hint");
        assertThat(query.get("state")).matches("[A-Za-z0-9_-]{43}");
        assertThat(query.get("code_challenge")).matches("[A-Za-z0-9_-]{43}");
        assertThat(query.get("nonce")).matches("[A-Za-z0-9_-]{43}");
        assertThat(address.toString()).doesNotContain(browser.key().reveal());
    }

    @Test
    void asksForWhatIsWished() {
        Map<String, String> query = query(begin(
                Browser.unknown(),
                new SignInWish(
                        Optional.empty(),
                        Optional.of(ENVIRONMENT),
                        true,
                        Optional.of("gina@fabrikam.example"),
                        "/my")));

        assertThat(query)
                .containsEntry("scope", "openid profile https://fabrikam.crm4.dynamics.com/user_impersonation")
                .containsEntry("prompt", "select_account")
                .containsEntry("login_hint", "gina@fabrikam.example");
        assertThat(begin(Browser.unknown(), ANYBODY).getPath()).isEqualTo("/organizations/oauth2/v2.0/authorize");
    }

    @Test
    void signsInAndChangesTheCookie() throws Exception {
        Browser browser = Browser.unknown();
        Browser fresh = signIn(browser, FABRIKAM, "/connect?step=2");

        assertThat(fresh).isNotEqualTo(browser);
        assertThat(person(fresh).orElseThrow().objectId()).isEqualTo(TestProvider.GINA);
        assertThat(person(fresh).orElseThrow().signedInAt())
                .isEqualTo(clock.instant().truncatedTo(ChronoUnit.MICROS));
        assertThat(person(browser)).isEmpty();
        assertThat(changes.all()).containsExactly(new BrowserChanged(browser.hash(), fresh.hash()));
        assertThat(grants.all()).isEmpty();
        assertThat(audit()).containsExactly("person.signed-in by browser");
    }

    @Test
    void provesWithTheVerifierThatItIsTheSameBrowser() throws Exception {
        Browser browser = Browser.unknown();
        URI address = begin(browser, ANYBODY);
        answerAsGina(address, claims -> claims, "opaque");
        comeBack(browser, address, "code=c");

        String challenge = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(MessageDigest.getInstance("SHA-256")
                        .digest(forms.get(0).get("code_verifier").getBytes(StandardCharsets.US_ASCII)));
        assertThat(query(address)).containsEntry("code_challenge", challenge);
    }

    @Test
    void takesAStateOnlyOnce() {
        Browser browser = Browser.unknown();
        URI address = begin(browser, ANYBODY);
        answerAsGina(address, claims -> claims, "opaque");
        comeBack(browser, address, "code=c");

        assertFailed(comeBack(browser, address, "code=c"), "S2S.SignInExpired", "");
        assertThat(forms).hasSize(1);
        assertThat(audit()).containsExactly("person.signed-in by browser");
    }

    @Test
    void takesAStateForFifteenMinutes() {
        Browser browser = Browser.unknown();
        URI address = begin(browser, ANYBODY);
        clock.advance(Duration.ofMinutes(15));

        assertFailed(comeBack(browser, address, "code=c"), "S2S.SignInExpired", "&back=%2Fconnect%3Fstep%3D2");
        assertThat(forms).isEmpty();
        assertThat(audit()).as("anybody can begin, and break off, at will").isEmpty();
    }

    @Test
    void takesNoStateOfAnotherBrowserAndNeverAgain() {
        Browser browser = Browser.unknown();
        URI address = begin(browser, FABRIKAM);

        assertFailed(comeBack(Browser.unknown(), address, "code=c"), "S2S.SignInOfOtherBrowser", "");
        assertFailed(comeBack(browser, address, "code=c"), "S2S.SignInExpired", "");
        assertThat(forms).isEmpty();
        assertThat(audit()).as("anybody can begin, and break off, at will").isEmpty();
    }

    @Test
    void takesNoStateWithoutABrowser() {
        URI address = begin(Browser.unknown(), FABRIKAM);

        SignInOutcome outcome = with(signIn -> signIn.complete("code=c&state=" + state(address), Optional.empty()));

        assertFailed(outcome, "S2S.SignInOfOtherBrowser", "");
    }

    @Test
    void doesNotSignInWhoeverDeclines() {
        Browser browser = Browser.unknown();
        URI address = begin(browser, FABRIKAM);

        assertFailed(
                comeBack(browser, address, "error=access_denied&error_description=AADSTS65004%3A+declined"),
                "AADSTS65004",
                "&back=%2Fconnect%3Fstep%3D2");
        assertThat(audit()).as("anybody can begin, and break off, at will").isEmpty();
    }

    @Test
    void takesNoErrorOfAStrangerForAnybodys() {
        Browser browser = Browser.unknown();
        URI address = begin(browser, FABRIKAM);

        assertFailed(comeBack(Browser.unknown(), address, "error=access_denied"), "S2S.SignInOfOtherBrowser", "");
    }

    @Test
    void writesNothingAboutAStateThatSomebodyMadeUp() {
        SignInOutcome outcome = with(
                signIn -> signIn.complete("code=c&state=" + Browser.random().reveal(), Optional.of(Browser.unknown())));

        assertFailed(outcome, "S2S.SignInExpired", "");
        assertThat(audit()).isEmpty();
        assertFailed(
                with(signIn ->
                        signIn.complete("error=x&state=" + Browser.random().reveal(), Optional.of(Browser.unknown()))),
                "S2S.SignInNotAttributed",
                "");
        assertFailed(with(signIn -> signIn.complete("code=c", Optional.empty())), "S2S.SignInNotAttributed", "");
    }

    @Test
    void sweepsWhatIsOverWhereverSomebodySignsIn() {
        begin(Browser.unknown(), FABRIKAM);
        signIn(Browser.unknown(), FABRIKAM, "/connect?step=2");
        clock.advance(Duration.ofMinutes(31));

        signIn(Browser.unknown(), FABRIKAM, "/connect?step=2");

        assertThat(count("SignInRequest")).isZero();
        assertThat(count("BrowserSession")).isEqualTo(1);
    }

    @Test
    void countsWhatAnybodyCanBringAbout() {
        Browser browser = Browser.unknown();
        comeBack(Browser.unknown(), begin(browser, FABRIKAM), "code=c");
        comeBack(browser, begin(browser, FABRIKAM), "error=access_denied&error_description=AADSTS65004%3A+declined");
        with(signIn -> signIn.complete("nothing", Optional.empty()));
        with(signIn -> signIn.complete("code=c&state=" + Browser.random().reveal(), Optional.empty()));

        refusedCalls.tell();
        queue.close();

        assertThat(counted).extracting(AuditEntry::action).containsOnly("person.sign-in-refused");
        assertThat(counted)
                .extracting(AuditEntry::detail)
                .containsExactlyInAnyOrder(
                        "S2S.SignInOfOtherBrowser: 1 within 5 minutes",
                        "a code of the identity provider: 1 within 5 minutes",
                        "S2S.SignInNotAttributed: 1 within 5 minutes",
                        "S2S.SignInExpired: 1 within 5 minutes");
    }

    @Test
    void signsNobodyInWithATokenOfAnotherSignIn() {
        Browser browser = Browser.unknown();
        URI address = begin(browser, FABRIKAM);
        answerAsGina(begin(browser, FABRIKAM), claims -> claims, "opaque");

        assertFailed(comeBack(browser, address, "code=c"), "S2S.SignInRefused", "&back=%2Fconnect%3Fstep%3D2");
        assertThat(changes.all()).isEmpty();
    }

    @Test
    void signsInNobodyOfAnotherTenantThanTheOneThatWasWishedFor() {
        Browser browser = Browser.unknown();
        URI address = begin(browser, wish(Optional.of(TestProvider.CONTOSO), Optional.empty()));
        answerAsGina(address, claims -> claims, "opaque");

        assertFailed(comeBack(browser, address, "code=c"), "S2S.OtherTenantSignedIn", "&back=%2Fconnect%3Fstep%3D2");
        assertThat(changes.all()).isEmpty();
        assertThat(audit()).containsExactly("person.sign-in-refused S2S.OtherTenantSignedIn");
    }

    @Test
    void handsOverADelegatedToken() {
        Browser browser = Browser.unknown();
        URI address = begin(browser, TOKEN);
        String token = delegatedToken(TestProvider.GINA, "https://" + ENVIRONMENT + "/");
        answerAsGina(address, claims -> claims, token);
        comeBack(browser, address, "code=c");

        assertThat(grants.all()).singleElement().satisfies(grant -> {
            assertThat(grant.person().objectId()).isEqualTo(TestProvider.GINA);
            assertThat(grant.resource()).isEqualTo("fabrikam.crm4.dynamics.com");
            assertThat(grant.token()).isEqualTo(Secret.of(token));
            assertThat(grant.returnTo()).isEqualTo("/connect?step=2");
            assertThat(grant.toString()).doesNotContain(token);
        });
    }

    @Test
    void handsOverATokenOfWhoeverIsSignedInAlready() {
        Browser browser = signIn(Browser.unknown(), FABRIKAM, "/connect?step=2");
        URI address = begin(browser, TOKEN);
        answerAsGina(address, claims -> claims, "opaque");
        fresh(comeBack(browser, address, "code=c"));

        assertThat(grants.all()).hasSize(1);
    }

    @Test
    void tellsThePageWhyNothingCameOfADelegatedToken() {
        grants.observe(grant -> grant.failed("S2S.SetupFailed"));
        assertThat(landing(TOKEN)).hasToString(GATEWAY + "/connect?step=2&failed=S2S.SetupFailed");
        assertThat(landing(new SignInWish(TOKEN.tenantId(), TOKEN.resource(), false, Optional.empty(), "/my")))
                .hasToString(GATEWAY + "/my?failed=S2S.SetupFailed");
    }

    @Test
    void signsInAlsoWhereADelegatedTokenCannotBeTaken() {
        grants.observe(grant -> {
            throw new IllegalStateException("an observer failed");
        });
        assertThat(landing(TOKEN)).hasToString(GATEWAY + "/connect?step=2");
        assertThat(changes.all()).hasSize(1);
    }

    private URI landing(SignInWish wish) {
        Browser browser = Browser.unknown();
        URI address = begin(browser, wish);
        answerAsGina(address, claims -> claims, "opaque");
        SignInOutcome outcome = comeBack(browser, address, "code=c");
        assertThat(fresh(outcome)).isNotEqualTo(browser);
        return address(outcome);
    }

    @Test
    void handsOverATokenThatCannotBeRead() {
        Browser browser = Browser.unknown();
        URI address = begin(browser, TOKEN);
        answerAsGina(address, claims -> claims, "opaque");
        comeBack(browser, address, "code=c");

        assertThat(grants.all()).extracting(DelegatedTokenGranted::token).containsExactly(Secret.of("opaque"));
    }

    @Test
    void handsOverNoTokenOfAnotherPersonOrForAnotherResource() {
        for (String token : List.of(
                delegatedToken(TestProvider.PAUL, "https://" + ENVIRONMENT),
                delegatedToken(TestProvider.GINA, "https://graph.microsoft.com"),
                delegatedToken(TestProvider.GINA, "https://" + ENVIRONMENT + ".evil.example"))) {
            Browser browser = Browser.unknown();
            URI address = begin(browser, TOKEN);
            answerAsGina(address, claims -> claims, token);

            assertFailed(comeBack(browser, address, "code=c"), "S2S.TokenMismatch", "&back=%2Fconnect%3Fstep%3D2");
        }
        assertThat(grants.all()).isEmpty();
        assertThat(changes.all()).isEmpty();
    }

    @Test
    void handsOverNoTokenOfSomebodyElseThanWhoIsSignedIn() {
        Browser browser = signIn(Browser.unknown(), FABRIKAM, "/connect?step=2");
        URI address = begin(browser, TOKEN);
        answerAsGina(address, claims -> claims.claim("oid", TestProvider.PAUL.toString()), "opaque");

        assertFailed(comeBack(browser, address, "code=c"), "S2S.OtherPersonSignedIn", "&back=%2Fconnect%3Fstep%3D2");
        assertThat(grants.all()).isEmpty();
        assertThat(person(browser).orElseThrow().objectId()).isEqualTo(TestProvider.GINA);
    }

    @Test
    void remembersWhatWasShownOfTheSamePersonOnly() {
        Browser first = signIn(Browser.unknown(), FABRIKAM, "/connect?step=2");
        inTransaction(entityManager -> {
            sessions(entityManager).administers(first, ENVIRONMENT);
            return null;
        });
        Browser again = signIn(first, FABRIKAM, "/connect?step=2");
        assertThat(person(again).orElseThrow().administeredHost()).contains(ENVIRONMENT);

        URI address = begin(again, FABRIKAM);
        answerAsGina(address, claims -> claims.claim("oid", TestProvider.PAUL.toString()), "opaque");
        Browser paul = fresh(comeBack(again, address, "code=c"));
        assertThat(person(paul).orElseThrow().administeredHost()).isEmpty();
        assertThat(person(again)).isEmpty();
    }

    @Test
    void sendsNobodyAnywhereWhereTheIdentityProviderIsAway() {
        provider.metadata = text -> "a proxy's page";

        assertThat(begin(Browser.unknown(), FABRIKAM))
                .hasToString("https://gateway.example/sign-in/failed?code=S2S.IdentityProviderUnexpectedAnswer"
                        + "&back=%2Fconnect%3Fstep%3D2");
    }

    @Test
    void knowsOnlyTheHomeTenantInSingleTenantMode() {
        register(Map.of("s2s.registration.mode", "single-tenant"));

        assertThat(begin(Browser.unknown(), ANYBODY).getPath())
                .isEqualTo("/c0a00000-0000-4000-8000-000000000001/oauth2/v2.0/authorize");
        assertThat(begin(Browser.unknown(), wish(Optional.of(TestProvider.CONTOSO), Optional.empty()))
                        .getPath())
                .isEqualTo("/c0a00000-0000-4000-8000-000000000001/oauth2/v2.0/authorize");
        assertThat(begin(Browser.unknown(), FABRIKAM).getQuery()).startsWith("code=S2S.HomeTenantOnly&");
    }

    @Test
    void signsInAtAdFs() throws Exception {
        registerAtAdFs();
        Browser browser = Browser.unknown();

        URI address = begin(browser, ANYBODY);

        assertThat(address.toString()).startsWith(provider.authority() + "/adfs/oauth2/authorize/?");
        assertThat(query(address))
                .containsEntry("client_id", "a0000000-0000-4000-8000-000000000001")
                .containsEntry("response_mode", "form_post")
                .containsEntry("scope", "openid allatclaims");
        answerAtHome(address, true, claims -> claims.claim("unique_name", "CONTOSO\\ada"));
        SignedIn ada = person(fresh(comeBack(browser, address, "code=c"))).orElseThrow();
        assertThat(ada.tenantId()).isEqualTo(TestProvider.CONTOSO);
        assertThat(ada.objectId().version()).isEqualTo(8);
        assertThat(ada.name()).isEqualTo("CONTOSO\\ada");
        assertThat(ada.homeRoles()).containsExactly("Gateway.Operator");
        assertThat(forms.get(0)).containsEntry("client_secret", TestRegistrations.SECRET);
    }

    @Test
    void asksWhoIsThereInTheWordsOfAdFs() {
        registerAtAdFs();

        assertThat(query(begin(
                        Browser.unknown(),
                        new SignInWish(Optional.empty(), Optional.empty(), true, Optional.empty(), "/my"))))
                .containsEntry("prompt", "login");
    }

    @Test
    void takesAFormForAnAnswerOfAdFsOnly() {
        assertThat(this.<Boolean>with(SignIn::takesForms)).isFalse();

        registerAtAdFs();
        assertThat(this.<Boolean>with(SignIn::takesForms)).isTrue();
    }

    @Test
    void signsTheHomeTenantsPeopleInAtItsOwnProvider() throws Exception {
        registerWithOwnProvider("multi-tenant");
        Browser browser = Browser.unknown();

        URI address = begin(browser, wish(Optional.of(TestProvider.CONTOSO), Optional.empty()));

        assertThat(address.toString()).startsWith(provider.authority() + "/realms/staff/oauth2/authorize/?");
        assertThat(query(address))
                .containsEntry("client_id", "gateway-staff")
                .containsEntry("response_mode", "query")
                .containsEntry("scope", "openid profile")
                .containsEntry("code_challenge_method", "S256");
        answerAtHome(address, false, claims -> claims.audience("gateway-staff"));
        SignedIn ada = person(fresh(comeBack(browser, address, "code=c"))).orElseThrow();
        assertThat(ada.tenantId()).isEqualTo(TestProvider.CONTOSO);
        assertThat(ada.isOperator()).isTrue();
        assertThat(forms.get(0)).containsEntry("client_id", "gateway-staff").containsEntry("client_secret", "staff~1");
    }

    @Test
    void signsCustomersInAtEntraIdAllTheSame() {
        registerWithOwnProvider("multi-tenant");

        assertThat(begin(Browser.unknown(), FABRIKAM).getPath())
                .isEqualTo("/" + TestProvider.FABRIKAM + "/oauth2/v2.0/authorize");
        assertThat(begin(Browser.unknown(), ANYBODY).getPath()).isEqualTo("/organizations/oauth2/v2.0/authorize");
    }

    @Test
    void signsEverybodyInAtTheOwnProviderInSingleTenantMode() {
        registerWithOwnProvider("single-tenant");

        assertThat(begin(Browser.unknown(), ANYBODY).getPath()).isEqualTo("/realms/staff/oauth2/authorize/");
    }

    @Test
    void tellsWhoSignsInAtMicrosoft() {
        assertThat(isAtMicrosoft(Optional.empty())).isTrue();
        assertThat(isAtMicrosoft(Optional.of(TestProvider.CONTOSO))).isTrue();

        registerWithOwnProvider("multi-tenant");
        assertThat(isAtMicrosoft(Optional.empty())).isTrue();
        assertThat(isAtMicrosoft(Optional.of(TestProvider.FABRIKAM))).isTrue();
        assertThat(isAtMicrosoft(Optional.of(TestProvider.CONTOSO))).isFalse();

        registerWithOwnProvider("single-tenant");
        assertThat(isAtMicrosoft(Optional.empty())).isFalse();

        registerAtAdFs();
        assertThat(isAtMicrosoft(Optional.empty())).isFalse();
    }

    private boolean isAtMicrosoft(Optional<UUID> tenant) {
        return this.<Boolean>with(signIn -> signIn.isAtMicrosoft(tenant));
    }

    @Test
    void letsNobodyOfTheHomeTenantInByAnotherProviderThanItsOwn() {
        registerWithOwnProvider("multi-tenant");
        Browser browser = Browser.unknown();
        URI address = begin(browser, ANYBODY);
        answerAsGina(
                address,
                claims -> claims.issuer(provider.issuer(TestProvider.CONTOSO))
                        .claim("tid", TestProvider.CONTOSO.toString())
                        .claim("roles", List.of("Gateway.Operator")),
                "opaque");

        assertFailed(comeBack(browser, address, "code=c"), "S2S.HomeProviderElsewhere", "&back=%2Fconnect%3Fstep%3D2");
        assertThat(changes.all()).isEmpty();
    }

    @Test
    void getsNoDelegatedTokenFromAnotherProviderThanEntraId() {
        SignInWish token = wish(Optional.of(TestProvider.CONTOSO), Optional.of("contoso.crm4.dynamics.com"));

        registerWithOwnProvider("multi-tenant");
        assertThat(begin(Browser.unknown(), token).getQuery()).startsWith("code=S2S.DelegationNotOffered&");
        assertThat(begin(Browser.unknown(), TOKEN).getPath())
                .isEqualTo("/" + TestProvider.FABRIKAM + "/oauth2/v2.0/authorize");
        registerAtAdFs();
        assertThat(begin(Browser.unknown(), token).getQuery()).startsWith("code=S2S.DelegationNotOffered&");
        assertThat(provider.requests("/adfs/.well-known/openid-configuration")).isZero();
    }

    @Test
    void takesNoAnswerOfAnotherIssuerThanTheOneThatWasAsked() {
        provider.metadata = text ->
                text.replace("{\"issuer\"", "{\"authorization_response_iss_parameter_supported\":true,\"issuer\"");
        registerWithOwnProvider("single-tenant");
        for (String issuer : List.of("", "&iss=https%3A%2F%2Fevil.example", "&iss=" + provider.authority())) {
            Browser browser = Browser.unknown();
            URI address = begin(browser, ANYBODY);
            answerAtHome(address, false, claims -> claims.audience("gateway-staff"));

            assertFailed(
                    comeBack(browser, address, "code=c" + issuer), "S2S.SignInRefused", "&back=%2Fconnect%3Fstep%3D2");
        }
        assertThat(forms).as("no code was taken anywhere").isEmpty();
        Browser browser = Browser.unknown();
        URI address = begin(browser, ANYBODY);
        answerAtHome(address, false, claims -> claims.audience("gateway-staff"));
        assertThat(person(fresh(comeBack(browser, address, "code=c&iss=" + provider.home(false)))))
                .isPresent();
    }

    @Test
    void countsRolesOfTheHomeTenantOnly() {
        Browser gina = signInWithRoles(claims -> claims);
        assertThat(person(gina).orElseThrow().homeRoles()).isEmpty();

        Browser ada = signInWithRoles(claims ->
                claims.issuer(provider.issuer(TestProvider.CONTOSO)).claim("tid", TestProvider.CONTOSO.toString()));
        assertThat(person(ada).orElseThrow().homeRoles()).containsExactly("Gateway.Operator");
        assertThat(person(ada).orElseThrow().isOperator()).isTrue();
    }

    private Browser signInWithRoles(UnaryOperator<JWTClaimsSet.Builder> change) {
        Browser browser = Browser.unknown();
        URI address = begin(browser, ANYBODY);
        answerAsGina(
                address,
                claims -> change.apply(claims.claim("roles", List.of("Gateway.Operator", "unheard of"))
                        .claim("realm_access", Map.of("roles", List.of("Gateway.Auditor")))),
                "opaque");
        return fresh(comeBack(browser, address, "code=c"));
    }

    private void registerAtAdFs() {
        register(Map.of(
                "s2s.registration.mode", "single-tenant",
                "s2s.registration.cloud", "ad-fs",
                "s2s.registration.authority", provider.authority() + "/adfs"));
    }

    private void registerWithOwnProvider(String mode) {
        register(Map.of(
                "s2s.registration.mode",
                mode,
                "s2s.sign-in.issuer",
                provider.home(false).toString(),
                "s2s.sign-in.client-id",
                "gateway-staff",
                "s2s.sign-in.client-secret",
                "staff~1"));
    }

    private void answerAtHome(URI address, boolean adFs, UnaryOperator<JWTClaimsSet.Builder> change) {
        String idToken = TestProvider.signed(
                change.apply(provider.claimsAtHome(adFs, query(address).get("nonce")))
                        .build());
        provider.tokens = form -> {
            forms.add(form);
            return TestProvider.tokens(idToken, "opaque");
        };
    }

    @Test
    void signsOutOfTheIdentityProviderToo() {
        Browser browser = signIn(Browser.unknown(), FABRIKAM, "/connect?step=2");
        SignedIn gina = person(browser).orElseThrow();

        URI address = this.<Optional<URI>>with(signIn -> signIn.endSessionAddress(gina))
                .orElseThrow();
        assertThat(address.toString())
                .startsWith(provider.authority() + "/" + TestProvider.FABRIKAM + "/oauth2/v2.0/logout?");
        assertThat(query(address))
                .containsOnly(
                        Map.entry("client_id", TestProvider.CLIENT),
                        Map.entry("post_logout_redirect_uri", "https://gateway.example/"));
    }

    @Test
    void knowsNoPlaceToSignOutWhereTheProviderHasNoneOrIsAway() {
        SignedIn gina =
                person(signIn(Browser.unknown(), FABRIKAM, "/connect?step=2")).orElseThrow();
        provider.metadata = text -> text.replace("end_session_endpoint", "other");
        register(Map.of());
        assertThat(this.<Optional<URI>>with(signIn -> signIn.endSessionAddress(gina)))
                .isEmpty();

        provider.metadata = text -> "a proxy's page";
        register(Map.of());
        assertThat(this.<Optional<URI>>with(signIn -> signIn.endSessionAddress(gina)))
                .isEmpty();
    }

    @Test
    void wishesForNoPlaceThatIsNotOursAndNoResourceThatIsNoHost() {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        new SignInWish(Optional.empty(), Optional.empty(), false, Optional.empty(), "//evil.example"));
        for (String resource : List.of("evil.example/ x", "https://a", "", "a b", "A.example")) {
            assertThatIllegalArgumentException().isThrownBy(() -> wish(Optional.empty(), Optional.of(resource)));
        }
    }

    private static SignInWish wish(Optional<UUID> tenant, Optional<String> resource) {
        return new SignInWish(tenant, resource, false, Optional.empty(), "/connect?step=2");
    }

    private void register(Map<String, String> keys) {
        Map<String, String> all = new HashMap<>(keys);
        all.put("s2s.registration.client-secret", TestRegistrations.SECRET);
        registration = TestRegistrations.at(provider.authority(), all);
        places = places(keys);
        relyingParty = new RelyingParty(new PublicUrl(GATEWAY), provider.http(), clock);
    }

    private SignInPlaces places(Map<String, String> keys) {
        return new SignInPlaces(
                registration, SignInConfig.from(Settings.of(keys)).orElseThrow(), new RolesClaim("realm_access.roles"));
    }

    private URI begin(Browser browser, SignInWish wish) {
        return with(signIn -> signIn.begin(browser, wish));
    }

    private SignInOutcome comeBack(Browser browser, URI address, String query) {
        return with(signIn -> signIn.complete(query + "&state=" + state(address), Optional.of(browser)));
    }

    private Browser signIn(Browser browser, SignInWish wish, String lands) {
        URI address = begin(browser, wish);
        answerAsGina(address, claims -> claims, "opaque");
        SignInOutcome outcome = comeBack(browser, address, "code=c");
        assertThat(address(outcome)).hasToString(GATEWAY + lands);
        return fresh(outcome);
    }

    private void answerAsGina(URI address, UnaryOperator<JWTClaimsSet.Builder> change, String accessToken) {
        String idToken = TestProvider.signed(
                change.apply(provider.claims(query(address).get("nonce"))).build());
        provider.tokens = form -> {
            forms.add(form);
            return TestProvider.tokens(idToken, accessToken);
        };
    }

    private String delegatedToken(UUID person, String audience) {
        return TestProvider.signed(provider.claims("")
                .claim("oid", person.toString())
                .audience(audience)
                .claim("scp", "user_impersonation")
                .build());
    }

    private static void assertFailed(SignInOutcome outcome, String code, String back) {
        assertThat(address(outcome)).hasToString(GATEWAY + "/sign-in/failed?code=" + code + back);
    }

    private static URI address(SignInOutcome outcome) {
        return outcome.fold(SignInOutcome.Completed::address, SignInOutcome.Failed::address);
    }

    private static Browser fresh(SignInOutcome outcome) {
        return outcome.fold(SignInOutcome.Completed::fresh, failed -> {
            throw new AssertionError(failed);
        });
    }

    private static String state(URI address) {
        return query(address).get("state");
    }

    private static Map<String, String> query(URI address) {
        Map<String, String> query = new HashMap<>();
        for (String pair : address.getRawQuery().split("&")) {
            String[] nameAndValue = pair.split("=", 2);
            query.put(nameAndValue[0], URLDecoder.decode(nameAndValue[1], StandardCharsets.UTF_8));
        }
        return query;
    }

    private Optional<SignedIn> person(Browser browser) {
        return inTransaction(entityManager -> sessions(entityManager).find(browser));
    }

    private long count(String entity) {
        return inTransaction(entityManager -> entityManager
                .createQuery("select count(e) from " + entity + " e", Long.class)
                .getSingleResult());
    }

    private List<String> audit() {
        return inTransaction(entityManager -> TestAuditEvents.with(entityManager).before(Long.MAX_VALUE, 100).stream()
                .map((AuditEvent event) -> event.action() + " " + event.detail())
                .toList());
    }

    private BrowserSessions sessions(EntityManager entityManager) {
        var sessions = new BrowserSessions();
        sessions.entityManager = entityManager;
        sessions.auditEvents = TestAuditEvents.with(entityManager);
        sessions.changed = changes;
        sessions.clock = clock;
        return sessions;
    }

    private <T> T with(Function<SignIn, T> work) {
        return inTransaction(entityManager -> {
            var signIn = new SignIn();
            signIn.registration = registration;
            signIn.publicUrl = new PublicUrl(GATEWAY);
            signIn.requests = new SignInRequests();
            signIn.requests.entityManager = entityManager;
            signIn.requests.auditEvents = TestAuditEvents.with(entityManager);
            signIn.sessions = sessions(entityManager);
            signIn.granted = grants;
            signIn.refusedCalls = refusedCalls;
            signIn.clock = clock;
            signIn.places = places;
            signIn.relyingParty = relyingParty;
            return work.apply(signIn);
        });
    }
}
