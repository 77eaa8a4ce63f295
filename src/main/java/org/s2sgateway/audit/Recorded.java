package org.s2sgateway.audit;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;

/**
 * An entry on its way into its chain.
 *
 * @param erasing whether its writing erases the persons of all events before it
 */
record Recorded(AuditEntry entry, Instant at, boolean erasing) {

    private static final int DETAIL_LENGTH = 2000;
    private static final int ACTION_LENGTH = 100;
    private static final int SHORT_LENGTH = 200;

    static Recorded of(AuditEntry entry) {
        return new Recorded(entry, Instant.now(), false);
    }

    static Recorded erasing(AuditEntry entry) {
        return new Recorded(entry, Instant.now(), true);
    }

    String chain() {
        return ChainHead.chainOf(entry.tenantId());
    }

    /** The persons that it tells of, with a salt of their own; empty where there are none. */
    Optional<Persons> persons() {
        Optional<String> actor = entry.personalActor().map(it -> storable(it, SHORT_LENGTH));
        Optional<String> named = entry.named().map(it -> storable(it, SHORT_LENGTH));
        return actor.isPresent() || named.isPresent()
                ? Optional.of(Persons.salted(actor.orElse(null), named.orElse(null)))
                : Optional.empty();
    }

    /** The event at its place. */
    ChainedEvent event(long id, long number, String previous, Optional<Persons> persons, AuditKey key) {
        return new ChainedEvent(
                        id,
                        at.truncatedTo(ChronoUnit.MICROS),
                        entry.tenantId().map(UUID::toString).orElse(null),
                        entry.environment().map(it -> storable(it, it.length())).orElse(null),
                        storable(entry.action(), ACTION_LENGTH),
                        entry.personalActor().isPresent() ? AuditEntry.PERSON : storable(entry.actor(), SHORT_LENGTH),
                        storable(entry.detail(), DETAIL_LENGTH),
                        number,
                        persons.map(Persons::hash).orElse(null),
                        previous,
                        null,
                        null)
                .sealed(key);
    }

    /** What comes back from every database as it was: no NUL, no half of a surrogate pair, and not too long. */
    private static String storable(String text, int length) {
        String cut = text.length() <= length ? text : text.substring(0, length);
        return new String(cut.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8).replace('\0', '?');
    }
}
