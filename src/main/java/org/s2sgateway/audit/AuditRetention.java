package org.s2sgateway.audit;

import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Removes events that are older than {@code s2s.audit.retention-days} from the front of every chain, at three in the morning
 * (UTC). On several nodes each does so: who comes second finds nothing left. A chain that does not verify is left as it is,
 * and the log says so: what was tampered with is not to vanish. Thread-safe.
 */
@ApplicationScoped
public class AuditRetention {

    private static final Logger LOG = Logger.getLogger(AuditRetention.class.getName());
    /** What was removed from a chain, in that chain and once a night. */
    static final String REMOVED = "events.removed";

    private static final LocalTime AT = LocalTime.of(3, 0);

    @Inject
    AuditConfig config;

    @Inject
    AuditVerifier verifier;

    @Inject
    OldEvents oldEvents;

    @Inject
    AuditEvents events;

    @Resource
    ManagedScheduledExecutorService timer;

    private Optional<ScheduledFuture<?>> nightly = Optional.empty();

    /** Begins to do so every night; does nothing where events are kept for good. */
    public void start() {
        nightly = config.retention()
                .map(kept -> timer.scheduleAtFixedRate(
                        () -> removeTonight(Instant.now().minus(kept)),
                        untilNight(Instant.now()).toSeconds(),
                        TimeUnit.DAYS.toSeconds(1),
                        TimeUnit.SECONDS));
    }

    @PreDestroy
    void stop() {
        nightly.ifPresent(it -> it.cancel(false));
    }

    private void removeTonight(Instant time) {
        try {
            removeOlderThan(time);
        } catch (RuntimeException failed) {
            // Thrown on, it would be the last night.
            LOG.log(Level.WARNING, "Old events of the audit are still there", failed);
        }
    }

    void removeOlderThan(Instant time) {
        for (ChainName chain : verifier.chains().values()) {
            try {
                removeOlderThan(time, chain);
            } catch (RuntimeException failed) {
                // Tomorrow again; the other chains now.
                LOG.log(
                        Level.WARNING,
                        failed,
                        () -> "Old events of the audit chain " + chain.chain() + " are still there");
            }
        }
    }

    private void removeOlderThan(Instant time, ChainName chain) {
        ChainReport report = verifier.verify(chain);
        if (!report.isWhole()) {
            LOG.log(
                    Level.SEVERE,
                    "The audit chain {0} does not verify: nothing is removed from it, see /api/events/verify",
                    chain.chain());
            return;
        }
        long sum = 0;
        try {
            OldEvents.Removed removed;
            do {
                removed = oldEvents.remove(chain, time);
                sum += removed.events();
            } while (removed.more());
        } finally {
            // Also of what was removed before something failed.
            if (sum > 0) {
                remember(chain, sum + " from before " + time.truncatedTo(ChronoUnit.SECONDS));
            }
        }
    }

    private void remember(ChainName chain, String removed) {
        events.recordTogether(List.of(new AuditEntry(
                REMOVED,
                AuditEntry.SYSTEM,
                Optional.ofNullable(chain.tenantId()).map(UUID::fromString),
                Optional.empty(),
                removed)));
    }

    static Duration untilNight(Instant now) {
        ZonedDateTime today = now.atZone(ZoneOffset.UTC).with(AT);
        ZonedDateTime next = today.toInstant().isAfter(now) ? today : today.plusDays(1);
        return Duration.between(now, next);
    }
}
