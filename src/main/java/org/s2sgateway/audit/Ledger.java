package org.s2sgateway.audit;

import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;

/**
 * Writes events into their chains, in the transaction that is under way and as the last that happens in it. Whatever else
 * the transaction changes is sent to the database first, and chains are locked in the order of their names: nobody who
 * holds a chain waits for anything but a later chain, so that no two can wait for each other.
 */
record Ledger(EntityManager entityManager, AuditKeys keys, SeenHeads seen) {

    private static final Logger LOG = Logger.getLogger(Ledger.class.getName());

    /** Where the chains end then, once the transaction is committed. */
    List<ChainHead> append(List<Recorded> batch) {
        if (batch.isEmpty()) {
            return List.of();
        }
        entityManager.flush();
        SortedMap<String, List<Recorded>> chains =
                batch.stream().collect(Collectors.groupingBy(Recorded::chain, TreeMap::new, Collectors.toList()));
        begin(chains.keySet());
        List<ChainHead> ends = new ArrayList<>();
        chains.forEach((chain, entries) -> ends.add(append(chain, entries)));
        entityManager.flush();
        return ends;
    }

    private ChainHead append(String chain, List<Recorded> entries) {
        ChainRow row = entityManager.find(ChainRow.class, chain, LockModeType.PESSIMISTIC_WRITE);
        ChainHead head = row.head();
        // The next event must not vouch for an end that was forged.
        String previous = isBelieved(head) ? head.lastMac() : ChainHead.UNLINKED;
        for (Recorded entry : entries) {
            if (entry.erasing()) {
                erasePersons(ChainName.of(chain));
                head = head.erased();
            }
            ChainedEvent event = write(entry, head.lastNumber() + 1, previous);
            previous = String.valueOf(event.mac());
            head = head.extended(previous);
        }
        row.change(head.sealed(keys.active()));
        return head;
    }

    private boolean isBelieved(ChainHead head) {
        if (!head.fits(keys)) {
            LOG.log(
                    Level.SEVERE,
                    "The end of the audit chain {0} was changed, or made with a key that is not known here",
                    head.chain());
            return false;
        }
        SeenHeads.Seen before = seen.of(head.chain());
        if (before.isBehind(head) || !goesThrough(before, head)) {
            LOG.log(Level.SEVERE, "The audit chain {0} was set back: events that were in it are gone", head.chain());
            return false;
        }
        return true;
    }

    /** Whether what this node has seen last is still at its place, as far as anything is that old. */
    private boolean goesThrough(SeenHeads.Seen before, ChainHead head) {
        if (before.number() == head.lastNumber()) {
            return !before.isOther(head.lastNumber(), head.lastMac());
        }
        return before.number() <= head.removedNumber()
                || new StoredEvents(entityManager)
                        .macOf(ChainName.of(head.chain()), before.number())
                        .filter(mac -> !before.isOther(before.number(), mac))
                        .isPresent();
    }

    private ChainedEvent write(Recorded recorded, long number, String previous) {
        Optional<Persons> persons = recorded.persons();
        ChainedEvent event = recorded.event(nextId(), number, previous, persons, keys.active());
        entityManager.persist(new AuditRow(event));
        persons.ifPresent(it -> entityManager.persist(new PersonsRow(event.id(), it)));
        return event;
    }

    // Asked for while the chain is locked: the order of ids in a chain is the order of its events.
    private long nextId() {
        return ((Number) entityManager
                        .createNativeQuery("select nextval('audit_event_ids')")
                        .getSingleResult())
                .longValue();
    }

    private void erasePersons(ChainName chain) {
        chain.bound(entityManager.createQuery("delete from AuditPersons p where p.eventId in"
                        + " (select e.id from AuditEvent e where " + chain.condition() + ")"))
                .executeUpdate();
        // Events from before the chain have their actors in the row itself.
        chain.bound(entityManager.createQuery("update AuditEvent e set e.actor = :erased"
                        + " where e.number is null and e.actor like 'person %' and " + chain.condition()))
                .setParameter("erased", AuditEntry.PERSON)
                .executeUpdate();
    }

    /**
     * Sees to it that the chains are there. Two who begin the same one at once would both add its row: so whoever misses
     * one locks the register first, and looks again.
     */
    void begin(Set<String> chains) {
        if (missing(chains).isEmpty()) {
            return;
        }
        RegisterRow register = entityManager.find(RegisterRow.class, RegisterRow.ID, LockModeType.PESSIMISTIC_WRITE);
        for (String chain : missing(chains)) {
            long place = 0;
            if (register != null) { // else somebody has deleted it, which is for the verifier to say
                register.grow(keys);
                place = register.chains();
            }
            long before = new StoredEvents(entityManager).countBefore(ChainName.of(chain));
            entityManager.persist(
                    new ChainRow(ChainHead.begun(chain, place, before).sealed(keys.active())));
        }
        entityManager.flush();
    }

    private Set<String> missing(Set<String> chains) {
        Set<String> missing = new HashSet<>(chains);
        entityManager
                .createQuery("select c.chain from AuditChain c where c.chain in :chains", String.class)
                .setParameter("chains", chains)
                .getResultList()
                .forEach(missing::remove);
        return missing;
    }
}
