package org.s2sgateway.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.s2sgateway.audit.AuditEvent;
import org.s2sgateway.audit.AuditEvents;
import org.s2sgateway.audit.TestAuditEvents;
import org.s2sgateway.settings.Secret;
import org.s2sgateway.testing.DatabaseContract;
import org.s2sgateway.testing.FiredEvents;
import org.s2sgateway.testing.MovableClock;

/** People and their browsers, with the JPA provider of either server on either database. */
@ParameterizedClass
@EnumSource(DatabaseContract.Pair.class)
class SignInStoreTest extends DatabaseContract {

    private static final UUID FABRIKAM = UUID.fromString("fab00000-0000-4000-8000-000000000002");
    private static final UUID GINA = UUID.fromString("91a00000-0000-4000-8000-000000000003");
    private static final UUID HENRY = UUID.fromString("91a00000-0000-4000-8000-000000000004");
    private static final UUID ROLE = UUID.fromString("62e90394-69f5-4237-9190-012177145e10");
    private static final UUID OTHER_ROLE = UUID.fromString("158c047a-c907-4556-b7ef-446551a6b5f7");

    /** What a transaction of a server sees. */
    private record Store(BrowserSessions sessions, SignInRequests requests, AuditEvents auditEvents) {}

    private final Browser old = Browser.unknown();
    private final Browser browser = Browser.unknown();
    private final Secret state = Browser.random();
    private MovableClock clock;
    private FiredEvents<BrowserChanged> changes;

    SignInStoreTest(Pair pair) {
        super(pair);
    }

    @BeforeEach
    void empty() {
        empty("BrowserSession", "SignInRequest", "AuditEvent");
        clock = MovableClock.startingAt("2026-11-21T12:00:00Z");
        changes = new FiredEvents<>();
    }

    @Test
    void keepsAPersonAsTheyAre() {
        open(gina("Gina \u00e9\u4e2d", Set.of(ROLE, OTHER_ROLE)));

        assertThat(found(browser)).contains(gina("Gina \u00e9\u4e2d", Set.of(ROLE, OTHER_ROLE)));
        assertThat(events()).extracting(AuditEvent::action).containsExactly("person.signed-in");
        assertThat(events().get(0).actor()).isEqualTo("person 91a00000-0000-4000-8000-000000000003");
        assertThat(events().get(0).tenantId()).contains(FABRIKAM.toString());
        assertThat(changes.all()).containsExactly(new BrowserChanged(old.hash(), browser.hash()));
    }

    @Test
    void keepsAPersonWithoutNameAndRoles() {
        open(gina("", Set.of()));

        assertThat(found(browser)).contains(gina("", Set.of()));
    }

    @Test
    void keepsAsManyRolesAsThereAre() {
        Set<UUID> roles = Stream.generate(UUID::randomUUID).limit(100).collect(Collectors.toSet());
        open(gina("Gina", roles));

        assertThat(found(browser).orElseThrow().directoryRoles()).isEqualTo(roles);
    }

    @Test
    void keepsNoKeyOfABrowser() {
        open(gina());

        List<?> kept = inTransaction(entityManager -> entityManager
                .createNativeQuery("select key_hash from browser_sessions")
                .getResultList());
        assertThat(kept).hasSize(1).doesNotHaveToString("[" + browser.key().reveal() + "]");
        assertThat(kept.get(0)).isEqualTo(browser.hash());
    }

    @Test
    void signsNobodyInWithTheCookieFromBefore() {
        change(store -> store.sessions.open(gina(), Browser.unknown(), old));
        open(gina());

        assertThat(found(old)).isEmpty();
        assertThat(found(browser)).isPresent();
    }

    @Test
    void forgetsWhoeverIsIdleForHalfAnHour() {
        open(gina());
        clock.advance(Duration.ofMinutes(29));
        assertThat(found(browser)).isPresent();
        clock.advance(Duration.ofMinutes(29));
        assertThat(found(browser)).isPresent();

        clock.advance(Duration.ofMinutes(30));
        assertThat(found(browser)).isEmpty();
    }

    @Test
    void forgetsEverybodyAfterEightHours() {
        open(gina());
        for (int minutes = 0; minutes < 460; minutes += 20) {
            clock.advance(Duration.ofMinutes(20));
            assertThat(found(browser)).isPresent();
        }
        clock.advance(Duration.ofMinutes(20));
        assertThat(found(browser)).isEmpty();
    }

    @Test
    void writesOnceAMinuteThatSomebodyIsThere() {
        open(gina());
        clock.advance(Duration.ofSeconds(50));
        found(browser);
        assertThat(lastSeen()).isEqualTo("2026-11-21T12:00:00Z");

        clock.advance(Duration.ofSeconds(20));
        found(browser);
        assertThat(lastSeen()).isEqualTo("2026-11-21T12:01:10Z");
    }

    @Test
    void remembersWhereSomebodyIsSystemAdministrator() {
        open(gina());
        change(store -> store.sessions.administers(browser, "contoso.crm4.dynamics.com"));
        change(store -> store.sessions.administers(old, "contoso.crm4.dynamics.com"));

        assertThat(found(browser).orElseThrow().administeredHost()).contains("contoso.crm4.dynamics.com");
        assertThat(events())
                .extracting(AuditEvent::action, AuditEvent::actor, AuditEvent::tenantId, AuditEvent::environment)
                .containsExactly(
                        tuple(
                                "person.administrator-shown",
                                gina().actor(),
                                Optional.of(FABRIKAM.toString()),
                                Optional.of("contoso.crm4.dynamics.com")),
                        tuple("person.signed-in", gina().actor(), Optional.of(FABRIKAM.toString()), Optional.empty()));
    }

    @Test
    void signsOutOnce() {
        open(gina());
        change(store -> store.sessions.end(browser));
        change(store -> store.sessions.end(browser));

        assertThat(found(browser)).isEmpty();
        assertThat(events()).extracting(AuditEvent::action).containsExactly("person.signed-out", "person.signed-in");
    }

    @Test
    void signsOutWhoeverElseWasSignedInWithTheBrowser() {
        change(store -> store.sessions.open(henry(), Browser.unknown(), old));
        open(gina());

        assertThat(events())
                .extracting(event -> event.action() + " " + event.actor())
                .containsExactly(
                        "person.signed-in person " + GINA,
                        "person.signed-out person " + HENRY,
                        "person.signed-in person " + HENRY);
    }

    @Test
    void signsNobodyOutWhoSignsInAgainOrWhoseSignInHadEnded() {
        change(store -> store.sessions.open(gina(), Browser.unknown(), old));
        open(gina());
        change(store -> store.sessions.open(henry(), Browser.unknown(), old));
        clock.advance(Duration.ofMinutes(30));
        change(store -> store.sessions.open(gina(), old, Browser.unknown()));

        assertThat(events())
                .extracting(AuditEvent::action)
                .containsOnly("person.signed-in")
                .hasSize(4);
    }

    @Test
    void sweepsWhoIsGone() {
        change(store -> store.sessions.open(gina(), Browser.unknown(), old));
        clock.advance(Duration.ofMinutes(31));
        open(gina());
        change(store -> store.sessions.sweep());

        assertThat(count("browser_sessions")).isEqualTo(1);
        assertThat(found(browser)).isPresent();
    }

    @Test
    void remembersForADayWhichStaffWasSignedIn() {
        open(staff());
        assertThat(lapsed()).isEmpty();

        clock.advance(Duration.ofMinutes(31));
        change(store -> store.sessions.sweep());

        assertThat(found(browser)).isEmpty();
        assertThat(lapsed()).contains(GINA);
        clock.advance(Duration.ofHours(32));
        assertThat(lapsed()).isEmpty();
        change(store -> store.sessions.sweep());
        assertThat(count("browser_sessions")).isZero();
    }

    @Test
    void remembersNobodyElseAndNobodyWhoSignedOut() {
        open(gina());
        clock.advance(Duration.ofMinutes(31));
        assertThat(lapsed()).isEmpty();
        change(store -> store.sessions.sweep());

        open(staff());
        change(store -> store.sessions.end(browser));
        clock.advance(Duration.ofMinutes(31));
        assertThat(lapsed()).isEmpty();
    }

    @Test
    void givesARequestToOneAndOnlyOnce() {
        add(state, wish(Optional.of(FABRIKAM), Optional.of("contoso.crm4.dynamics.com")));

        SignInRequest taken = take(state).orElseThrow();

        assertThat(taken.isOf(browser)).isTrue();
        assertThat(taken.isOf(old)).isFalse();
        assertThat(taken.tenantId()).contains(FABRIKAM);
        assertThat(taken.resource()).contains("contoso.crm4.dynamics.com");
        assertThat(taken.returnTo()).isEqualTo("/connect?step=2");
        assertThat(taken.isOver(clock.instant().plusSeconds(899))).isFalse();
        assertThat(taken.isOver(clock.instant().plusSeconds(900))).isTrue();
        assertThat(take(state)).isEmpty();
    }

    @Test
    void keepsARequestForAnybody() {
        add(state, wish(Optional.empty(), Optional.empty()));

        SignInRequest taken = take(state).orElseThrow();
        assertThat(taken.tenantId()).isEmpty();
        assertThat(taken.resource()).isEmpty();
    }

    @Test
    void givesARequestToOneOfTwoWhoComeAtOnce() {
        for (int round = 0; round < 10; round++) {
            Secret raced = Browser.random();
            add(raced, wish(Optional.empty(), Optional.empty()));
            CyclicBarrier start = new CyclicBarrier(2);
            Supplier<Boolean> callback = () -> {
                try {
                    start.await();
                } catch (InterruptedException | BrokenBarrierException broken) {
                    throw new IllegalStateException(broken);
                }
                return take(raced).isPresent();
            };
            CompletableFuture<Boolean> first = CompletableFuture.supplyAsync(callback);
            CompletableFuture<Boolean> second = CompletableFuture.supplyAsync(callback);

            assertThat(List.of(first.join(), second.join())).containsExactlyInAnyOrder(true, false);
        }
    }

    @Test
    void knowsNothingOfAStateThatSomebodyMadeUp() {
        assertThat(take(state)).isEmpty();
        assertThat(events()).isEmpty();
    }

    @Test
    void sweepsARequestThatIsOver() {
        add(state, wish(Optional.empty(), Optional.empty()));
        change(store -> store.requests.sweep(clock.instant().plusSeconds(900)));
        assertThat(count("sign_in_requests")).isEqualTo(1);

        change(store -> store.requests.sweep(clock.instant().plusSeconds(901)));
        assertThat(count("sign_in_requests")).isZero();
    }

    @Test
    void remembersARefusalWithItsCode() {
        add(state, wish(Optional.of(FABRIKAM), Optional.empty()));
        SignInRequest taken = take(state).orElseThrow();
        change(store -> store.requests.refused(taken, "AADSTS65004"));

        assertThat(events()).singleElement().satisfies(event -> {
            assertThat(event.action()).isEqualTo("person.sign-in-refused");
            assertThat(event.tenantId()).contains(FABRIKAM.toString());
            assertThat(event.detail()).isEqualTo("AADSTS65004");
        });
    }

    @Test
    void leavesNothingOfASignInThatFailedOnTheWay() {
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> change(store -> {
                    store.sessions.open(gina(), old, browser);
                    throw new IllegalStateException("an observer failed");
                }));

        assertThat(found(browser)).isEmpty();
        assertThat(events()).isEmpty();
    }

    private SignedIn gina() {
        return gina("Gina", Set.of(ROLE));
    }

    private SignedIn henry() {
        return new SignedIn(FABRIKAM, HENRY, "Henry", Set.of(), Set.of(), Optional.empty(), clock.instant());
    }

    private SignedIn gina(String name, Set<UUID> roles) {
        return new SignedIn(FABRIKAM, GINA, name, roles, Set.of(), Optional.empty(), clock.instant());
    }

    private SignedIn staff() {
        return new SignedIn(
                FABRIKAM, GINA, "Gina", Set.of(), Set.of("Gateway.Operator"), Optional.empty(), clock.instant());
    }

    private Optional<UUID> lapsed() {
        return ask(store -> store.sessions.lapsed(browser)).map(SignedIn::objectId);
    }

    private void open(SignedIn person) {
        change(store -> store.sessions.open(person, old, browser));
    }

    private Optional<SignedIn> found(Browser by) {
        return ask(store -> store.sessions.find(by));
    }

    private static SignInWish wish(Optional<UUID> tenant, Optional<String> resource) {
        return new SignInWish(tenant, resource, false, Optional.empty(), "/connect?step=2");
    }

    private void add(Secret given, SignInWish wish) {
        change(store -> store.requests.add(
                new SignInRequest(given, browser, wish, clock.instant().plusSeconds(900))));
    }

    private Optional<SignInRequest> take(Secret given) {
        return ask(store -> store.requests.take(given));
    }

    private List<AuditEvent> events() {
        return ask(store -> store.auditEvents.before(Long.MAX_VALUE, 100));
    }

    private String lastSeen() {
        return inTransaction(entityManager -> entityManager
                .find(BrowserSession.class, browser.hash())
                .lastSeenAt()
                .toString());
    }

    private long count(String table) {
        return inTransaction(entityManager -> ((Number) entityManager
                        .createNativeQuery("select count(*) from " + table)
                        .getSingleResult())
                .longValue());
    }

    private void change(Consumer<Store> change) {
        ask(store -> {
            change.accept(store);
            return null;
        });
    }

    private <T> T ask(Function<Store, T> question) {
        return inTransaction(entityManager -> {
            var store = new Store(new BrowserSessions(), new SignInRequests(), TestAuditEvents.with(entityManager));
            store.sessions.entityManager = entityManager;
            store.sessions.auditEvents = store.auditEvents;
            store.sessions.changed = changes;
            store.sessions.clock = clock;
            store.requests.entityManager = entityManager;
            store.requests.auditEvents = store.auditEvents;
            return question.apply(store);
        });
    }
}
