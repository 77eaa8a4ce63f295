package org.s2sgateway.identity;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.s2sgateway.audit.AuditEntry;
import org.s2sgateway.audit.AuditQueue;

/**
 * Takes into the audit what was refused. Of a consumer or a person, the first 20 refusals of a kind are an event each, and
 * how many more there were is one; what nobody knows who was refused is only counted. Counts become events every five
 * minutes, and are of at most 500 kinds: strangers can cause any number of refusals, and fill no table with them.
 * Thread-safe, and never blocks.
 */
@ApplicationScoped
public class RefusedCalls {

    private static final Logger LOG = Logger.getLogger(RefusedCalls.class.getName());
    private static final String ACTION = "access.refused";
    private static final String NOBODY = "nobody";
    private static final int MINUTES = 5;
    private static final int EACH = 20;
    private static final int MOST_KINDS = 500;

    @Inject
    AuditQueue audit;

    @Resource
    ManagedScheduledExecutorService timer;

    private ScheduledFuture<?> telling;
    private Map<Kind, Integer> counts = new HashMap<>();

    private record Kind(String action, String actor, Optional<UUID> tenantId, String code) {

        static Kind ofNobody(String action, String code) {
            return new Kind(action, NOBODY, Optional.empty(), code);
        }
    }

    @PostConstruct
    void open() {
        telling = timer.scheduleAtFixedRate(this::tell, MINUTES, MINUTES, TimeUnit.MINUTES);
    }

    /** A request of somebody unknown was refused with that code, which is one of ours. */
    public void ofNobody(String code) {
        count(Kind.ofNobody(ACTION, code));
    }

    /** A sign-in came to nothing, in a way that anybody can bring about, who may have thought of the code as well. */
    void signIn(String code) {
        count(Kind.ofNobody(
                "person.sign-in-refused", code.startsWith("S2S.") ? code : "a code of the identity provider"));
    }

    /**
     * A call of that consumer was refused.
     *
     * @param environment the host that it was for, if it was for one
     * @param call what it was, without anything that could be a customer's
     */
    void ofConsumer(String consumer, String code, Optional<String> environment, String call) {
        refused(new Kind(ACTION, consumer, Optional.empty(), code), environment, call);
    }

    /**
     * A request for a page was refused. The event is in the chain of the person's own tenant, as that of the sign-in is:
     * persons are erased by their tenant.
     *
     * @param person who is signed in, if anybody is
     * @param code one of ours
     */
    public void atPage(HttpServletRequest request, Optional<SignedIn> person, String code) {
        person.ifPresentOrElse(
                it -> refused(
                        new Kind(ACTION, it.actor(), Optional.of(it.tenantId()), code),
                        Optional.empty(),
                        request.getMethod() + " " + FormHead.folder(request)),
                () -> ofNobody(code));
    }

    @PreDestroy
    void close() {
        telling.cancel(false);
        tell();
    }

    /** Makes events of the counts. */
    void tell() {
        Map<Kind, Integer> told;
        synchronized (this) {
            told = counts;
            counts = new HashMap<>();
        }
        List<AuditEntry> entries = new ArrayList<>();
        told.forEach((kind, count) -> {
            int own = kind.actor().equals(NOBODY) ? 0 : EACH;
            if (count > own) {
                entries.add(new AuditEntry(
                        kind.action(),
                        kind.actor(),
                        kind.tenantId(),
                        Optional.empty(),
                        kind.code() + ": " + (count - own) + (own > 0 ? " more" : "") + " within " + MINUTES
                                + " minutes"));
            }
        });
        if (!entries.isEmpty()) {
            record(entries);
        }
    }

    private synchronized int count(Kind kind) {
        Kind counted =
                counts.containsKey(kind) || counts.size() < MOST_KINDS ? kind : Kind.ofNobody(kind.action(), "others");
        return counts.merge(counted, 1, Integer::sum);
    }

    private void refused(Kind kind, Optional<String> environment, String call) {
        if (count(kind) <= EACH) {
            record(List.of(new AuditEntry(
                    kind.action(), kind.actor(), kind.tenantId(), environment, kind.code() + ": " + call)));
        }
    }

    private void record(List<AuditEntry> entries) {
        audit.record(entries).whenComplete((nothing, failure) -> {
            if (failure != null) {
                LOG.log(Level.WARNING, failure, () -> "The audit lacks events of refused calls: " + entries);
            }
        });
    }
}
