package org.s2sgateway.simulator.identity;

import java.util.Arrays;
import java.util.Set;
import java.util.UUID;

/** A role of Entra ID by its template id, which is the same in every tenant and is what the claim {@code wids} holds. */
public enum DirectoryRole {
    GLOBAL_ADMINISTRATOR("62e90394-69f5-4237-9190-012177145e10", true),
    PRIVILEGED_ROLE_ADMINISTRATOR("e8611ab8-c189-46e8-94e1-60213ab1f814", true),
    APPLICATION_ADMINISTRATOR("9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3", true),
    CLOUD_APPLICATION_ADMINISTRATOR("158c047a-c907-4556-b7ef-446551a6b5f7", true),
    /** Every member has it, and every member's {@code wids} says so: a claim that is there proves nothing. */
    USER("b79fbf4d-3ef9-4689-8143-76b194e85509", false),
    GUEST_USER("10dae51f-b6af-4016-8d66-8c2a99b929b3", false);

    private final UUID templateId;
    private final boolean consents;

    DirectoryRole(String templateId, boolean consents) {
        this.templateId = UUID.fromString(templateId);
        this.consents = consents;
    }

    public UUID templateId() {
        return templateId;
    }

    /** Whether one of the roles may consent for the tenant ("Grant tenant-wide admin consent to an application"). */
    static boolean canConsent(Set<UUID> templateIds) {
        return Arrays.stream(values()).anyMatch(role -> role.consents && templateIds.contains(role.templateId));
    }
}
