package org.s2sgateway.tenant;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A Dataverse environment of a tenant, with what the readiness ladder found last. Transitions throw
 * {@link WrongState} where they do not start.
 */
@Entity
@Table(name = "environments")
public class Environment {

    private static final int REASON_LENGTH = 1000;

    @Id
    private String host;

    @Column(name = "tenant_id")
    private String tenantId;

    @Enumerated(EnumType.STRING)
    private EnvironmentStatus status;

    private @Nullable String reason;

    // As text: steps are read and written as a whole, never queried.
    private String steps;

    @Version
    private long version;

    @SuppressWarnings("NullAway.Init") // JPA fills the fields
    protected Environment() {}

    /** An environment that nobody has looked at yet. */
    Environment(EnvironmentHost host, UUID tenantId) {
        this.host = host.value();
        this.tenantId = tenantId.toString();
        this.status = EnvironmentStatus.PENDING;
        this.steps = ReadinessStep.toJson(List.of());
    }

    public EnvironmentHost host() {
        return new EnvironmentHost(host);
    }

    public UUID tenantId() {
        return UUID.fromString(tenantId);
    }

    public EnvironmentStatus status() {
        return status;
    }

    /** Why it is not connected, as the ladder said last. */
    public Optional<String> reason() {
        return Optional.ofNullable(reason);
    }

    /** What the ladder found last; empty before the first check. */
    public List<ReadinessStep> steps() {
        return ReadinessStep.fromJson(steps);
    }

    /**
     * Keeps what the ladder found. Success connects; failure degrades what was connected and leaves the rest pending.
     * A disabled environment stays disabled: looking at it does not open it.
     */
    void checked(List<ReadinessStep> found, boolean connected, @Nullable String why) {
        steps = ReadinessStep.toJson(found);
        if (status == EnvironmentStatus.DISABLED) {
            return;
        }
        reason = connected || why == null ? null : why.substring(0, Math.min(why.length(), REASON_LENGTH));
        if (connected) {
            status = EnvironmentStatus.CONNECTED;
        } else if (status == EnvironmentStatus.CONNECTED) {
            status = EnvironmentStatus.DEGRADED;
        }
    }

    /** Nothing is forwarded to it until it is activated. */
    void disable() {
        if (status == EnvironmentStatus.DISABLED) {
            throw new WrongState("The environment is disabled already");
        }
        status = EnvironmentStatus.DISABLED;
        reason = null;
    }

    /** Opens a disabled environment; whether it is connected, the next check tells. */
    void activate() {
        if (status != EnvironmentStatus.DISABLED) {
            throw new WrongState("The environment is not disabled");
        }
        status = EnvironmentStatus.PENDING;
    }
}
