package org.s2sgateway.onboarding;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.s2sgateway.tenant.EnvironmentHost;

class ProbesAtOnceTest {

    private static final EnvironmentHost SLOW = EnvironmentHost.parse("slow.crm4.dynamics.com");
    private static final EnvironmentHost OTHER = EnvironmentHost.parse("other.crm4.dynamics.com");

    private final ProbesAtOnce probes = new ProbesAtOnce();
    private final ExecutorService strangers = Executors.newCachedThreadPool();
    private final CountDownLatch answers = new CountDownLatch(1);

    @AfterEach
    void end() {
        answers.countDown();
        strangers.shutdown();
    }

    @Test
    void aHostThatHangsTakesNoPlacesOfOthers() throws InterruptedException {
        List<CompletableFuture<Optional<String>>> waiting = hanging(ProbesAtOnce.PER_HOST);

        assertThat(probes.run(SLOW, () -> "one too many")).isEmpty();
        assertThat(probes.run(OTHER, () -> "answered")).contains("answered");

        answers.countDown();
        assertThat(waiting).extracting(CompletableFuture::join).containsOnly(Optional.of("late"));
        assertThat(probes.run(SLOW, () -> "answered again")).contains("answered again");
    }

    @Test
    void thoseWhoWaitForAHostThatHangsTakeNoPlacesOfOthers() throws InterruptedException {
        ProbesAtOnce patient = new ProbesAtOnce(Duration.ofMinutes(1));
        List<CompletableFuture<Optional<String>>> waiting = hanging(patient, ProbesAtOnce.WAITING);

        assertThat(patient.run(SLOW, () -> "one too many")).isEmpty();
        assertThat(patient.run(OTHER, () -> "answered")).contains("answered");

        answers.countDown();
        assertThat(waiting).extracting(CompletableFuture::join).containsOnly(Optional.of("late"));
        assertThat(patient.present()).isZero();
    }

    @Test
    void eachHostLeavesSomePlacesToTheNext() throws InterruptedException {
        ProbesAtOnce patient = new ProbesAtOnce(Duration.ofMinutes(1));
        hanging(patient, ProbesAtOnce.WAITING);
        for (int left = ProbesAtOnce.WAITING / 2; left > 1; left /= 2) {
            EnvironmentHost another = EnvironmentHost.parse("slow-" + left + ".crm4.dynamics.com");
            for (int i = 0; i < left; i++) {
                CompletableFuture.supplyAsync(() -> patient.run(another, this::late), strangers);
            }
            await(patient, ProbesAtOnce.PRESENT - left);
            assertThat(patient.run(another, () -> "one too many")).isEmpty();
        }
    }

    @Test
    void aBurstWaitsAMomentAndIsServed() {
        List<CompletableFuture<Optional<String>>> burst = new ArrayList<>();
        for (int i = 0; i < ProbesAtOnce.WAITING; i++) {
            burst.add(CompletableFuture.supplyAsync(() -> probes.run(OTHER, () -> "answered"), strangers));
        }

        assertThat(burst).extracting(CompletableFuture::join).containsOnly(Optional.of("answered"));
    }

    private List<CompletableFuture<Optional<String>>> hanging(int count) throws InterruptedException {
        return hanging(probes, count);
    }

    /** So many who came for the slow host; as many as may are inside. */
    private List<CompletableFuture<Optional<String>>> hanging(ProbesAtOnce at, int count) throws InterruptedException {
        CountDownLatch inside = new CountDownLatch(ProbesAtOnce.PER_HOST);
        List<CompletableFuture<Optional<String>>> waiting = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            waiting.add(CompletableFuture.supplyAsync(
                    () -> at.run(SLOW, () -> {
                        inside.countDown();
                        return late();
                    }),
                    strangers));
        }
        inside.await();
        await(at, count);
        return waiting;
    }

    private static void await(ProbesAtOnce at, int present) throws InterruptedException {
        for (int i = 0; at.present() != present && i < 1_000; i++) {
            Thread.sleep(10);
        }
        assertThat(at.present()).isEqualTo(present);
    }

    private String late() {
        try {
            answers.await();
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
        return "late";
    }
}
