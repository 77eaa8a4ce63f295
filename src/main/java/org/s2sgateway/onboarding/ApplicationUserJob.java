package org.s2sgateway.onboarding;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.s2sgateway.applicationuser.Phase;

/**
 * How far the making of an application user has come in an environment, so that every node can tell. The administrator's
 * token is not here: when the node dies the job dies, is seen to be {@link #isInterrupted}, and is begun again by hand.
 */
@Entity
@Table(name = "application_user_jobs")
public class ApplicationUserJob {

    /** No step takes longer than the ladder with every call at its time limit; a job that is silent for longer has lost its node. */
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(75);

    /** The upload of a solution does. */
    private static final Duration LONGEST_UPLOAD = Duration.ofSeconds(150);

    private static final int LONGEST_NAME = 200;
    private static final int LONGEST_ROLES = 1_000;

    @Id
    private String host;

    @Column(name = "tenant_id")
    private String tenantId;

    @Column(name = "run_id")
    private @Nullable String runId;

    private String phase;

    private @Nullable String outcome;

    @Column(name = "full_name")
    private @Nullable String fullName;

    @Column(name = "role_names")
    private @Nullable String roleNames;

    @Column(name = "started_by")
    private @Nullable String startedBy;

    @Column(name = "updated_at")
    private OffsetDateTime updatedAt;

    @Version
    private long version;

    @SuppressWarnings("NullAway.Init") // JPA fills the fields
    protected ApplicationUserJob() {}

    ApplicationUserJob(String host, UUID tenantId, UUID run, String phase, String actor, Instant at) {
        this.host = host;
        this.tenantId = tenantId.toString();
        this.runId = run.toString();
        this.phase = phase;
        this.startedBy = actor;
        this.updatedAt = inDatabase(at);
    }

    /** Begins again; what still worked on the run before it is not heard any more. */
    void begin(UUID tenant, UUID run, String first, String actor, Instant at) {
        startedBy = actor;
        tenantId = tenant.toString();
        runId = run.toString();
        outcome = null;
        reach(first, at);
    }

    /** Whether it was this person, or program, that started it. */
    boolean isStartedBy(String actor) {
        return actor.equals(startedBy);
    }

    /** Whether that run is the one that goes on, and not one that was taken for dead meanwhile. */
    boolean isRun(UUID run) {
        return outcome == null && run.toString().equals(runId);
    }

    /** Has come so far, and lives. */
    void reach(String next, Instant at) {
        phase = next;
        updatedAt = inDatabase(at);
    }

    /** Is over: with the code of what went wrong, or an empty one. */
    void end(String code, Instant at) {
        outcome = code;
        reach(phase, at);
    }

    /** Keeps what was made, for whom the application user may not read it itself. */
    void made(String name, String roles) {
        fullName = shortened(name, LONGEST_NAME);
        roleNames = shortened(roles, LONGEST_ROLES);
    }

    /** The name of the application user that was made. */
    Optional<String> fullName() {
        return Optional.ofNullable(fullName);
    }

    /** The names of the security roles that it had then, separated by commas. */
    Optional<String> roleNames() {
        return Optional.ofNullable(roleNames);
    }

    UUID tenantId() {
        return UUID.fromString(tenantId);
    }

    String phase() {
        return phase;
    }

    /** The code that it ended with, empty for success; absent while it runs. */
    Optional<String> outcome() {
        return Optional.ofNullable(outcome);
    }

    boolean isRunning(Instant at) {
        return outcome == null && !isInterrupted(at);
    }

    boolean isInterrupted(Instant at) {
        Duration silence = phase.equals(Phase.SOLUTION.word()) ? LONGEST_UPLOAD : LONGEST_SILENCE;
        return outcome == null && at.isAfter(updatedAt.toInstant().plus(silence));
    }

    /** Whether it ended, one way or the other, not longer ago than that. */
    boolean endedWithin(Duration time, Instant at) {
        return outcome != null && at.isBefore(updatedAt.toInstant().plus(time));
    }

    private static String shortened(String text, int longest) {
        return text.substring(0, Math.min(text.length(), longest));
    }

    private static OffsetDateTime inDatabase(Instant at) {
        return at.truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
    }
}
