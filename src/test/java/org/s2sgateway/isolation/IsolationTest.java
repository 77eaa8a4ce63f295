package org.s2sgateway.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The suite itself: it finds each kind of crossing, and nothing where nothing crosses. */
class IsolationTest {

    private static final int CALLS = 600;

    /** So many that none of the rare kinds of calls is missing by chance. */
    private static final int CALLS_OF_EACH_KIND = 2_000;

    @Test
    void findsNothingWhereNothingCrosses() throws InterruptedException {
        Tally tally = run(Optional.empty(), CALLS_OF_EACH_KIND);

        assertThat(tally.findings()).isEmpty();
        assertThat(tally.calls()).isGreaterThanOrEqualTo(CALLS_OF_EACH_KIND);
        for (Kind kind : Kind.values()) {
            assertThat(tally.calls(kind)).as(kind.toString()).isPositive();
        }
    }

    @ParameterizedTest
    @EnumSource
    void findsWhatCrosses(Mixing mixing) throws InterruptedException {
        assertThat(run(Optional.of(mixing), CALLS).findings())
                .extracting(Finding::crossing)
                .contains(mixing.crossing());
    }

    @Test
    void findsEveryKindOfCrossingThatAnAnswerCanShow() {
        assertThat(Mixing.values())
                .extracting(Mixing::crossing)
                // Lines of a log are no answers: LogLinesTest.
                .contains(Arrays.stream(Crossing.values())
                        .filter(crossing -> crossing != Crossing.LOG)
                        .toArray(Crossing[]::new));
    }

    @Test
    void printsWhatBecameOfTheCalls() throws InterruptedException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();

        run(Optional.of(Mixing.NAMES_ANOTHER_HOST), CALLS)
                .print(new PrintStream(text, true, StandardCharsets.UTF_8), 7, 1.5);

        assertThat(text.toString(StandardCharsets.UTF_8))
                .contains("kind of call", "who am i", "seed 7", "HOST", "the name of another environment")
                .containsPattern("[1-9][0-9]* findings in [1-9][0-9]* calls");
    }

    private static Tally run(Optional<Mixing> mixing, int calls) throws InterruptedException {
        try (StubGateway gateway = new StubGateway(mixing)) {
            HttpClient client =
                    HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
            return new Isolation(gateway.deployment(), new Isolation.Options(calls, 4, 7), client).run();
        }
    }
}
