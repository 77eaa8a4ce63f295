package org.s2sgateway.audit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import org.s2sgateway.settings.Settings;

/** What becomes of the audit when the gateway starts, before its first event. Thread-safe. */
@ApplicationScoped
public class AuditStart {

    private static final Logger LOG = Logger.getLogger(AuditStart.class.getName());

    @PersistenceContext(unitName = "s2s")
    EntityManager entityManager;

    @Inject
    AuditConfig config;

    @Inject
    SeenHeads seen;

    @Inject
    TransactionEnd end;

    /**
     * Sees that the audit can go on with the keys that there are. At the first start of all, a chain begins for each tenant
     * that has events from before the chains; where the first key was set, and the operator says so, an audit that was
     * written without one, all of it, is taken over. On several nodes one does so, and the others find it done.
     *
     * @return what is wrong with the configuration: a key that the audit was last written with is missing
     */
    @Transactional
    public Optional<Settings.Fault> takeUp() {
        // Locked before anything is read: one of several nodes takes over, and the others see that it has.
        RegisterRow register = entityManager.find(RegisterRow.class, RegisterRow.ID, LockModeType.PESSIMISTIC_WRITE);
        Set<String> lastKeys = lastKeys();
        boolean keyless = register != null && lastKeys.equals(Set.of(AuditKey.NONE.id())) && register.isWithoutKey();
        Optional<Settings.Fault> missing = config.missing(keyless ? lastKeys : withKey(lastKeys));
        if (missing.isEmpty() && register != null) {
            if (register.isUntouched()) {
                beginAll(register);
            } else if (keyless && config.takesOver()) {
                takeOver(register);
            }
        }
        return missing;
    }

    /**
     * What is taken over is all or nothing: where any end was made with a key, one without was made by somebody else. As with
     * every end that was tampered with the gateway goes on working, believes it never, and nobody can have it taken over.
     */
    private Set<String> withKey(Set<String> lastKeys) {
        Set<String> withKey = new HashSet<>(lastKeys);
        if (config.isProtected() && withKey.remove(AuditKey.NONE.id())) {
            LOG.severe(
                    "A part of the audit ends without a key, though the audit is kept with one: somebody has replaced"
                            + " it. It is not taken over; see /api/events/verify");
        }
        return withKey;
    }

    private Set<String> lastKeys() {
        Set<String> keyIds = new HashSet<>(entityManager
                .createQuery("select distinct c.keyId from AuditChain c", String.class)
                .getResultList());
        entityManager
                .createQuery("select r.keyId from AuditRegister r where r.mac <> ''", String.class)
                .getResultStream()
                .forEach(keyIds::add);
        return keyIds;
    }

    private void beginAll(RegisterRow register) {
        register.seal(config.keys().active());
        Set<String> chains =
                entityManager
                        .createQuery("select distinct e.tenantId from AuditEvent e", String.class)
                        .getResultList()
                        .stream()
                        .map(tenantId -> new ChainName(tenantId).chain())
                        .collect(Collectors.toCollection(TreeSet::new));
        if (!chains.isEmpty()) {
            new Ledger(entityManager, config.keys(), seen).begin(chains);
        }
    }

    private void takeOver(RegisterRow register) {
        AuditKey key = config.keys().active();
        if (register.fits(AuditKeys.NONE)) {
            register.seal(key);
        }
        List<ChainRow> rows = entityManager
                .createQuery("select c from AuditChain c where c.keyId = :none order by c.chain", ChainRow.class)
                .setParameter("none", AuditKey.NONE.id())
                .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                .getResultList();
        int taken = 0;
        for (ChainRow row : rows) {
            // What does not even fit without a key stays what it is: a chain that was tampered with.
            if (row.head().fits(AuditKeys.NONE)) {
                row.change(row.head().sealed(key));
                taken++;
            }
        }
        end.add(Recorded.of(new AuditEntry(
                "audit.taken-over",
                AuditEntry.SYSTEM,
                Optional.empty(),
                Optional.empty(),
                taken + " of " + rows.size() + " chains that were written without a key")));
    }
}
