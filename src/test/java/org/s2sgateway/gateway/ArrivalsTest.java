package org.s2sgateway.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.s2sgateway.problem.ProblemType;
import org.s2sgateway.problem.Refusal;

class ArrivalsTest {

    private static final IncomingBody COMING = new IncomingBody(new ByteArrayInputStream(new byte[99]), 100);
    private static final String SLOW = "slow";
    private static final String OTHER = "other";

    private final Arrivals arrivals = new Arrivals(Duration.ofMillis(1));
    private final Arrivals patient = new Arrivals(Duration.ofMinutes(1));
    private final ExecutorService requests = Executors.newCachedThreadPool();

    @AfterEach
    void end() {
        requests.shutdownNow();
    }

    @Test
    void refusesTheNextOfAConsumerThatHasItsShareAndLetsOthersIn() {
        String came = among(96, SLOW, arrivals, () -> {
            assertThat(refused(arrivals, SLOW)).isEqualTo(ProblemType.BUSY);
            return arrivals.read(OTHER, COMING, () -> "in");
        });

        assertThat(came).isEqualTo("in");
    }

    @Test
    void limitsThemAllTogether() {
        among(96, SLOW, arrivals, () -> among(64, OTHER, arrivals, () -> refused(arrivals, "third")));

        assertThat(among(96, SLOW, arrivals, () -> among(63, OTHER, arrivals, () -> read(arrivals, "third"))))
                .isEqualTo("in");
    }

    @Test
    void saysWhenToComeAgain() {
        Refusal refusal = among(
                96,
                SLOW,
                arrivals,
                () -> catchThrowableOfType(Refusal.class, () -> arrivals.read(SLOW, COMING, () -> "in")));

        assertThat(refusal.headers()).containsEntry("Retry-After", "1");
    }

    @Test
    void whoWaitsGetsInWhenAnotherHasArrived() {
        CompletableFuture<String> next = among(96, SLOW, patient, () -> {
            CompletableFuture<String> waiting = later(patient, SLOW);
            await(patient, 97);
            assertThat(waiting).isNotDone();
            return waiting;
        });

        assertThat(next.join()).isEqualTo("in");
    }

    @Test
    void fewOfAConsumerWait() {
        List<CompletableFuture<String>> waiting = new ArrayList<>();
        among(96, SLOW, patient, () -> {
            for (int i = 0; i < 96; i++) {
                waiting.add(later(patient, SLOW));
            }
            await(patient, 192);
            assertThat(refused(patient, SLOW)).isEqualTo(ProblemType.BUSY);
            return read(patient, OTHER);
        });

        assertThat(waiting).extracting(CompletableFuture::join).containsOnly("in");
        assertThat(patient.present()).isZero();
    }

    @Test
    void fewWaitInAll() {
        List<CompletableFuture<String>> waiting = new ArrayList<>();
        among(
                80,
                SLOW,
                patient,
                () -> among(80, OTHER, patient, () -> {
                    for (int i = 0; i < 48; i++) {
                        waiting.add(later(patient, SLOW));
                        waiting.add(later(patient, OTHER));
                    }
                    await(patient, 256);
                    return refused(patient, "third");
                }));

        assertThat(waiting).extracting(CompletableFuture::join).containsOnly("in");
    }

    @Test
    void givesThePlaceBackHoweverItEnds() {
        for (int i = 0; i < 200; i++) {
            assertThatThrownBy(() -> arrivals.read(SLOW, COMING, () -> {
                        throw ConsumerBody.late();
                    }))
                    .isInstanceOf(Refusal.class);
            assertThatThrownBy(() -> arrivals.read(SLOW, COMING, () -> {
                        throw new IllegalStateException("defect");
                    }))
                    .isInstanceOf(IllegalStateException.class);
        }
        among(96, SLOW, arrivals, () -> refused(arrivals, SLOW));

        assertThat(arrivals.present()).isZero();
        assertThat(among(95, SLOW, arrivals, () -> read(arrivals, SLOW))).isEqualTo("in");
    }

    @Test
    void whoIsInterruptedWaitsNoLonger() {
        ProblemType refused = among(96, SLOW, patient, () -> {
            Thread.currentThread().interrupt();
            return refused(patient, SLOW);
        });

        assertThat(Thread.interrupted()).isTrue();
        assertThat(refused).isEqualTo(ProblemType.BUSY);
        assertThat(patient.present()).isZero();
    }

    @Test
    void aBodyThatIsThereNeedsNoPlace() {
        IncomingBody there = new IncomingBody(new ByteArrayInputStream(new byte[100]), 100);
        IncomingBody empty = new IncomingBody(InputStream.nullInputStream(), 0);

        assertThat(among(96, SLOW, arrivals, () -> arrivals.read(SLOW, there, () -> "read")))
                .isEqualTo("read");
        assertThat(among(96, SLOW, arrivals, () -> arrivals.read(SLOW, empty, () -> "read")))
                .isEqualTo("read");
    }

    @Test
    void aBodyIsNotThereWhereItsEndIsUnknownOrTheConnectionIsBroken() {
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("reset");
            }

            @Override
            public int available() throws IOException {
                throw new IOException("reset");
            }
        };

        assertThat(new IncomingBody(new ByteArrayInputStream(new byte[100]), -1).isThere())
                .isFalse();
        assertThat(new IncomingBody(broken, 100).isThere()).isFalse();
    }

    /** What comes out while so many bodies of the consumer are arriving. */
    private static <T> T among(int bodies, String consumer, Arrivals arrivals, Supplier<T> then) {
        return bodies == 0
                ? then.get()
                : arrivals.read(consumer, COMING, () -> among(bodies - 1, consumer, arrivals, then));
    }

    private static String read(Arrivals arrivals, String consumer) {
        return arrivals.read(consumer, COMING, () -> "in");
    }

    private static ProblemType refused(Arrivals arrivals, String consumer) {
        return catchThrowableOfType(Refusal.class, () -> read(arrivals, consumer))
                .type();
    }

    private CompletableFuture<String> later(Arrivals arrivals, String consumer) {
        return CompletableFuture.supplyAsync(() -> read(arrivals, consumer), requests);
    }

    private static void await(Arrivals arrivals, int present) {
        Instant end = Instant.now().plusSeconds(20);
        while (arrivals.present() < present) {
            assertThat(Instant.now()).isBefore(end);
            try {
                Thread.sleep(5);
            } catch (InterruptedException stopping) {
                throw new IllegalStateException(stopping);
            }
        }
    }
}
