package org.s2sgateway.audit;

import static org.s2sgateway.audit.TestAuditEvents.CONFIG;

import jakarta.persistence.EntityManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.s2sgateway.settings.Settings;
import org.s2sgateway.testing.DatabaseContract;

/** Chains in the database, with the JPA provider of either server on either database. */
abstract class StoredChains extends DatabaseContract {

    static final UUID CONTOSO = UUID.fromString("c0a00000-0000-4000-8000-000000000001");
    static final UUID FABRIKAM = UUID.fromString("fab00000-0000-4000-8000-000000000002");
    static final String PERSON = "person 5f0d3a9c-1111-4222-8333-444455556666";

    final SeenHeads seen = new SeenHeads();

    StoredChains(Pair pair) {
        super(pair);
    }

    @BeforeEach
    void beginAnew() {
        empty("AuditEvent", "AuditPersons", "AuditChain");
        sql("update audit_register set chains = 0, key_id = '', mac = ''");
        takeUp(CONFIG);
    }

    /** Three events of one tenant; the second one tells of persons. */
    void recordSome() {
        record(entry(FABRIKAM, "one"));
        record(new AuditEntry(
                "tenant.suspended",
                PERSON,
                Optional.of(FABRIKAM),
                Optional.of("a.example"),
                "as {person} for a reason",
                Optional.of("ada@contoso.example")));
        record(entry(FABRIKAM, "three"));
    }

    static AuditEntry entry(@Nullable UUID tenant, String detail) {
        return new AuditEntry(
                "tenant.suspended", "orders-service", Optional.ofNullable(tenant), Optional.empty(), detail);
    }

    static AuditEntry entry(UUID tenant, String actor, String detail) {
        return new AuditEntry("tenant.suspended", actor, Optional.of(tenant), Optional.empty(), detail);
    }

    void record(AuditEntry... entries) {
        record(CONFIG, entries);
    }

    void record(AuditConfig config, AuditEntry... entries) {
        change(config, events -> {
            for (AuditEntry entry : entries) {
                events.record(entry);
            }
        });
    }

    void change(Consumer<AuditEvents> work) {
        change(CONFIG, work);
    }

    void change(AuditConfig config, Consumer<AuditEvents> work) {
        inPlainTransaction(entityManager -> TestAuditEvents.endingWith(entityManager, config, seen, () -> {
            work.accept(TestAuditEvents.with(entityManager));
            return true;
        }));
    }

    void sql(String statement) {
        inPlainTransaction(
                entityManager -> entityManager.createNativeQuery(statement).executeUpdate());
    }

    AuditReport report() {
        return inPlainTransaction(
                entityManager -> verifier(entityManager, CONFIG).verify().orElseThrow());
    }

    String verified() {
        return inPlainTransaction(entityManager -> words(verifier(entityManager, CONFIG)));
    }

    /** What would be found if those statements were committed. */
    String verifiedAfter(String... statements) {
        return inPlainTransaction(entityManager -> {
            for (String statement : statements) {
                entityManager.createNativeQuery(statement).executeUpdate();
            }
            String found = words(verifier(entityManager, CONFIG));
            entityManager.getTransaction().rollback();
            entityManager.getTransaction().begin();
            return found;
        });
    }

    static String words(AuditVerifier verifier) {
        AuditReport report = verifier.verify().orElseThrow();
        List<String> words = new ArrayList<>();
        report.register().map(Misfit::word).ifPresent(words::add);
        for (ChainReport chain : report.chains()) {
            chain.outcome()
                    .<Optional<String>>fold(
                            Optional::empty,
                            broken -> Optional.of(
                                    broken.number() + " " + broken.how().word()))
                    .ifPresent(words::add);
        }
        return words.isEmpty() ? "whole" : String.join(", ", words);
    }

    /** What a start does to the audit, and the key of the configuration that keeps it from doing so. */
    String takeUp(AuditConfig config) {
        return inPlainTransaction(entityManager -> {
            AuditStart start = new AuditStart();
            start.entityManager = entityManager;
            start.config = config;
            start.seen = seen;
            start.end = TestAuditEvents.end(entityManager, config, seen);
            return start.takeUp().map(Settings.Fault::key).orElse("none");
        });
    }

    String with(AuditConfig config, Function<AuditVerifier, String> question) {
        return inPlainTransaction(entityManager -> question.apply(verifier(entityManager, config)));
    }

    AuditVerifier verifier(EntityManager entityManager, AuditConfig config) {
        AuditVerifier verifier = new AuditVerifier();
        verifier.entityManager = entityManager;
        verifier.config = config;
        verifier.seen = seen;
        return verifier;
    }

    void withHead(Function<ChainHead, ChainHead> change) {
        inPlainTransaction(entityManager -> {
            ChainRow row = entityManager.find(ChainRow.class, FABRIKAM.toString());
            row.change(change.apply(row.head()));
            return true;
        });
    }

    List<String> exported() {
        return inPlainTransaction(entityManager -> {
            List<String> lines = new ArrayList<>();
            try {
                TestAuditEvents.with(entityManager).export(0, Optional.empty(), lines::add);
            } catch (IOException impossible) {
                throw new UncheckedIOException(impossible);
            }
            return lines;
        });
    }
}
