package org.s2sgateway.identity;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.EnumMap;
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
 * minutes, and are of a limited number of kinds: strangers can cause any number of refusals, and fill no table with them.
 * They hide no consumer's either, since those are counted apart from persons, whom strangers can have as many of in their
 * own tenant as they like, and only those of many tenants hide persons of others: beyond some, a tenant's are counted as one.
 * Thread-safe, and never blocks.
 */
@ApplicationScoped
public class RefusedCalls {

    private static final Logger LOG = Logger.getLogger(RefusedCalls.class.getName());
    private static final String ACTION = "access.refused";
    private static final String NOBODY = "nobody";
    private static final int MINUTES = 5;
    private static final int EACH = 20;
    private static final int MOST_OF_A_TENANT = 50;

    @Inject
    AuditQueue audit;

    @Resource
    ManagedScheduledExecutorService timer;

    private ScheduledFuture<?> telling;
    private Counts counts = new Counts();

    /** Whose refusals leave those of the others their places. */
    private enum Group {
        CONSUMERS(500),
        PERSONS(500),
        TENANTS(100),
        NOBODY(500);

        private final int most;

        Group(int most) {
            this.most = most;
        }
    }

    private record Kind(Group group, String action, String actor, Optional<UUID> tenantId, String code) {

        private static final String OTHERS = "others";

        static Kind ofNobody(String action, String code) {
            return new Kind(Group.NOBODY, action, NOBODY, Optional.empty(), code);
        }

        /** As what it is counted where it has no place of its own. */
        Kind folded() {
            return group == Group.PERSONS
                    ? new Kind(Group.TENANTS, action, NOBODY, tenantId, OTHERS)
                    : ofNobody(action, OTHERS);
        }

        boolean isFoldedForGood() {
            return equals(folded());
        }
    }

    /** Of how many refusals of a kind there were, for a limited number of kinds. Not thread-safe. */
    private static final class Counts {

        private final Map<Kind, Integer> byKind = new HashMap<>();
        private final Map<Group, Integer> kinds = new EnumMap<>(Group.class);
        private final Map<UUID, Integer> kindsOfPersons = new HashMap<>();

        int add(Kind kind) {
            Kind place = kind;
            while (!byKind.containsKey(place) && !place.isFoldedForGood() && !hasRoom(place)) {
                place = place.folded();
            }
            if (!byKind.containsKey(place)) {
                kinds.merge(place.group(), 1, Integer::sum);
                ofPerson(place).ifPresent(tenant -> kindsOfPersons.merge(tenant, 1, Integer::sum));
            }
            return byKind.merge(place, 1, Integer::sum);
        }

        private boolean hasRoom(Kind kind) {
            return kinds.getOrDefault(kind.group(), 0) < kind.group().most
                    && ofPerson(kind)
                            .filter(tenant -> kindsOfPersons.getOrDefault(tenant, 0) >= MOST_OF_A_TENANT)
                            .isEmpty();
        }

        private static Optional<UUID> ofPerson(Kind kind) {
            return kind.tenantId().filter(tenant -> kind.group() == Group.PERSONS);
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
        refused(new Kind(Group.CONSUMERS, ACTION, consumer, Optional.empty(), code), environment, call);
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
                        new Kind(Group.PERSONS, ACTION, it.actor(), Optional.of(it.tenantId()), code),
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
        Counts told;
        synchronized (this) {
            told = counts;
            counts = new Counts();
        }
        List<AuditEntry> entries = new ArrayList<>();
        told.byKind.forEach((kind, count) -> {
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
        return counts.add(kind);
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
