package org.s2sgateway.audit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** A chain in memory, as the gateway has written it, for a test to tamper with. */
final class TestChain {

    static final UUID TENANT = UUID.fromString("fab00000-0000-4000-8000-000000000002");

    final List<ChainedEvent> events = new ArrayList<>();
    final Map<Long, Persons> persons = new HashMap<>();
    ChainHead head;
    long before = 2;

    private final UUID tenant;
    private long nextId;

    private TestChain(UUID tenant, long firstId) {
        this.tenant = tenant;
        nextId = firstId;
        head = ChainHead.begun(tenant.toString(), 1, before).sealed(TestAuditEvents.KEY);
    }

    /** Of events 1 to that number, with ids from 101 on; every second one is told of a person, who names another. */
    static TestChain of(int events) {
        TestChain chain = new TestChain(TENANT, 101);
        for (int i = 0; i < events; i++) {
            chain.append(TestAuditEvents.KEY);
        }
        return chain;
    }

    /** Without events. */
    static TestChain empty(UUID tenant, long firstId) {
        return new TestChain(tenant, firstId);
    }

    TestChain append(AuditKey key) {
        boolean personal = head.lastNumber() % 2 == 1;
        AuditEntry entry = personal
                ? new AuditEntry(
                        "tenant.suspended",
                        "person 5f0d3a9c-1111-4222-8333-444455556666",
                        Optional.of(tenant),
                        Optional.empty(),
                        "for {person}: why",
                        Optional.of("ada@contoso.example"))
                : new AuditEntry(
                        "environment.added",
                        "orders-service",
                        Optional.of(tenant),
                        Optional.of("a.example"),
                        "pending");
        Recorded recorded = new Recorded(entry, Instant.parse("2026-11-21T10:00:00.123456Z"), false);
        Optional<Persons> told = recorded.persons();
        ChainedEvent event = recorded.event(nextId, head.lastNumber() + 1, head.lastMac(), told, key);
        told.ifPresent(it -> persons.put(nextId, it));
        nextId++;
        events.add(event);
        head = head.extended(String.valueOf(event.mac())).sealed(key);
        return this;
    }

    /** Changes the event with that number; the first one is 1. */
    void change(int number, UnaryOperator<ChainedEvent> change) {
        events.set(number - 1, change.apply(events.get(number - 1)));
    }

    /** The number and the word of what does not fit, or {@code whole}. */
    String verified() {
        return verified(AuditKeys.of(TestAuditEvents.KEY, List.of(TestAuditEvents.OTHER_KEY)));
    }

    String verified(AuditKeys keys) {
        return report(keys)
                .outcome()
                .fold(
                        () -> "whole",
                        broken -> broken.number() + " " + broken.how().word());
    }

    ChainReport report(AuditKeys keys) {
        ChainWalk walk = new ChainWalk(keys, head);
        Optional<ChainOutcome.Broken> broken = walk.begin(before);
        // The database gives them in the order of their ids.
        List<ChainedEvent> read =
                events.stream().sorted(Comparator.comparing(ChainedEvent::id)).toList();
        for (ChainedEvent event : read) {
            if (broken.isEmpty()) {
                broken = walk.step(new AuditEvent(event, Optional.ofNullable(persons.get(event.id()))));
            }
        }
        if (broken.isEmpty()) {
            broken = walk.end();
        }
        return walk.report(
                ChainName.of(head.chain()), broken.<ChainOutcome>map(it -> it).orElse(new ChainOutcome.Whole()));
    }
}
