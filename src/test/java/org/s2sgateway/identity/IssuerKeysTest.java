package org.s2sgateway.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.s2sgateway.testing.MovableClock;

class IssuerKeysTest {

    private static final RSAKey OLD = TestIssuer.foreignKey();
    private static final RSAKey NEW = new RSAKey.Builder(OLD).keyID("new").build();

    private final MovableClock clock = MovableClock.startingAt("2026-11-21T12:00:00Z");
    private final AtomicInteger readings = new AtomicInteger();
    private volatile Supplier<CompletableFuture<JWKSet>> answer =
            () -> CompletableFuture.completedFuture(new JWKSet(OLD));
    private final IssuerKeys keys = new IssuerKeys(
            () -> {
                readings.incrementAndGet();
                return answer.get();
            },
            clock);

    @Test
    void readsOnceForManyTokens() throws Exception {
        assertThat(select("second")).hasSize(1);
        assertThat(select("second")).hasSize(1);

        assertThat(readings).hasValue(1);
    }

    @Test
    void readsAgainForAnUnknownKeyButNotForEveryOne() throws Exception {
        select("second");
        clock.advance(Duration.ofSeconds(11));

        assertThat(select("made-up-1")).isEmpty();
        assertThat(select("made-up-2")).isEmpty();
        assertThat(select("made-up-3")).isEmpty();

        assertThat(readings).hasValue(2);
    }

    @Test
    void refreshesInTheBackgroundWithoutMakingAnybodyWait() throws Exception {
        select("second");
        clock.advance(Duration.ofMinutes(16));
        CompletableFuture<JWKSet> never = new CompletableFuture<>();
        answer = () -> never;

        assertThat(select("second")).hasSize(1);
        assertThat(select("second")).hasSize(1);

        assertThat(readings).hasValue(2);
    }

    @Test
    void readsNothingAgainForAQuarterOfAnHour() throws Exception {
        select("second");
        clock.advance(Duration.ofMinutes(15));
        select("second");
        assertThat(readings).hasValue(1);

        clock.advance(Duration.ofMillis(1));
        select("second");
        assertThat(readings).hasValue(2);
    }

    @Test
    void beginsNoOtherReadingWhileOneIsUnderWay() throws Exception {
        select("second");
        clock.advance(Duration.ofMinutes(16));
        CompletableFuture<JWKSet> never = new CompletableFuture<>();
        answer = () -> never;
        select("second");
        clock.advance(Duration.ofSeconds(11));
        select("second");

        assertThat(readings).hasValue(2);
    }

    @Test
    void stopsTrustingKeysThatItCouldNotReadForADay() throws Exception {
        select("second");
        clock.advance(Duration.ofHours(25));
        answer = IssuerKeysTest::failure;

        assertThatThrownBy(() -> select("second")).isInstanceOf(IssuerKeys.Unavailable.class);
    }

    @Test
    void cannotJudgeAnUnknownKeyWhileTheIssuerIsAway() throws Exception {
        select("second");
        clock.advance(Duration.ofSeconds(11));
        answer = IssuerKeysTest::failure;

        assertThatThrownBy(() -> select("maybe-new")).isInstanceOf(IssuerKeys.Unavailable.class);
        assertThat(select("second")).hasSize(1);
    }

    @Test
    void asksAnIssuerThatIsAwayEveryTenSecondsOnly() throws Exception {
        answer = IssuerKeysTest::failure;
        assertThatThrownBy(() -> select("second")).isInstanceOf(IssuerKeys.Unavailable.class);
        assertThatThrownBy(() -> select("second")).isInstanceOf(IssuerKeys.Unavailable.class);
        assertThat(readings).hasValue(1);

        answer = () -> CompletableFuture.completedFuture(new JWKSet(OLD));
        clock.advance(Duration.ofSeconds(10));
        assertThat(select("second")).hasSize(1);
    }

    @Test
    void asksForANewKeyAtOnceHoweverFreshTheKnownOnesAre() throws Exception {
        select("second");
        clock.advance(Duration.ofMinutes(16));
        select("second");
        answer = () -> CompletableFuture.completedFuture(new JWKSet(List.of(OLD, NEW)));

        assertThat(select("new")).hasSize(1);
        assertThat(readings).hasValue(3);
    }

    @Test
    void asksForAnotherKeyNoSoonerThanTenSecondsAfterTheEndOfTheReadingForOne() throws Exception {
        select("second");
        CompletableFuture<JWKSet> slow = new CompletableFuture<>();
        answer = () -> slow;
        Thread waiting = waiting("made-up");
        clock.advance(Duration.ofSeconds(16));
        slow.complete(new JWKSet(OLD));
        waiting.join();
        answer = () -> CompletableFuture.completedFuture(new JWKSet(List.of(OLD, NEW)));

        clock.advance(Duration.ofMillis(9_999));
        assertThat(select("new")).isEmpty();
        assertThat(readings).hasValue(2);
        clock.advance(Duration.ofMillis(1));
        assertThat(select("new")).hasSize(1);
        assertThat(readings).hasValue(3);
    }

    @Test
    void letsFewWaitForAKeyThatIsNotKnown() throws Exception {
        select("second");
        CompletableFuture<JWKSet> slow = new CompletableFuture<>();
        answer = () -> slow;
        List<Thread> waiting = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            waiting.add(waiting("made-up-" + i));
        }

        assertThatExceptionOfType(IssuerKeys.Unavailable.class)
                .isThrownBy(() -> select("new"))
                .satisfies(it -> assertThat(it.retryAfter()).isEqualTo(Duration.ofSeconds(2)));
        assertThat(select("second")).hasSize(1);
        slow.complete(new JWKSet(List.of(OLD, NEW)));
        for (Thread one : waiting) {
            one.join();
        }

        assertThat(select("new")).hasSize(1);
        assertThat(readings).hasValue(2);
    }

    @Test
    void letsWaitAgainWhenOthersHaveWaited() throws Exception {
        select("second");
        for (int i = 0; i < 17; i++) {
            CompletableFuture<JWKSet> slow = new CompletableFuture<>();
            answer = () -> slow;
            Thread waiting = waiting("made-up-" + i);
            slow.complete(new JWKSet(OLD));
            waiting.join();
            clock.advance(Duration.ofSeconds(10));
        }

        assertThat(readings).hasValue(18);
    }

    @Test
    void letsMoreWaitForTheFirstKeysButNotAll() throws Exception {
        CompletableFuture<JWKSet> slow = new CompletableFuture<>();
        answer = () -> slow;
        List<Thread> waiting = new ArrayList<>();
        for (int i = 0; i < 128; i++) {
            waiting.add(waiting("second"));
        }

        assertThatExceptionOfType(IssuerKeys.Unavailable.class)
                .isThrownBy(() -> select("second"))
                .satisfies(it -> assertThat(it.retryAfter()).isEqualTo(Duration.ofSeconds(2)));
        slow.complete(new JWKSet(OLD));
        for (Thread one : waiting) {
            one.join();
        }

        assertThat(select("second")).hasSize(1);
        assertThat(readings).hasValue(1);
    }

    /** Somebody who asks for the key, and waits already. */
    private Thread waiting(String keyId) {
        Thread thread = new Thread(() -> {
            try {
                select(keyId);
            } catch (KeySourceException unavailable) {
                throw new IllegalStateException(unavailable);
            }
        });
        thread.setDaemon(true);
        thread.start();
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (thread.getState() != Thread.State.WAITING) {
            assertThat(System.nanoTime()).isLessThan(end);
            Thread.onSpinWait();
        }
        return thread;
    }

    private List<JWK> select(String keyId) throws KeySourceException {
        return keys.get(new JWKSelector(new JWKMatcher.Builder().keyID(keyId).build()), null);
    }

    private static CompletableFuture<JWKSet> failure() {
        return CompletableFuture.failedFuture(new IOException("connection refused"));
    }
}
