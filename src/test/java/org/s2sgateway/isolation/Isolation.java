package org.s2sgateway.isolation;

import java.net.http.HttpClient;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.s2sgateway.isolation.Consumer.Right;

/**
 * The suite: everybody calls at once, at random, and every answer is looked into. The same seed makes the same calls; in
 * which order they meet is up to the machine.
 */
final class Isolation {

    /** Turns of a consumer that has nothing to do in one kind of call, before another one has its turn. */
    private static final int TRIES = 30;

    /**
     * How much, and which calls.
     *
     * @param concurrency how many calls are under way at a time
     */
    record Options(int calls, int concurrency, long seed) {}

    private final Deployment deployment;
    private final Options options;
    private final Tally tally = new Tally();
    private final Oracle oracle;
    private final Asking asking;
    private final Pace pace;
    private final AtomicLong turns = new AtomicLong();

    Isolation(Deployment deployment, Options options, HttpClient client) {
        this.deployment = deployment;
        this.options = options;
        this.oracle = new Oracle(deployment);
        this.asking = new Asking(client, oracle, tally, run(options.seed()));
        this.pace = new Pace(deployment.limits(), Clock.systemUTC());
    }

    /** What all request ids of a run with this seed have in common. */
    static String run(long seed) {
        return "%06x".formatted(new SplittableRandom(seed).nextInt(0x1000000));
    }

    /** Returns when the calls are made; throws where the suite itself fails. */
    Tally run() throws InterruptedException {
        Known known = Known.learn(deployment, asking, oracle);
        DataCalls data = new DataCalls(asking, known, oracle, pace);
        RefusedCalls refused = new RefusedCalls(asking, pace);
        ManagementCalls management = new ManagementCalls(asking, pace);
        AtomicBoolean failed = new AtomicBoolean();
        ExecutorService workers = Executors.newFixedThreadPool(options.concurrency());
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < options.concurrency(); i++) {
                all.add(workers.submit(() -> {
                    boolean whole = false;
                    try {
                        while (tally.calls() < options.calls() && !failed.get()) {
                            play(turn(), data, refused, management);
                        }
                        whole = true;
                    } finally {
                        failed.compareAndSet(false, !whole);
                    }
                    return null;
                }));
            }
            for (Future<?> worker : all) {
                worker.get();
            }
        } catch (ExecutionException broken) {
            throw new IllegalStateException("The suite itself failed: " + broken.getCause(), broken.getCause());
        } finally {
            workers.shutdownNow();
        }
        audit(management);
        tally.close();
        return tally;
    }

    private void audit(ManagementCalls management) throws InterruptedException {
        for (Consumer consumer : deployment.consumers()) {
            if (consumer.may(Right.REGISTRY)) {
                Turn turn = new Turn(deployment, Kind.TENANT_EVENTS, consumer, new SplittableRandom(options.seed()));
                for (String tenant : deployment.sites().stream()
                        .map(Site::tenantId)
                        .distinct()
                        .toList()) {
                    management.audit(turn, tenant);
                }
                return;
            }
        }
    }

    private Turn turn() {
        SplittableRandom random = new SplittableRandom(options.seed() + 0x9E3779B97F4A7C15L * turns.incrementAndGet());
        Consumer consumer =
                deployment.consumers().get(random.nextInt(deployment.consumers().size()));
        return new Turn(deployment, kind(random), consumer, random);
    }

    private static Kind kind(SplittableRandom random) {
        int all = 0;
        for (Kind kind : Kind.values()) {
            all += kind.weight();
        }
        int left = random.nextInt(all);
        for (Kind kind : Kind.values()) {
            left -= kind.weight();
            if (left < 0) {
                return kind;
            }
        }
        throw new IllegalStateException("no kind has any weight");
    }

    private static void play(Turn first, DataCalls data, RefusedCalls refused, ManagementCalls management)
            throws InterruptedException {
        Turn turn = first;
        for (int i = 0; i < TRIES && !played(turn, data, refused, management); i++) {
            turn = new Turn(turn.deployment(), kind(turn.random()), turn.consumer(), turn.random());
        }
    }

    private static boolean played(Turn turn, DataCalls data, RefusedCalls refused, ManagementCalls management)
            throws InterruptedException {
        if (!turn.consumer().may(Right.KNOWN)) {
            // Nothing else is to be seen by it, whatever it asks.
            return refused.badBearer(new Turn(turn.deployment(), Kind.BAD_BEARER, turn.consumer(), turn.random()));
        }
        return switch (turn.kind()) {
            case READ -> data.read(turn);
            case ROW -> data.row(turn);
            case ROW_OF_ANOTHER_ENVIRONMENT -> data.rowOfAnotherEnvironment(turn);
            case PAGES -> data.pages(turn);
            case ANOTHERS_LINK -> data.anothersLink(turn);
            case LINK_ELSEWHERE -> data.linkElsewhere(turn);
            case WHO_AM_I -> data.whoAmI(turn);
            case IMPERSONATED -> data.impersonated(turn);
            case IMPERSONATION_REFUSED -> refused.impersonation(turn);
            case BATCH -> data.batch(turn);
            case BATCH_REFUSED -> refused.batch(turn);
            case CREATE -> data.create(turn);
            case TABLE_REFUSED -> refused.table(turn);
            case WRITE_REFUSED -> refused.write(turn);
            case ENVIRONMENT_REFUSED -> refused.environment(turn);
            case ENVIRONMENT_CLOSED -> refused.closed(turn);
            case ENVIRONMENT_UNKNOWN -> refused.unknown(turn);
            case ENVIRONMENTS -> management.environments(turn);
            case TENANTS -> management.tenants(turn);
            case TENANT_EVENTS -> management.tenantEvents(turn);
            case ANOTHERS_CURSOR -> management.anothersCursor(turn);
            case TOKEN -> management.token(turn);
            case BAD_BEARER -> refused.badBearer(turn);
            case CANCELLED -> data.cancelled(turn);
            case LEARNING -> false;
        };
    }
}
