package org.s2sgateway.simulator.dataverse;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * The user that a request speaks for, let in.
 *
 * @param everything whether it is a System Administrator, whom no privilege is missing
 * @param privileges such as {@code prvReadAccount}
 * @param actor the user who acts for this one
 */
record Caller(
        UUID systemUserId,
        UUID businessUnitId,
        int roles,
        boolean everything,
        Set<String> privileges,
        Optional<UUID> actor) {

    Caller {
        privileges = Set.copyOf(privileges);
    }

    /** The other user, as far as both may: Microsoft, "Impersonate another user". */
    Caller as(Caller other) {
        Set<String> both = new HashSet<>(everything ? other.privileges : privileges);
        if (!everything && !other.everything) {
            both.retainAll(other.privileges);
        }
        return new Caller(
                other.systemUserId,
                other.businessUnitId,
                other.roles,
                everything && other.everything,
                both,
                Optional.of(systemUserId));
    }

    boolean has(String privilege) {
        return everything || privileges.contains(privilege);
    }

    /** Refuses with 403 where the user may not {@code Read}, {@code Write} ... rows of the type. */
    void require(String verb, EntityType type) {
        require("prv" + verb + type.privilegeName(), type.logicalName());
    }

    /** Refuses with 403 where the user may not let rows of one type refer to those of the other. */
    void requireLink(EntityType referencing, EntityType referenced) {
        require("Append", referencing);
        require("AppendTo", referenced);
    }

    /** Refuses with 403 where the privilege is missing. */
    void require(String privilege, String logicalName) {
        if (!has(privilege)) {
            throw new ODataRefusal(
                    403,
                    ODataRefusal.PRIVILEGE_DENIED,
                    "Principal user (Id=" + systemUserId + ", type=8, roleCount=" + roles + ", privilegeCount="
                            + privileges.size() + ", accessMode=4), is missing " + privilege
                            + " privilege for entity '" + logicalName + "'. context.Caller=" + systemUserId);
        }
    }
}
