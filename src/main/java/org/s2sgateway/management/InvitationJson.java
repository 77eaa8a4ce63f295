package org.s2sgateway.management;

import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import org.s2sgateway.onboarding.Invitation;
import org.s2sgateway.onboarding.Invitations;
import org.s2sgateway.settings.Secret;

/**
 * A link for a tenant's administrator. The link itself is absent where only its hash is known, its time is
 * over, or the caller may not use it;
 * {@code acceptedBy} is the object id of whom it vouches for, absent before somebody accepted it.
 */
@JsonbPropertyOrder({"id", "url", "expiresAt", "acceptedBy"})
@Schema(name = "Invitation")
public record InvitationJson(String id, @Nullable String url, String expiresAt, @Nullable String acceptedBy) {

    static InvitationJson of(Invitations.Issued issued) {
        return of(issued.invitation(), issued.url());
    }

    static InvitationJson of(Invitation invitation, @Nullable Secret url) {
        return new InvitationJson(
                invitation.id().toString(),
                url == null ? null : url.reveal(),
                invitation.expiresAt().toString(),
                invitation.acceptedBy().map(UUID::toString).orElse(null));
    }
}
