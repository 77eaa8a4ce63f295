package org.s2sgateway.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.s2sgateway.identity.Verdict.Accepted;
import org.s2sgateway.identity.Verdict.KeysUnavailable;
import org.s2sgateway.identity.Verdict.Rejected;
import org.s2sgateway.testing.MovableClock;

class JudgedTokensTest {

    private final MovableClock clock = MovableClock.startingAt("2026-11-21T12:00:00Z");
    private final Caller caller = new Caller("orders-service", Set.of(), Map.of());
    private final Caller other = new Caller("invoices-service", Set.of(), Map.of());
    private final List<String> judged = new ArrayList<>();
    private final JudgedTokens tokens = new JudgedTokens(this::judge, clock);

    // What a judge says of whom.
    private Verdict good = new Accepted(caller, clock.instant().plus(Duration.ofHours(1)));

    private Verdict judge(String token) {
        judged.add(token);
        return switch (token) {
            case "good" -> good;
            case "other" -> new Accepted(other, clock.instant().plus(Duration.ofHours(1)));
            case "later" -> new KeysUnavailable(Duration.ofSeconds(10));
            default -> new Rejected("has expired");
        };
    }

    @Test
    void judgesAGoodTokenOnceInHalfAMinute() {
        Verdict first = tokens.judge("good");
        clock.advance(Duration.ofSeconds(29));
        Verdict second = tokens.judge("good");

        assertThat(first).isEqualTo(good);
        assertThat(second).isEqualTo(good);
        assertThat(judged).containsExactly("good");
    }

    @Test
    void judgesItAgainAfterwards() {
        tokens.judge("good");
        clock.advance(Duration.ofSeconds(30));
        good = new Rejected("is not signed by a key and algorithm that its issuer may use here");

        assertThat(tokens.judge("good")).isEqualTo(good);
    }

    @Test
    void forgetsATokenAtItsEnd() {
        Instant expiry = clock.instant().plusSeconds(5);
        good = new Accepted(caller, expiry);
        tokens.judge("good");
        clock.advance(Duration.ofSeconds(5));
        good = new Rejected("has expired");

        assertThat(tokens.judge("good")).isEqualTo(good);
    }

    @Test
    void takesNoTokenForAnother() {
        assertThat(tokens.judge("good")).isEqualTo(good);
        assertThat(tokens.judge("other")).isInstanceOfSatisfying(Accepted.class, it -> assertThat(it.caller())
                .isSameAs(other));
        assertThat(tokens.judge("goof")).isEqualTo(new Rejected("has expired"));
    }

    @Test
    void judgesEachTimeWhatIsNotGood() {
        for (String token : List.of("bad", "bad", "later", "later")) {
            tokens.judge(token);
        }

        assertThat(judged).containsExactly("bad", "bad", "later", "later");
    }
}
