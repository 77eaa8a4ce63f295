package org.s2sgateway.simulator.dataverse;

import java.util.Set;
import java.util.UUID;

/**
 * The user that a request speaks for, let in.
 *
 * @param everything whether it is a System Administrator, whom no privilege is missing
 * @param privileges such as {@code prvReadAccount}
 */
record Caller(UUID systemUserId, UUID businessUnitId, int roles, boolean everything, Set<String> privileges) {

    boolean has(String privilege) {
        return everything || privileges.contains(privilege);
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
