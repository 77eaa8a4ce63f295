package org.s2sgateway.dataverse;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.s2sgateway.odata.EdmModel;
import org.s2sgateway.tenant.EnvironmentHost;
import org.s2sgateway.testing.MovableTimeline;

class EnvironmentModelsTest {

    private static final UUID CONTOSO = UUID.fromString("c0a00000-0000-4000-8000-000000000001");
    private static final EnvironmentHost HOST = EnvironmentHost.parse("contoso.crm4.dynamics.com");
    private static final Duration LONG = Duration.ofSeconds(30);

    private final MovableTimeline timeline = new MovableTimeline();
    private final AtomicInteger readings = new AtomicInteger();
    private volatile KeptModel.Source source = EnvironmentModelsTest::model;
    private final EnvironmentModels models = EnvironmentModels.of(timeline, place -> () -> {
        readings.incrementAndGet();
        return source.read();
    });

    @AfterEach
    void close() {
        models.close();
    }

    @Test
    void readsEachEnvironmentOnce() {
        assertThat(found()).isEqualTo("known");
        assertThat(found()).isEqualTo("known");

        assertThat(readings).hasValue(1);
    }

    @Test
    void keepsOneForEachTenantOfAnEnvironment() {
        found();
        models.within(UUID.fromString("fab00000-0000-4000-8000-000000000002"), HOST, LONG);

        assertThat(readings).hasValue(2);
    }

    @Test
    void saysThatItIsBeingRead() {
        CountDownLatch hanging = new CountDownLatch(1);
        source = () -> {
            await(hanging, LONG);
            return model();
        };

        assertThat(found()).isEqualTo("It is being read at the moment. 2");
        assertThat(models.within(CONTOSO, HOST, Duration.ZERO)).isEmpty();

        hanging.countDown();
        assertThat(models.within(CONTOSO, HOST, LONG)).isPresent();
        assertThat(readings).hasValue(1);
    }

    @Test
    void saysWhyItCannotBeReadAndTriesAgainAfterAWhile() {
        source = () -> {
            throw new IOException("Dataverse gave no answer.");
        };
        assertThat(found()).isEqualTo("Dataverse gave no answer. 15");
        source = EnvironmentModelsTest::model;
        timeline.advance(Duration.ofSeconds(14));
        assertThat(found()).isEqualTo("Dataverse gave no answer. 15");
        assertThat(readings).hasValue(1);

        timeline.advance(Duration.ofSeconds(1));
        assertThat(found()).isEqualTo("known");
    }

    @Test
    void saysNothingOfWhatMustNotHappen() {
        source = () -> {
            throw new IllegalStateException("secret");
        };

        assertThat(found()).isEqualTo("It could not be read; the gateway's log says why. 15");
    }

    @Test
    void readsItAgainInTheBackgroundWhenItIsAnHourOld() {
        found();
        timeline.advance(Duration.ofMinutes(59));
        found();
        assertThat(readings).hasValue(1);
        timeline.advance(Duration.ofMinutes(1));

        assertThat(found()).isEqualTo("known");
        awaitReadings(2);
    }

    @Test
    void servesAnOldOneForADayWhereItCannotBeReadAgain() {
        found();
        source = () -> {
            throw new IOException("Dataverse gave no answer.");
        };
        timeline.advance(Duration.ofHours(23));
        assertThat(found()).isEqualTo("known");
        awaitReadings(2);
        timeline.advance(Duration.ofHours(1));

        assertThat(found()).isEqualTo("Dataverse gave no answer. 15");
    }

    @Test
    void readsItAgainWhenSomebodyDoubtsItUnlessItIsNew() {
        found();
        timeline.advance(Duration.ofSeconds(59));
        models.doubt(CONTOSO, HOST);
        assertThat(readings).hasValue(1);
        timeline.advance(Duration.ofSeconds(1));

        models.doubt(CONTOSO, HOST);

        awaitReadings(2);
    }

    private String found() {
        return models.find(CONTOSO, HOST)
                .fold(
                        known -> "known",
                        missing -> missing.reason() + " " + missing.retryAfter().toSeconds());
    }

    private void awaitReadings(int number) {
        for (int i = 0; i < 200 && readings.get() < number; i++) {
            await(new CountDownLatch(1), Duration.ofMillis(50));
        }
        assertThat(readings).hasValue(number);
    }

    private static void await(CountDownLatch latch, Duration atMost) {
        try {
            latch.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private static EdmModel model() throws IOException {
        return EdmModel.read(new ByteArrayInputStream(
                ("<edmx:Edmx xmlns:edmx=\"http://docs.oasis-open.org/odata/ns/edmx\"><edmx:DataServices>"
                                + "<Schema Namespace=\"Microsoft.Dynamics.CRM\" Alias=\"mscrm\""
                                + " xmlns=\"http://docs.oasis-open.org/odata/ns/edm\"></Schema>"
                                + "</edmx:DataServices></edmx:Edmx>")
                        .getBytes(StandardCharsets.UTF_8)));
    }
}
