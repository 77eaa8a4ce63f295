package org.s2sgateway.audit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import org.s2sgateway.audit.ChainOutcome.Broken;
import org.s2sgateway.audit.ChainOutcome.Whole;

/**
 * Tells whether the audit is what the gateway has written. Reads page by page: however long the chains are, a few hundred
 * events are held at a time. The gateway goes on writing meanwhile; what is written later is not looked at. Thread-safe.
 */
@ApplicationScoped
public class AuditVerifier {

    private static final int PAGE = 500;
    /** Whoever erases, or removes what is old, does so once in a while: the second attempt is nearly always the last. */
    private static final int ATTEMPTS = 5;

    @PersistenceContext(unitName = "s2s")
    EntityManager entityManager;

    @Inject
    AuditConfig config;

    @Inject
    SeenHeads seen;

    private final Semaphore one = new Semaphore(1);

    /** Verifies every chain; empty where a verification is under way already: it takes a processor of its own. */
    @Transactional(Transactional.TxType.NOT_SUPPORTED)
    public Optional<AuditReport> verify() {
        if (!one.tryAcquire()) {
            return Optional.empty();
        }
        try {
            Instant at = Instant.now();
            // First: a chain that begins meanwhile is no misfit.
            Optional<Misfit> register = register();
            List<ChainReport> chains =
                    chains().values().stream().map(this::verify).toList();
            return Optional.of(new AuditReport(at, config.isProtected(), register, chains));
        } finally {
            one.release();
        }
    }

    /** Verifies one chain. */
    @Transactional(Transactional.TxType.NOT_SUPPORTED)
    ChainReport verify(ChainName chain) {
        for (int attempt = 1; ; attempt++) {
            // Before the head is read, which may be older than what another thread sees now.
            SeenHeads.Seen before = seen.of(chain.chain());
            Optional<ChainHead> head = head(chain);
            if (head.isEmpty()) {
                return withoutHead(chain, before);
            }
            ChainReport report = verify(chain, head.get(), before);
            if (report.isWhole()) {
                seen.saw(head.get());
            }
            Optional<ChainHead> now = head(chain);
            boolean settled = now.filter(it -> it.hasPastOf(head.get())).isPresent();
            if (report.isWhole() || settled || attempt == ATTEMPTS) {
                return report;
            }
        }
    }

    private ChainReport verify(ChainName chain, ChainHead head, SeenHeads.Seen before) {
        ChainWalk walk = new ChainWalk(config.keys(), head);
        StoredEvents stored = new StoredEvents(entityManager);
        Optional<Broken> broken = walk.begin(stored.countBefore(chain));
        long last = 0;
        boolean more = broken.isEmpty();
        while (more) {
            List<AuditEvent> page = page(stored, chain, last);
            more = !page.isEmpty();
            for (AuditEvent event : page) {
                if (isWrittenSince(head, event)) {
                    more = false;
                    break;
                }
                broken = walk.step(event).or(() -> replaced(event.stored(), before));
                last = event.id();
                if (broken.isPresent()) {
                    return walk.report(chain, broken.get());
                }
            }
        }
        broken = broken.or(walk::end);
        if (broken.isEmpty() && before.isBehind(head)) {
            broken = Optional.of(new Broken(head.lastNumber() + 1, Misfit.SET_BACK));
        }
        return walk.report(chain, broken.<ChainOutcome>map(it -> it).orElse(new Whole()));
    }

    /** Another event at the place of one that this node has seen: the chain was set back, and went on elsewhere. */
    private static Optional<Broken> replaced(ChainedEvent event, SeenHeads.Seen before) {
        long number = event.number() == null ? 0 : event.number();
        return before.isOther(number, String.valueOf(event.mac()))
                ? Optional.of(new Broken(number, Misfit.SET_BACK))
                : Optional.empty();
    }

    /** Whether the event was appended after the head was read: the head of now knows it. */
    private boolean isWrittenSince(ChainHead head, AuditEvent event) {
        Long read = event.stored().number();
        long number = read == null ? 0 : read;
        return number > head.lastNumber()
                && head(ChainName.of(head.chain()))
                        .filter(now -> now.lastNumber() >= number && now.fits(config.keys()))
                        .isPresent();
    }

    private ChainReport withoutHead(ChainName chain, SeenHeads.Seen before) {
        StoredEvents stored = new StoredEvents(entityManager);
        long older = stored.countBefore(chain);
        boolean gone = before.number() > 0 || !page(stored, chain, 0).isEmpty();
        // Events from before the chains are counted when the gateway starts for the first time: none comes later.
        ChainOutcome outcome = gone
                ? new Broken(0, Misfit.HEAD_REMOVED)
                : older == 0 ? new Whole() : new Broken(0, Misfit.BEFORE_CHANGED);
        return new ChainReport(Optional.ofNullable(chain.tenantId()), outcome, 0, older, 0, 0, 0, 0, ChainHead.START);
    }

    private List<AuditEvent> page(StoredEvents stored, ChainName chain, long afterId) {
        // A persistence context that is not the transaction's would keep every event.
        entityManager.clear();
        return stored.inChain(chain, afterId, PAGE);
    }

    private Optional<ChainHead> head(ChainName chain) {
        entityManager.clear();
        return Optional.ofNullable(entityManager.find(ChainRow.class, chain.chain()))
                .map(ChainRow::head);
    }

    /** Those that have a row, those that have events only, and those that this node has seen, by their names. */
    Map<String, ChainName> chains() {
        Map<String, ChainName> chains = entityManager
                .createQuery("select c.chain from AuditChain c", String.class)
                .getResultStream()
                .map(ChainName::of)
                .collect(Collectors.toMap(ChainName::chain, it -> it, (one, same) -> one, TreeMap::new));
        entityManager
                .createQuery("select distinct e.tenantId from AuditEvent e", String.class)
                .getResultList()
                .forEach(tenantId -> {
                    ChainName chain = new ChainName(tenantId);
                    chains.put(chain.chain(), chain);
                });
        seen.chains().forEach(chain -> chains.putIfAbsent(chain, ChainName.of(chain)));
        return chains;
    }

    private long number(String ofChains) {
        return entityManager
                .createQuery("select " + ofChains + " from AuditChain c", Long.class)
                .getSingleResult();
    }

    private Optional<Misfit> register() {
        for (int attempt = 1; ; attempt++) {
            entityManager.clear();
            RegisterRow register = entityManager.find(RegisterRow.class, RegisterRow.ID);
            if (register != null
                    && register.fits(config.keys())
                    && register.chains() == number("count(c)")
                    // Else an old copy of the register would do for whoever has removed any one chain.
                    && register.chains() == number("coalesce(max(c.place), 0)")) {
                return Optional.empty();
            }
            if (attempt == ATTEMPTS) {
                return Optional.of(Misfit.CHAINS_CHANGED);
            }
        }
    }
}
