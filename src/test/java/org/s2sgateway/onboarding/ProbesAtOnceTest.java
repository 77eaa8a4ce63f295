package org.s2sgateway.onboarding;

import static org.assertj.core.api.Assertions.assertThat;

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
    void aBurstWaitsAMomentAndIsServed() {
        List<CompletableFuture<Optional<String>>> burst = new ArrayList<>();
        for (int i = 0; i < ProbesAtOnce.WAITING; i++) {
            burst.add(CompletableFuture.supplyAsync(() -> probes.run(OTHER, () -> "answered"), strangers));
        }

        assertThat(burst).extracting(CompletableFuture::join).containsOnly(Optional.of("answered"));
    }

    private List<CompletableFuture<Optional<String>>> hanging(int count) throws InterruptedException {
        CountDownLatch inside = new CountDownLatch(count);
        List<CompletableFuture<Optional<String>>> waiting = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            waiting.add(CompletableFuture.supplyAsync(
                    () -> probes.run(SLOW, () -> {
                        inside.countDown();
                        await();
                        return "late";
                    }),
                    strangers));
        }
        inside.await();
        return waiting;
    }

    private void await() {
        try {
            answers.await();
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }
}
