package org.s2sgateway.grants;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.s2sgateway.audit.AuditEntry;
import org.s2sgateway.audit.AuditEvents;

/**
 * Every grant, by its consumer. Each change is one transaction together with its audit event; when two people change the
 * same grant at once, the later one gets an exception of JPA and nothing of it stays. Thread-safe.
 */
@ApplicationScoped
public class Grants {

    private static final int LONGEST_DETAIL = 1_900;

    @PersistenceContext(unitName = "s2s")
    EntityManager entityManager;

    @Inject
    AuditEvents auditEvents;

    @Inject
    Event<GrantChange> told;

    /** The grant of a consumer; a client id that is a GUID may be in any case. */
    public Optional<Grant> find(String consumer) {
        return stored(consumer).map(StoredGrant::grant);
    }

    /** At most {@code limit} grants behind the given consumer, in their order; an empty text starts at the first. */
    public List<Grant> after(String consumer, int limit) {
        return entityManager
                .createQuery(
                        "select g from StoredGrant g where g.consumer > :after order by g.consumer", StoredGrant.class)
                .setParameter("after", consumer)
                .setMaxResults(limit)
                .getResultList()
                .stream()
                .map(StoredGrant::grant)
                .toList();
    }

    /** Keeps a grant in the place of the one that the consumer has; false where it had none. */
    @Transactional
    public boolean put(Grant grant, String actor) {
        Optional<StoredGrant> before = stored(grant.consumer());
        if (before.isEmpty()) {
            entityManager.persist(new StoredGrant(grant, Instant.now()));
            record("grant.created", actor, grant, "");
        } else if (before.get().replace(grant, Instant.now())) {
            record("grant.changed", actor, grant, "");
        }
        // Now, and not when the transaction ends: the caller is told of a lost race by an exception of JPA.
        entityManager.flush();
        return before.isPresent();
    }

    /** Stands for what a consumer has as its grant at one time; another grant, or none, has another mark. */
    public static String mark(Optional<Grant> grant) {
        return grant.map(GrantText::of).map(Grants::digest).orElse("");
    }

    /**
     * Keeps a grant, provided that the consumer still has what was seen of it.
     *
     * @param seen the {@link #mark} of what was seen
     * @return false where that has changed, and then nothing is kept
     */
    @Transactional
    public boolean putIfUnchanged(Grant grant, String seen, String actor) {
        boolean unchanged = mark(find(grant.consumer())).equals(seen);
        if (unchanged) {
            put(grant, actor);
        }
        return unchanged;
    }

    /** Takes a consumer's grant away, provided that it still has what was seen of it; false where that has changed. */
    @Transactional
    public boolean removeIfUnchanged(String consumer, String seen, String actor) {
        boolean unchanged = mark(find(consumer)).equals(seen);
        if (unchanged) {
            remove(consumer, actor);
        }
        return unchanged;
    }

    /** Takes a consumer's grant away and says whether it had one. */
    @Transactional
    public boolean remove(String consumer, String actor) {
        Optional<StoredGrant> found = stored(consumer);
        found.ifPresent(stored -> {
            record("grant.removed", actor, stored.grant(), "was ");
            entityManager.remove(stored);
        });
        entityManager.flush();
        return found.isPresent();
    }

    private Optional<StoredGrant> stored(String consumer) {
        return Optional.ofNullable(entityManager.find(StoredGrant.class, Grant.canonicalConsumer(consumer)));
    }

    private static String digest(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("Every Java has SHA-256", missing);
        }
    }

    // What is cut off can still be told from another grant's, by the digest of all of it.
    private void record(String action, String actor, Grant grant, String was) {
        String detail = grant.consumer() + ": " + was + "sha256:" + digest(GrantText.of(grant)) + " "
                + GrantText.flagsFirst(grant);
        String kept = detail.length() <= LONGEST_DETAIL ? detail : detail.substring(0, LONGEST_DETAIL) + "...";
        auditEvents.record(new AuditEntry(action, actor, Optional.empty(), Optional.empty(), kept));
        told.fire(new GrantChange());
    }
}
