package org.s2sgateway.identity;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.s2sgateway.settings.Secret;

/** A browser that was sent to the identity provider and is to come back. Written once and removed, never changed. */
@Entity
@Table(name = "sign_in_requests")
public class SignInRequest {

    @Id
    @Column(name = "state_hash")
    private String stateHash;

    @Column(name = "browser_hash")
    private String browserHash;

    @Column(name = "tenant_id")
    private @Nullable String tenantId;

    private @Nullable String resource;

    @Column(name = "return_to")
    private String returnTo;

    @Column(name = "expires_at")
    private OffsetDateTime expiresAt;

    @SuppressWarnings("NullAway.Init") // JPA fills the fields
    protected SignInRequest() {}

    SignInRequest(Secret state, Browser browser, SignInWish wish, Instant expiresAt) {
        this.stateHash = Browser.hash(state);
        this.browserHash = browser.hash();
        this.tenantId = wish.tenantId().map(UUID::toString).orElse(null);
        this.resource = wish.resource().orElse(null);
        this.returnTo = wish.returnTo();
        this.expiresAt = expiresAt.truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
    }

    boolean isOf(Browser browser) {
        return browserHash.equals(browser.hash());
    }

    /** The tenant that was asked for; empty for any organisation. */
    Optional<UUID> tenantId() {
        return Optional.ofNullable(tenantId).map(UUID::fromString);
    }

    /** The environment that a delegated token was asked for. */
    Optional<String> resource() {
        return Optional.ofNullable(resource);
    }

    String returnTo() {
        return returnTo;
    }

    boolean isOver(Instant now) {
        return !now.isBefore(expiresAt.toInstant());
    }
}
