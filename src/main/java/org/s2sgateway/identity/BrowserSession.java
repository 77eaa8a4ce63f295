package org.s2sgateway.identity;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A person who is signed in, by the hash of the browser's cookie. */
@Entity
@Table(name = "browser_sessions")
public class BrowserSession {

    @Id
    @Column(name = "key_hash")
    private String keyHash;

    @Column(name = "tenant_id")
    private String tenantId;

    @Column(name = "object_id")
    private String objectId;

    @Column(name = "person_name")
    private String personName;

    @Column(name = "directory_roles")
    private String directoryRoles;

    @Column(name = "home_roles")
    private String homeRoles;

    @Column(name = "administered_host")
    private @Nullable String administeredHost;

    @Column(name = "signed_in_at")
    private OffsetDateTime signedInAt;

    @Column(name = "last_seen_at")
    private OffsetDateTime lastSeenAt;

    @SuppressWarnings("NullAway.Init") // JPA fills the fields
    protected BrowserSession() {}

    BrowserSession(Browser browser, SignedIn person) {
        this.keyHash = browser.hash();
        this.tenantId = person.tenantId().toString();
        this.objectId = person.objectId().toString();
        this.personName = person.name();
        this.directoryRoles =
                person.directoryRoles().stream().map(UUID::toString).sorted().collect(Collectors.joining(" "));
        this.homeRoles = person.homeRoles().stream().sorted().collect(Collectors.joining(" "));
        this.administeredHost = person.administeredHost().orElse(null);
        this.signedInAt = person.signedInAt().truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
        this.lastSeenAt = signedInAt;
    }

    SignedIn person() {
        return new SignedIn(
                UUID.fromString(tenantId),
                UUID.fromString(objectId),
                personName,
                Arrays.stream(directoryRoles.split(" "))
                        .filter(id -> !id.isEmpty())
                        .map(UUID::fromString)
                        .collect(Collectors.toUnmodifiableSet()),
                Arrays.stream(homeRoles.split(" "))
                        .filter(role -> !role.isEmpty())
                        .collect(Collectors.toUnmodifiableSet()),
                Optional.ofNullable(administeredHost),
                signedInAt.toInstant());
    }

    Instant signedInAt() {
        return signedInAt.toInstant();
    }

    Instant lastSeenAt() {
        return lastSeenAt.toInstant();
    }

    void administers(String host) {
        administeredHost = host;
    }
}
