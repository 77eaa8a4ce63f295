package org.s2sgateway.dataverse;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.s2sgateway.odata.EdmModel;
import org.s2sgateway.outbound.Outbound;
import org.s2sgateway.tenant.EnvironmentHost;
import org.s2sgateway.token.TokenBroker;

/**
 * What there is in each environment, as its {@code $metadata} says: read when it is first asked for, and again in the
 * background once it is an hour old. While it cannot be read again the old one serves on for a day. As many are kept as
 * fit into a quarter of the heap at four megabytes each, and eight at least; two are read at a time, each environment
 * once however many ask for it.
 *
 * <p>Thread-safe. Who asks for one that is not there waits two seconds at most, and no more than 16 at a time do.
 */
@ApplicationScoped
public class EnvironmentModels {

    private static final long MOST_KEPT = Math.max(8, Runtime.getRuntime().maxMemory() / 4 / (4 << 20));
    private static final Duration KEPT = Duration.ofHours(6);
    private static final int READING = 2;
    private static final int MOST_WAITING = 16;
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    @Inject
    TokenBroker tokens;

    @Inject
    Outbound outbound;

    @Inject
    Timeline timeline;

    private final Cache<Place, KeptModel> kept = Caffeine.newBuilder()
            .maximumSize(MOST_KEPT)
            .expireAfterAccess(KEPT)
            .executor(Runnable::run)
            .build();

    private final Semaphore waiting = new Semaphore(MOST_WAITING);
    private Function<Place, KeptModel.Source> sources;
    private ThreadPoolExecutor threads;

    /** An environment of a tenant: of another one it would be another. */
    record Place(UUID tenantId, EnvironmentHost host) {}

    /** What is known. */
    public sealed interface Outcome {

        /** There is a model. */
        record Known(EdmModel model) implements Outcome {}

        /**
         * There is none.
         *
         * @param reason for people, as a sentence
         * @param retryAfter when it is worth to ask again
         */
        record Missing(String reason, Duration retryAfter) implements Outcome {}

        /** One function per case. */
        default <T> T fold(Function<EdmModel, T> known, Function<Missing, T> missing) {
            return this instanceof Known it ? known.apply(it.model()) : missing.apply((Missing) this);
        }
    }

    @PostConstruct
    void open() {
        MetadataRead read = new MetadataRead(tokens, outbound.client(), timeline);
        open(place -> () -> read.of(place.tenantId(), place.host()));
    }

    private void open(Function<Place, KeptModel.Source> from) {
        sources = from;
        threads = new ThreadPoolExecutor(READING, READING, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), work -> {
            Thread thread = new Thread(work, "s2s-metadata");
            thread.setDaemon(true);
            return thread;
        });
        threads.allowCoreThreadTimeOut(true);
    }

    /** One outside of a container. */
    @SuppressWarnings("UnnecessaryAssignment") // There nobody injects.
    static EnvironmentModels of(Timeline timeline, Function<Place, KeptModel.Source> sources) {
        EnvironmentModels models = new EnvironmentModels();
        models.timeline = timeline;
        models.open(sources);
        return models;
    }

    @PreDestroy
    void close() {
        threads.shutdownNow();
    }

    /** The model of an environment, or why there is none. */
    public Outcome find(UUID tenantId, EnvironmentHost host) {
        KeptModel model = model(tenantId, host);
        Optional<EdmModel> known = model.get();
        if (known.isEmpty() && waiting.tryAcquire()) {
            try {
                known = model.get(PATIENCE);
            } finally {
                waiting.release();
            }
        }
        return known.<Outcome>map(Outcome.Known::new).orElseGet(model::missing);
    }

    /** The model of an environment, if it is there within that time. */
    public Optional<EdmModel> within(UUID tenantId, EnvironmentHost host, Duration patience) {
        return model(tenantId, host).get(patience);
    }

    /** Somebody has met a name that is not in the model: it is read again, unless it is newer than a minute. */
    public void doubt(UUID tenantId, EnvironmentHost host) {
        model(tenantId, host).doubt();
    }

    private KeptModel model(UUID tenantId, EnvironmentHost host) {
        return kept.get(new Place(tenantId, host), place -> new KeptModel(sources.apply(place), threads, timeline));
    }
}
