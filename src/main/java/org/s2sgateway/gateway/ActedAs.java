package org.s2sgateway.gateway;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.s2sgateway.audit.AuditEntry;
import org.s2sgateway.audit.AuditQueue;
import org.s2sgateway.dataverse.UpstreamAnswer;
import org.s2sgateway.problem.Refusal;

/**
 * Takes into the audit that a call acted as another user, once for each user in it, and what came of it. The answer
 * waits for that, but not longer than a second: a database that is slow costs the consumer no more, and one that is gone
 * costs the audit the event, which then is a line of the log.
 *
 * <p>No path, query or body, as in the log.
 *
 * @param users as whom; nobody for nearly every call
 * @param caller the person for whom the consumer's token was issued, if it was for one: who really acted
 */
record ActedAs(Set<String> users, Optional<UUID> caller, UUID tenantId, CallLog log, AuditQueue audit) {

    private static final Logger LOG = Logger.getLogger(ActedAs.class.getName());

    private static final String ACTION = "dataverse.impersonated";
    private static final int LONGEST_WAIT_SECONDS = 1;

    /** Then goes on, at once or on a thread that must not be blocked. */
    void answered(UpstreamAnswer answer, Runnable then) {
        if (users.isEmpty()) {
            then.run();
        } else {
            record(answer.status() + "; " + log.clientIds() + CallLog.serverIds(answer), then);
        }
    }

    /** Says so of a call that may have arrived nevertheless; then goes on as {@link #answered} does. */
    void refused(Refusal refusal, Runnable then) {
        if (users.isEmpty()) {
            then.run();
        } else {
            record(refusal.type().status() + " " + refusal.type().code() + "; " + log.clientIds(), then);
        }
    }

    private void record(String outcome, Runnable then) {
        List<AuditEntry> entries = named().map(user -> entry(user, outcome)).toList();
        CompletionStage<Void> recorded = audit.record(entries)
                .whenComplete((nothing, failure) -> {
                    if (failure != null) {
                        lost(outcome, failure);
                    }
                })
                .toCompletableFuture()
                .completeOnTimeout(null, LONGEST_WAIT_SECONDS, TimeUnit.SECONDS);
        recorded.whenComplete((nothing, failure) -> then.run());
    }

    private void lost(String outcome, Throwable why) {
        LOG.log(
                Level.WARNING,
                why,
                () -> "The audit lacks an event: " + ACTION + " by " + log.consumer() + " at " + log.host() + ", "
                        + log.method() + " as " + String.join(" and ", named().toList()) + ": " + outcome);
    }

    private Stream<String> named() {
        return users.stream().map(user -> caller.map(UUID::toString)
                .filter(real -> !user.endsWith(real))
                .map(real -> user + " for the caller " + real)
                .orElse(user));
    }

    private AuditEntry entry(String user, String outcome) {
        return new AuditEntry(
                ACTION,
                log.consumer(),
                Optional.of(tenantId),
                Optional.of(log.host()),
                log.method() + " as " + AuditEntry.PERSON + ": " + outcome,
                Optional.of(user));
    }
}
