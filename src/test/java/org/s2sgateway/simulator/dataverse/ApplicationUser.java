package org.s2sgateway.simulator.dataverse;

import java.util.Set;
import java.util.UUID;

/**
 * The user of an application in one environment; without privileges it has no role either.
 *
 * @param applicationId the client id it stands for
 * @param privileges such as {@code prvReadAccount}
 */
public record ApplicationUser(UUID systemUserId, UUID applicationId, boolean disabled, Set<String> privileges) {

    /** What an administrator of the simulated tables may do. */
    public static final Set<String> EVERYTHING = Set.of(
            "prvReadAccount",
            "prvCreateAccount",
            "prvWriteAccount",
            "prvDeleteAccount",
            "prvReadContact",
            "prvCreateContact",
            "prvWriteContact",
            "prvDeleteContact");

    /** Lets an application act for another user. */
    public static final String ACT_ON_BEHALF = "prvActOnBehalfOfAnotherUser";

    public ApplicationUser {
        privileges = Set.copyOf(privileges);
    }

    boolean has(String privilege) {
        return privileges.contains(privilege);
    }
}
