package org.s2sgateway.simulator.dataverse;

import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * The user of an application in one environment, as it is at one moment.
 *
 * @param applicationId the client id it stands for
 * @param softDeleted whether it was deleted once and its row is kept
 * @param roles the names of its security roles, sorted
 */
public record ApplicationUser(
        UUID systemUserId, UUID applicationId, boolean disabled, boolean softDeleted, List<String> roles) {

    /** What an administrator of the simulated tables may do with accounts and contacts. */
    public static final Set<String> EVERYTHING = Set.of(
            "prvReadAccount",
            "prvCreateAccount",
            "prvWriteAccount",
            "prvDeleteAccount",
            "prvAppendAccount",
            "prvAppendToAccount",
            "prvReadContact",
            "prvCreateContact",
            "prvWriteContact",
            "prvDeleteContact",
            "prvAppendContact",
            "prvAppendToContact");

    /** Lets an application act for another user. */
    public static final String ACT_ON_BEHALF = "prvActOnBehalfOfAnotherUser";

    public ApplicationUser {
        roles = List.copyOf(roles);
    }
}
