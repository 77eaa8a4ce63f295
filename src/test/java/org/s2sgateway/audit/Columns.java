package org.s2sgateway.audit;

import java.time.Duration;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Every column of every row of a chain, and something else to stand in it. */
final class Columns {

    private Columns() {}

    /** Of an event, in the order of the table. */
    static List<UnaryOperator<ChainedEvent>> ofEvents(String other, long shift) {
        return List.of(
                e -> event(e, e.id() + shift, e.number(), e.previous(), e.keyId(), e.mac()),
                e -> new ChainedEvent(
                        e.id(),
                        e.at().plus(Duration.ofNanos(1000 * shift)),
                        e.tenantId(),
                        e.environment(),
                        e.action(),
                        e.actor(),
                        e.detail(),
                        e.number(),
                        e.personsHash(),
                        e.previous(),
                        e.keyId(),
                        e.mac()),
                text(
                        (e, it) -> new ChainedEvent(
                                e.id(),
                                e.at(),
                                it,
                                e.environment(),
                                e.action(),
                                e.actor(),
                                e.detail(),
                                e.number(),
                                e.personsHash(),
                                e.previous(),
                                e.keyId(),
                                e.mac()),
                        other),
                text(
                        (e, it) -> new ChainedEvent(
                                e.id(),
                                e.at(),
                                e.tenantId(),
                                it,
                                e.action(),
                                e.actor(),
                                e.detail(),
                                e.number(),
                                e.personsHash(),
                                e.previous(),
                                e.keyId(),
                                e.mac()),
                        other),
                text(
                        (e, it) -> new ChainedEvent(
                                e.id(),
                                e.at(),
                                e.tenantId(),
                                e.environment(),
                                it,
                                e.actor(),
                                e.detail(),
                                e.number(),
                                e.personsHash(),
                                e.previous(),
                                e.keyId(),
                                e.mac()),
                        other),
                text(
                        (e, it) -> new ChainedEvent(
                                e.id(),
                                e.at(),
                                e.tenantId(),
                                e.environment(),
                                e.action(),
                                it,
                                e.detail(),
                                e.number(),
                                e.personsHash(),
                                e.previous(),
                                e.keyId(),
                                e.mac()),
                        other),
                text(
                        (e, it) -> new ChainedEvent(
                                e.id(),
                                e.at(),
                                e.tenantId(),
                                e.environment(),
                                e.action(),
                                e.actor(),
                                it,
                                e.number(),
                                e.personsHash(),
                                e.previous(),
                                e.keyId(),
                                e.mac()),
                        other),
                e -> event(e, e.id(), number(e) + shift, e.previous(), e.keyId(), e.mac()),
                text(
                        (e, it) -> new ChainedEvent(
                                e.id(),
                                e.at(),
                                e.tenantId(),
                                e.environment(),
                                e.action(),
                                e.actor(),
                                e.detail(),
                                e.number(),
                                it,
                                e.previous(),
                                e.keyId(),
                                e.mac()),
                        other),
                text((e, it) -> event(e, e.id(), e.number(), it, e.keyId(), e.mac()), other),
                text((e, it) -> event(e, e.id(), e.number(), e.previous(), it, e.mac()), other),
                text((e, it) -> event(e, e.id(), e.number(), e.previous(), e.keyId(), it), other));
    }

    /** Of an event that may be absent: empties it. */
    static List<UnaryOperator<ChainedEvent>> emptied() {
        return List.of(
                e -> new ChainedEvent(
                        e.id(),
                        e.at(),
                        null,
                        e.environment(),
                        e.action(),
                        e.actor(),
                        e.detail(),
                        e.number(),
                        e.personsHash(),
                        e.previous(),
                        e.keyId(),
                        e.mac()),
                e -> new ChainedEvent(
                        e.id(),
                        e.at(),
                        e.tenantId(),
                        null,
                        e.action(),
                        e.actor(),
                        e.detail(),
                        e.number(),
                        e.personsHash(),
                        e.previous(),
                        e.keyId(),
                        e.mac()),
                e -> event(e, e.id(), null, e.previous(), e.keyId(), e.mac()),
                e -> new ChainedEvent(
                        e.id(),
                        e.at(),
                        e.tenantId(),
                        e.environment(),
                        e.action(),
                        e.actor(),
                        e.detail(),
                        e.number(),
                        null,
                        e.previous(),
                        e.keyId(),
                        e.mac()),
                e -> event(e, e.id(), e.number(), null, e.keyId(), e.mac()),
                e -> event(e, e.id(), e.number(), e.previous(), null, e.mac()),
                e -> event(e, e.id(), e.number(), e.previous(), e.keyId(), null));
    }

    /** Of what an event says of persons, the id of the event aside. */
    static List<UnaryOperator<Persons>> ofPersons(String other) {
        return List.of(
                p -> new Persons(other + p.salt(), p.actor(), p.named()),
                p -> new Persons(p.salt(), other + p.actor(), p.named()),
                p -> new Persons(p.salt(), p.actor(), other + p.named()),
                p -> new Persons(p.salt(), null, p.named()),
                p -> new Persons(p.salt(), p.actor(), null));
    }

    /** Of the chain's own row. */
    static List<UnaryOperator<ChainHead>> ofHeads(String other, long shift) {
        return List.of(
                h -> head(h, other + h.chain(), h.place(), h.removedNumber(), h.lastNumber()),
                h -> head(h, h.chain(), h.place() + shift, h.removedNumber(), h.lastNumber()),
                h -> head(h, h.chain(), h.place(), h.removedNumber() + shift, h.lastNumber()),
                h -> head(h, h.chain(), h.place(), h.removedNumber(), h.lastNumber() + shift),
                h -> head(h, other + h.removedMac(), h.lastMac(), h.beforeCount(), h.erasedTo(), h.keyId(), h.mac()),
                h -> head(h, h.removedMac(), other + h.lastMac(), h.beforeCount(), h.erasedTo(), h.keyId(), h.mac()),
                h -> head(h, h.removedMac(), h.lastMac(), h.beforeCount() + shift, h.erasedTo(), h.keyId(), h.mac()),
                h -> head(h, h.removedMac(), h.lastMac(), h.beforeCount(), h.erasedTo() + shift, h.keyId(), h.mac()),
                h -> head(h, h.removedMac(), h.lastMac(), h.beforeCount(), h.erasedTo(), other + h.keyId(), h.mac()),
                h -> head(h, h.removedMac(), h.lastMac(), h.beforeCount(), h.erasedTo(), h.keyId(), other + h.mac()));
    }

    private static UnaryOperator<ChainedEvent> text(
            BiFunction<ChainedEvent, String, ChainedEvent> column, String other) {
        // No column has a value like that: other is letters, and behind it stands a number.
        return event -> column.apply(event, other + event.content().length);
    }

    private static ChainedEvent event(
            ChainedEvent e,
            long id,
            @Nullable Long number,
            @Nullable String previous,
            @Nullable String keyId,
            @Nullable String mac) {
        return new ChainedEvent(
                id,
                e.at(),
                e.tenantId(),
                e.environment(),
                e.action(),
                e.actor(),
                e.detail(),
                number,
                e.personsHash(),
                previous,
                keyId,
                mac);
    }

    private static ChainHead head(ChainHead h, String chain, long place, long removedNumber, long lastNumber) {
        return new ChainHead(
                chain,
                place,
                removedNumber,
                h.removedMac(),
                lastNumber,
                h.lastMac(),
                h.beforeCount(),
                h.erasedTo(),
                h.keyId(),
                h.mac());
    }

    private static ChainHead head(
            ChainHead h, String removedMac, String lastMac, long beforeCount, long erasedTo, String keyId, String mac) {
        return new ChainHead(
                h.chain(),
                h.place(),
                h.removedNumber(),
                removedMac,
                h.lastNumber(),
                lastMac,
                beforeCount,
                erasedTo,
                keyId,
                mac);
    }

    private static long number(ChainedEvent event) {
        return event.number() == null ? 0 : event.number();
    }
}
