package org.s2sgateway.audit;

import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * What is to be remembered of one change: what was done ({@code tenant.suspended}), by whom (a consumer's id, a person, or
 * {@link #SYSTEM}), to which tenant and environment, and in which way. Never holds a secret or a body.
 *
 * <p>What tells of persons is kept apart, so that it can be erased: an actor that begins with {@code person }, and whoever
 * the detail names. Names and addresses of people are in no other member.
 *
 * @param detail with {@link #PERSON} where {@code named} is to be read
 * @param named the person whom the detail names, if it does
 */
public record AuditEntry(
        String action,
        String actor,
        Optional<UUID> tenantId,
        Optional<String> environment,
        String detail,
        Optional<String> named) {

    /** The actor of what the gateway does by itself. */
    public static final String SYSTEM = "system";

    /** Holds a person's place. */
    public static final String PERSON = "{person}";

    private static final String PERSONS = "person ";

    public AuditEntry {
        Objects.requireNonNull(tenantId);
        Objects.requireNonNull(environment);
        Objects.requireNonNull(detail);
        if (action.isBlank() || actor.isBlank()) {
            throw new IllegalArgumentException("An audit entry says what was done and by whom");
        }
        if (named.isPresent() && !detail.contains(PERSON)) {
            throw new IllegalArgumentException("A detail that names a person has a place for it");
        }
    }

    /** One of which the detail names nobody. */
    public AuditEntry(
            String action, String actor, Optional<UUID> tenantId, Optional<String> environment, String detail) {
        this(action, actor, tenantId, environment, detail, Optional.empty());
    }

    /** The actor where that is a person; one that looks like the place of a person is kept apart, too. */
    Optional<String> personalActor() {
        return Optional.of(actor).filter(it -> it.startsWith(PERSONS) || it.equals(PERSON));
    }
}
