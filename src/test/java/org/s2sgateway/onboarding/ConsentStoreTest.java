package org.s2sgateway.onboarding;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.s2sgateway.audit.AuditEvents;
import org.s2sgateway.audit.TestAuditEvents;
import org.s2sgateway.identity.Browser;
import org.s2sgateway.identity.BrowserChanged;
import org.s2sgateway.identity.SignedIn;
import org.s2sgateway.settings.Secret;
import org.s2sgateway.tenant.EnvironmentHost;
import org.s2sgateway.tenant.PersonsErased;
import org.s2sgateway.testing.DatabaseContract;

/** What an answer to a consent request comes to, with the JPA provider of either server on either database. */
@ParameterizedClass
@EnumSource(DatabaseContract.Pair.class)
class ConsentStoreTest extends DatabaseContract {

    private static final UUID FABRIKAM = UUID.fromString("fab00000-0000-4000-8000-000000000002");
    private static final UUID CONTOSO = UUID.fromString("c0a00000-0000-4000-8000-000000000001");
    private static final EnvironmentHost HOST = EnvironmentHost.parse("fabrikam.crm4.dynamics.com");
    private static final SignedIn GINA = person(FABRIKAM, "00000000-0000-4000-8000-00000000000a");
    private static final SignedIn PAUL = person(FABRIKAM, "00000000-0000-4000-8000-00000000000b");

    private final Browser browser = new Browser(Browser.random());
    private UUID id;

    ConsentStoreTest(Pair pair) {
        super(pair);
    }

    @BeforeEach
    void begin() {
        empty("AuditEvent", "ConsentRequest");
        id = with(requests -> requests.begin(browser, FABRIKAM, HOST, Optional.empty()))
                .id();
    }

    @Test
    void grantsWhatTheSameBrowserBringsOnce() {
        Secret state = sent(GINA);

        assertThat(answer(browser, GINA, granted(state))).isEqualTo("granted");
        assertThat(answer(browser, GINA, granted(state))).isEqualTo("unattributable S2S.ConsentReplayed");
        assertThat(answer(browser, GINA, granted(state))).isEqualTo("unattributable S2S.ConsentReplayed");
        assertThat(events()).containsExactly("consent.granted not proven yet", "consent.refused S2S.ConsentReplayed");
        assertThat(latest(GINA)).contains(ConsentStatus.GRANTED);
    }

    @Test
    void refusesAnotherBrowserAndStillServesTheRightOne() {
        Secret state = sent(GINA);
        Browser thief = new Browser(Browser.random());

        assertThat(answer(thief, GINA, granted(state))).isEqualTo("unattributable S2S.ConsentOfOtherBrowser");
        assertThat(answer(Optional.empty(), Optional.empty(), granted(state)))
                .isEqualTo("unattributable S2S.ConsentOfOtherBrowser");
        assertThat(answer(browser, GINA, granted(state))).isEqualTo("granted");
        assertThat(events())
                .containsExactly("consent.refused S2S.ConsentOfOtherBrowser", "consent.granted not proven yet");
    }

    @Test
    void refusesAnotherTenantForGood() {
        Secret state = sent(GINA);
        ConsentAnswer forged = new ConsentAnswer(Optional.of(state), Optional.empty(), Optional.of(CONTOSO));

        assertThat(answer(browser, GINA, forged)).isEqualTo("ended S2S.ConsentOfOtherTenant");
        assertThat(answer(browser, GINA, granted(state))).isEqualTo("unattributable S2S.ConsentReplayed");
        assertThat(events())
                .containsExactly("consent.refused S2S.ConsentOfOtherTenant", "consent.refused S2S.ConsentReplayed");
    }

    @Test
    void refusesAnAnswerWithoutATenant() {
        Secret state = sent(GINA);

        assertThat(answer(browser, GINA, new ConsentAnswer(Optional.of(state), Optional.empty(), Optional.empty())))
                .isEqualTo("ended S2S.ConsentOfOtherTenant");
    }

    @Test
    void refusesWhoeverIsNotSignedInOrIsAnother() {
        Secret state = sent(GINA);
        assertThat(answer(Optional.of(browser), Optional.empty(), granted(state)))
                .isEqualTo("ended S2S.SignInNeeded");

        UUID next = with(requests -> requests.again(id, browser).orElseThrow()).id();
        id = next;
        Secret again = sent(GINA);
        assertThat(answer(browser, PAUL, granted(again))).isEqualTo("ended S2S.SignInNeeded");
    }

    @Test
    void refusesAnAnswerThatComesTooLate() {
        Secret state = sent(GINA);
        inTransaction(entityManager -> entityManager
                .createQuery("update ConsentRequest r set r.expiresAt = r.createdAt")
                .executeUpdate());

        assertThat(answer(browser, GINA, granted(state))).isEqualTo("ended S2S.ConsentExpired");
        assertThat(events()).containsExactly("consent.refused S2S.ConsentExpired");
    }

    @Test
    void anErrorWithItsStateEndsTheRequest() {
        Secret state = sent(GINA);
        ConsentAnswer declined = new ConsentAnswer(Optional.of(state), Optional.of("AADSTS65004"), Optional.empty());

        assertThat(answer(browser, GINA, declined)).isEqualTo("ended AADSTS65004");
        assertThat(answer(browser, GINA, granted(state))).isEqualTo("unattributable S2S.ConsentReplayed");
        assertThat(events()).containsExactly("consent.declined AADSTS65004", "consent.refused S2S.ConsentReplayed");
    }

    @Test
    void anErrorWithoutAStateIsToldAndEndsNothing() {
        Secret state = sent(GINA);
        ConsentAnswer declined =
                new ConsentAnswer(Optional.empty(), Optional.of("permission_denied"), Optional.empty());

        assertThat(answer(new Browser(Browser.random()), GINA, declined))
                .isEqualTo("unattributable S2S.ConsentUnknown");
        assertThat(answer(browser, GINA, declined)).isEqualTo("ended permission_denied");
        assertThat(answer(browser, GINA, granted(state))).isEqualTo("granted");
        assertThat(events()).containsExactly("consent.granted not proven yet");
    }

    @Test
    void anErrorCountsBeforeATenant() {
        Secret state = sent(GINA);
        ConsentAnswer both = new ConsentAnswer(Optional.of(state), Optional.of("AADSTS65004"), Optional.of(FABRIKAM));

        assertThat(answer(browser, GINA, both)).isEqualTo("ended AADSTS65004");
    }

    @Test
    void makesNoRowForAStrangersState() {
        sent(GINA);

        assertThat(answer(browser, GINA, granted(Browser.random()))).isEqualTo("unattributable S2S.ConsentUnknown");
        assertThat(answer(browser, GINA, new ConsentAnswer(Optional.empty(), Optional.empty(), Optional.of(FABRIKAM))))
                .isEqualTo("unattributable S2S.ConsentUnknown");
        assertThat(events()).isEmpty();
    }

    @Test
    void aNewStateVoidsTheOneBefore() {
        Secret first = sent(GINA);
        Secret second = with(requests -> requests.send(id, GINA).orElseThrow());

        assertThat(answer(browser, GINA, granted(first))).isEqualTo("unattributable S2S.ConsentUnknown");
        assertThat(answer(browser, GINA, granted(second))).isEqualTo("granted");
    }

    @Test
    void goesAlongWithABrowserThatChanges() {
        Secret state = sent(GINA);
        Browser fresh = new Browser(Browser.random());
        with(requests -> {
            requests.carryOver(new BrowserChanged(browser.hash(), fresh.hash()));
            return true;
        });

        assertThat(answer(browser, GINA, granted(state))).isEqualTo("unattributable S2S.ConsentOfOtherBrowser");
        assertThat(answer(fresh, GINA, granted(state))).isEqualTo("granted");
    }

    @Test
    void belongsToItsBrowserAndItsTenantOnly() {
        assertThat(this.<Boolean>with(requests ->
                        requests.findOpen(id, new Browser(Browser.random())).isPresent()))
                .isFalse();
        with(requests -> {
            requests.signedIn(id, person(CONTOSO, "00000000-0000-4000-8000-00000000000c"));
            return true;
        });
        boolean sent = with(requests -> requests.send(id, person(CONTOSO, "00000000-0000-4000-8000-00000000000c"))
                .isPresent());
        assertThat(sent).isFalse();
        assertThat(latest(GINA)).isEmpty();
    }

    @Test
    void forgetsThePersonsOfOneTenant() {
        with(requests -> {
            requests.signedIn(id, GINA);
            return true;
        });

        forget(CONTOSO);
        assertThat(latest(GINA)).contains(ConsentStatus.SIGNED_IN);
        forget(FABRIKAM);
        assertThat(latest(GINA)).isEmpty();
    }

    private void forget(UUID tenantId) {
        with(requests -> {
            requests.forget(new PersonsErased(tenantId));
            return true;
        });
    }

    private Secret sent(SignedIn person) {
        return with(requests -> {
            requests.signedIn(id, person);
            return requests.send(id, person).orElseThrow();
        });
    }

    private String answer(Browser by, SignedIn person, ConsentAnswer answer) {
        return answer(Optional.of(by), Optional.of(person), answer);
    }

    private String answer(Optional<Browser> by, Optional<SignedIn> person, ConsentAnswer answer) {
        return with(requests -> requests.settle(by, person, answer)
                .fold(
                        granted -> "granted",
                        ended -> "ended " + ended.code(),
                        unattributable -> "unattributable " + unattributable.code()));
    }

    private Optional<ConsentStatus> latest(SignedIn person) {
        return with(requests -> requests.latest(browser, person, HOST).map(ConsentRequest::status));
    }

    private List<String> events() {
        return auditTrail(event -> event.action() + " " + event.detail());
    }

    private <T> T with(Function<ConsentRequests, T> work) {
        return inTransaction(entityManager -> {
            ConsentRequests requests = new ConsentRequests();
            requests.entityManager = entityManager;
            requests.auditEvents = auditEvents(entityManager);
            return work.apply(requests);
        });
    }

    private static AuditEvents auditEvents(EntityManager entityManager) {
        return TestAuditEvents.with(entityManager);
    }

    private static SignedIn person(UUID tenant, String id) {
        return new SignedIn(
                tenant, UUID.fromString(id), "Somebody", Set.of(), Set.of(), Optional.empty(), Instant.EPOCH);
    }

    private static ConsentAnswer granted(Secret state) {
        return new ConsentAnswer(Optional.of(state), Optional.empty(), Optional.of(FABRIKAM));
    }
}
