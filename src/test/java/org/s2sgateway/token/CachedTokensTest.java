package org.s2sgateway.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.s2sgateway.diagnosis.Dictionary;
import org.s2sgateway.settings.Secret;
import org.s2sgateway.testing.MovableClock;

class CachedTokensTest {

    private static final TokenKey CONTOSO =
            new TokenKey(UUID.fromString("c0a00000-0000-4000-8000-000000000001"), "contoso.crm4.dynamics.com");
    private static final TokenKey SALES =
            new TokenKey(UUID.fromString("c0a00000-0000-4000-8000-000000000001"), "sales.crm4.dynamics.com");
    private static final TokenKey FABRIKAM =
            new TokenKey(UUID.fromString("fab00000-0000-4000-8000-000000000002"), "contoso.crm4.dynamics.com");
    private static final TokenOutcome REFUSED = new TokenOutcome.Refused(Dictionary.diagnose("AADSTS500011"));

    private final MovableClock clock = MovableClock.startingNow();
    private final AtomicInteger fetches = new AtomicInteger();
    private final Deque<Runnable> refreshes = new ArrayDeque<>();
    private final Deque<Runnable> flights = new ArrayDeque<>();
    private Supplier<TokenOutcome> source = () -> issued(Duration.ofHours(1));

    private final CachedTokens tokens = new CachedTokens(
            key -> {
                fetches.incrementAndGet();
                return source.get();
            },
            clock,
            refreshes::add,
            flights::add);

    @Test
    void fetchesATokenOnce() {
        TokenOutcome first = tokens.token(CONTOSO);
        assertThat(tokens.token(CONTOSO)).isSameAs(first);
        assertThat(fetches).hasValue(1);
    }

    @Test
    void keepsTokensOfTenantsAndEnvironmentsApart() {
        List<TokenOutcome> outcomes = List.of(tokens.token(CONTOSO), tokens.token(SALES), tokens.token(FABRIKAM));
        assertThat(outcomes).doesNotHaveDuplicates();
        assertThat(fetches).hasValue(3);
    }

    @Test
    void letsFiftyCallersWaitForOneFetch() throws Exception {
        CountDownLatch taken = new CountDownLatch(1);
        CountDownLatch landing = new CountDownLatch(1);
        source = () -> {
            taken.countDown();
            await(landing);
            return issued(Duration.ofHours(1));
        };
        List<TokenOutcome> outcomes = inFiftyThreads(() -> tokens.token(CONTOSO), () -> {
            await(taken);
            landing.countDown();
        });
        assertThat(outcomes).hasSize(50).containsOnly(outcomes.get(0));
        assertThat(fetches).hasValue(1);
    }

    @Test
    void letsCallersWaitForOneFetchWithoutAThread() {
        List<CompletableFuture<TokenOutcome>> waiting = new ArrayList<>();
        for (int caller = 0; caller < 300; caller++) {
            waiting.add(tokens.tokenLater(CONTOSO).toCompletableFuture());
        }
        assertThat(waiting).allSatisfy(token -> assertThat(token).isNotDone());
        assertThat(flights).hasSize(1);
        assertThat(fetches).hasValue(0);

        flights.remove().run();
        assertThat(waiting).allSatisfy(token -> assertThat(token).isCompletedWithValue(tokens.token(CONTOSO)));
        assertThat(fetches).hasValue(1);
    }

    @Test
    void isDoneAtOnceWhereTheTokenIsKnown() {
        TokenOutcome known = tokens.token(CONTOSO);

        assertThat(tokens.tokenLater(CONTOSO).toCompletableFuture()).isCompletedWithValue(known);
        assertThat(flights).isEmpty();
    }

    @Test
    void isDoneAtOnceWhereAFailureIsKnown() {
        source = () -> REFUSED;
        tokens.token(CONTOSO);

        assertThat(tokens.tokenLater(CONTOSO).toCompletableFuture()).isCompletedWithValue(REFUSED);
        assertThat(flights).isEmpty();
    }

    @Test
    void renewsInTheBackgroundForWhoeverDoesNotWait() {
        tokens.token(CONTOSO);
        clock.advance(Duration.ofMinutes(50));

        assertThat(tokens.tokenLater(CONTOSO).toCompletableFuture()).isDone();
        assertThat(refreshes).hasSize(1);
    }

    @Test
    void saysThatItIsBusyWhereNobodyCanFly() {
        CachedTokens full = new CachedTokens(key -> REFUSED, clock, refreshes::add, flight -> {
            throw new RejectedExecutionException("full");
        });

        assertThat(full.tokenLater(CONTOSO).toCompletableFuture().join())
                .isInstanceOfSatisfying(
                        TokenOutcome.Unavailable.class,
                        outcome -> assertThat(outcome.diagnosis().code()).isEqualTo("S2S.Busy"));
    }

    @Test
    void tellsWhoeverWaitsOfAnUnexpectedFailureAndFliesAgain() {
        source = () -> {
            throw new IllegalStateException("broken");
        };
        CompletableFuture<TokenOutcome> waiting = tokens.tokenLater(CONTOSO).toCompletableFuture();
        flights.remove().run();
        assertThat(waiting).isCompletedExceptionally();

        source = () -> REFUSED;
        tokens.tokenLater(CONTOSO);
        assertThat(flights).hasSize(1);
    }

    @Test
    void sharesAFailureAmongTheWaiting() throws Exception {
        CountDownLatch landing = new CountDownLatch(1);
        source = () -> {
            await(landing);
            return REFUSED;
        };
        assertThat(inFiftyThreads(() -> tokens.token(CONTOSO), landing::countDown))
                .containsOnly(REFUSED);
        assertThat(fetches).hasValue(1);
    }

    @Test
    void renewsInTheBackgroundTenMinutesBeforeTheEnd() {
        TokenOutcome first = tokens.token(CONTOSO);
        clock.advance(Duration.ofMinutes(49));
        tokens.token(CONTOSO);
        assertThat(refreshes).isEmpty();
        clock.advance(Duration.ofMinutes(1));
        assertThat(tokens.token(CONTOSO)).isSameAs(first);
        assertThat(tokens.token(CONTOSO)).isSameAs(first);
        assertThat(refreshes).hasSize(1);
        assertThat(fetches).hasValue(1);

        refreshes.remove().run();
        assertThat(fetches).hasValue(2);
        assertThat(tokens.token(CONTOSO)).isNotSameAs(first);
        assertThat(fetches).hasValue(2);
        assertThat(refreshes).isEmpty();
    }

    @Test
    void renewsAShortTokenInItsLastFifth() {
        source = () -> issued(Duration.ofMinutes(10));
        tokens.token(CONTOSO);
        clock.advance(Duration.ofMinutes(7));
        tokens.token(CONTOSO);
        assertThat(refreshes).isEmpty();
        clock.advance(Duration.ofMinutes(1));
        tokens.token(CONTOSO);
        assertThat(refreshes).hasSize(1);
    }

    @Test
    void handsTheOldTokenOutWhileRenewingFails() {
        TokenOutcome first = tokens.token(CONTOSO);
        clock.advance(Duration.ofMinutes(51));
        source = () -> REFUSED;
        tokens.token(CONTOSO);
        refreshes.remove().run();
        assertThat(tokens.token(CONTOSO)).isSameAs(first);
        assertThat(refreshes).isEmpty();
        clock.advance(Duration.ofSeconds(30));
        assertThat(tokens.token(CONTOSO)).isSameAs(first);
        assertThat(refreshes).hasSize(1);
        assertThat(fetches).hasValue(2);
    }

    @Test
    void renewsNotBeforeTheIdentityProviderAllows() {
        tokens.token(CONTOSO);
        clock.advance(Duration.ofMinutes(51));
        source = () -> throttled(Duration.ofMinutes(3));
        tokens.token(CONTOSO);
        refreshes.remove().run();
        clock.advance(Duration.ofMinutes(2));
        tokens.token(CONTOSO);
        refreshes.remove().run();
        assertThat(fetches).hasValue(2);
    }

    @Test
    void handsOutNoTokenInItsLastMinute() {
        TokenOutcome first = tokens.token(CONTOSO);
        clock.advance(Duration.ofMinutes(58).plusSeconds(59));
        assertThat(tokens.token(CONTOSO)).isSameAs(first);
        clock.advance(Duration.ofSeconds(1));
        assertThat(tokens.token(CONTOSO)).isNotSameAs(first);
        assertThat(fetches).hasValue(2);
    }

    @Test
    void repeatsAFailureForTwoSecondsThenForLonger() {
        source = () -> REFUSED;
        tokens.token(CONTOSO);
        assertThat(tokens.token(CONTOSO)).isEqualTo(REFUSED);
        assertThat(fetches).hasValue(1);
        clock.advance(Duration.ofSeconds(2));
        tokens.token(CONTOSO);
        assertThat(fetches).hasValue(2);
        clock.advance(Duration.ofSeconds(3));
        tokens.token(CONTOSO);
        assertThat(fetches).hasValue(2);
        clock.advance(Duration.ofSeconds(1));
        tokens.token(CONTOSO);
        assertThat(fetches).hasValue(3);
    }

    @Test
    void asksABrokenTenantAboutOnceAMinute() {
        source = () -> REFUSED;
        for (int second = 0; second < 3600; second++) {
            tokens.token(CONTOSO);
            clock.advance(Duration.ofSeconds(1));
        }
        assertThat(fetches).hasValueBetween(60, 66);
    }

    @Test
    void doesNotHoldOtherEnvironmentsUp() {
        source = () -> REFUSED;
        tokens.token(CONTOSO);
        source = () -> issued(Duration.ofHours(1));
        assertThat(tokens.token(SALES)).isInstanceOf(TokenOutcome.Issued.class);
    }

    @Test
    void startsAnewAfterASuccess() {
        source = () -> REFUSED;
        tokens.token(CONTOSO);
        clock.advance(Duration.ofSeconds(2));
        source = () -> issued(Duration.ofMinutes(5));
        assertThat(tokens.token(CONTOSO)).isInstanceOf(TokenOutcome.Issued.class);
        clock.advance(Duration.ofMinutes(5));
        source = () -> REFUSED;
        tokens.token(CONTOSO);
        clock.advance(Duration.ofSeconds(2));
        tokens.token(CONTOSO);
        assertThat(fetches).hasValue(4);
    }

    @Test
    void honoursRetryAfterAndTellsWhatIsLeftOfIt() {
        source = () -> throttled(Duration.ofSeconds(60));
        assertThat(retryAfter(tokens.token(CONTOSO))).contains(Duration.ofSeconds(60));
        clock.advance(Duration.ofSeconds(45));
        assertThat(retryAfter(tokens.token(CONTOSO))).contains(Duration.ofSeconds(15));
        assertThat(fetches).hasValue(1);
        clock.advance(Duration.ofSeconds(15));
        tokens.token(CONTOSO);
        assertThat(fetches).hasValue(2);
    }

    @Test
    void waitsTenMinutesAtMost() {
        source = () -> throttled(Duration.ofDays(1));
        tokens.token(CONTOSO);
        clock.advance(Duration.ofMinutes(10));
        tokens.token(CONTOSO);
        assertThat(fetches).hasValue(2);
    }

    @Test
    void asksAgainAfterForgetting() {
        tokens.token(CONTOSO);
        tokens.forget(CONTOSO);
        source = () -> REFUSED;
        assertThat(tokens.token(CONTOSO)).isEqualTo(REFUSED);
        tokens.forget(CONTOSO);
        tokens.token(CONTOSO);
        assertThat(fetches).hasValue(3);
    }

    @Test
    void keepsWaitingAfterForgettingWhereTheIdentityProviderAskedForIt() {
        source = () -> throttled(Duration.ofSeconds(60));
        tokens.token(CONTOSO);
        tokens.forget(CONTOSO);
        tokens.token(CONTOSO);
        assertThat(fetches).hasValue(1);
    }

    @Test
    void fetchesOnceForAHundredCallersWithTheSameStaleToken() {
        AccessToken stale = token(tokens.token(CONTOSO));
        for (int caller = 0; caller < 100; caller++) {
            assertThat(tokens.forget(CONTOSO, stale)).isTrue();
            assertThat(token(tokens.token(CONTOSO))).isNotEqualTo(stale);
        }
        assertThat(fetches).hasValue(2);
    }

    @Test
    void forgetsNoTokensInARow() {
        tokens.forget(CONTOSO, token(tokens.token(CONTOSO)));
        AccessToken second = token(tokens.token(CONTOSO));
        assertThat(tokens.forget(CONTOSO, second)).isFalse();
        assertThat(token(tokens.token(CONTOSO))).isEqualTo(second);
        clock.advance(Duration.ofSeconds(30));
        assertThat(tokens.forget(CONTOSO, second)).isTrue();
        tokens.token(CONTOSO);
        assertThat(fetches).hasValue(3);
    }

    @Test
    void staysUsableAfterAnUnexpectedException() {
        source = () -> {
            throw new IllegalStateException("unexpected");
        };
        assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> tokens.token(CONTOSO)))
                .isInstanceOf(IllegalStateException.class);
        source = () -> issued(Duration.ofHours(1));
        assertThat(tokens.token(CONTOSO)).isInstanceOf(TokenOutcome.Issued.class);
    }

    @Test
    void isBounded() {
        for (int number = 0; number < 30_000; number++) {
            tokens.token(new TokenKey(CONTOSO.tenantId(), "org" + number + ".crm4.dynamics.com"));
        }
        fetches.set(0);
        for (int number = 0; number < 30_000; number++) {
            tokens.token(new TokenKey(CONTOSO.tenantId(), "org" + number + ".crm4.dynamics.com"));
        }
        assertThat(fetches).hasValueGreaterThan(9_000);
    }

    @Test
    void printsNoToken() {
        assertThat(tokens.token(CONTOSO).toString()).contains("***").doesNotContain("token-1");
    }

    private TokenOutcome issued(Duration life) {
        return new TokenOutcome.Issued(new AccessToken(
                Secret.of("token-" + fetches.get()), clock.instant().plus(life)));
    }

    private static TokenOutcome throttled(Duration retryAfter) {
        return new TokenOutcome.Unavailable(
                Dictionary.diagnose("S2S.IdentityProviderThrottled"), Optional.of(retryAfter));
    }

    private static Optional<Duration> retryAfter(TokenOutcome outcome) {
        return ((TokenOutcome.Unavailable) outcome).retryAfter();
    }

    private static AccessToken token(TokenOutcome outcome) {
        return ((TokenOutcome.Issued) outcome).token();
    }

    static List<TokenOutcome> inFiftyThreads(Callable<TokenOutcome> call, Runnable meanwhile) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(50);
        try {
            List<Future<TokenOutcome>> calls = new ArrayList<>();
            for (int number = 0; number < 50; number++) {
                calls.add(threads.submit(call));
            }
            meanwhile.run();
            List<TokenOutcome> outcomes = Collections.synchronizedList(new ArrayList<>());
            for (Future<TokenOutcome> done : calls) {
                outcomes.add(done.get(20, TimeUnit.SECONDS));
            }
            return outcomes;
        } finally {
            threads.shutdownNow();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }
}
