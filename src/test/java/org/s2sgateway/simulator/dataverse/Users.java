package org.s2sgateway.simulator.dataverse;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * The users of an environment, their security roles, and who of them may in. What was changed over the Web API counts
 * for a caller only after the cache lag, unless it asks for the newest state with {@code Consistency: Strong}.
 * Thread-safe.
 */
final class Users implements Transactions.Restorable {

    /** What is known of a user at one moment. */
    private record Standing(UUID systemUserId, UUID businessUnitId, boolean disabled, Set<UUID> roles) {}

    /** What callers are judged by until then. */
    private record Cached(Optional<Standing> standing, Instant until) {}

    private final Table table;
    private final Roles roles;
    private final Clock clock;
    private final Map<UUID, Set<UUID>> assigned = new HashMap<>();
    private final Map<Identity, Cached> cache = new HashMap<>();
    private Duration lag = Duration.ZERO;

    Users(Table table, Roles roles, Clock clock) {
        this.table = table;
        this.roles = roles;
        this.clock = clock;
    }

    synchronized void clear() {
        table.clear();
        assigned.clear();
        cache.clear();
        lag = Duration.ZERO;
    }

    @Override
    public synchronized Runnable copy() {
        Map<UUID, Set<UUID>> before = new HashMap<>();
        assigned.forEach((user, ids) -> before.put(user, new LinkedHashSet<>(ids)));
        return () -> restore(before);
    }

    private synchronized void restore(Map<UUID, Set<UUID>> before) {
        assigned.clear();
        assigned.putAll(before);
    }

    synchronized void lag(Duration duration) {
        lag = duration;
    }

    /** Puts a user there as it is given, or replaces it, at once. */
    synchronized void put(UUID id, Map<String, Object> values, Set<UUID> roleIds) {
        table.seed(id, values);
        assigned.put(id, new LinkedHashSet<>(roleIds));
        cache.clear();
    }

    synchronized void remove(UUID id) {
        table.delete(id, current -> {});
        assigned.remove(id);
        cache.clear();
    }

    /** The row of the identity, soft-deleted or not. */
    Optional<Row> find(Identity identity) {
        String column = identity.person() ? "azureactivedirectoryobjectid" : "applicationid";
        // The service principal of an application has an object id, too; it is nobody's.
        return table.find(row -> row.value(column).filter(identity.id()::equals).isPresent()
                && row.value("applicationid").isPresent() != identity.person());
    }

    Optional<Row> find(UUID id) {
        return table.find(id);
    }

    synchronized List<Row> roles(UUID user) {
        return roles.rows(assigned.getOrDefault(user, Set.of()));
    }

    /** The caller as which the identity is let in; throws {@link ODataRefusal}. */
    synchronized Caller admit(Identity identity, boolean newest) {
        Standing standing = seen(identity, newest)
                .orElseThrow(() -> new ODataRefusal(
                        403, ODataRefusal.NOT_A_MEMBER, "The user is not a member of the organization."));
        if (standing.disabled()) {
            throw new ODataRefusal(
                    403,
                    ODataRefusal.USER_DISABLED,
                    "The specified user(Id = " + standing.systemUserId()
                            + ") is disabled. Consider enabling this user. Additional Details: {1}");
        }
        if (standing.roles().isEmpty()) {
            throw new ODataRefusal(
                    403,
                    ODataRefusal.NO_ROLES,
                    "The user (Id = " + standing.systemUserId() + ") has not been assigned any roles.");
        }
        return new Caller(
                standing.systemUserId(),
                standing.businessUnitId(),
                standing.roles().size(),
                roles.administrate(standing.roles()),
                roles.privileges(standing.roles()),
                Optional.empty());
    }

    /** The caller as which another one acts; throws {@link ODataRefusal}. */
    synchronized Caller impersonate(Caller actor, Row user, boolean newest) {
        Caller other = admit(identity(user).orElseThrow(), newest);
        return other.systemUserId().equals(actor.systemUserId()) ? actor : actor.as(other);
    }

    /** Changes a user over the Web API; an empty value empties its column. */
    synchronized void change(UUID id, Identity identity, Map<String, Optional<Object>> values) {
        remember(identity);
        table.write(id, values, current -> {});
    }

    synchronized void delete(Row user) {
        identity(user).ifPresent(this::remember);
        table.delete(user.id(), current -> {});
        assigned.remove(user.id());
    }

    synchronized void assign(Row user, UUID role) {
        identity(user).ifPresent(this::remember);
        if (!assigned.computeIfAbsent(user.id(), id -> new LinkedHashSet<>()).add(role)) {
            throw new ODataRefusal(412, ODataRefusal.DUPLICATE, "Cannot insert duplicate key.");
        }
    }

    synchronized void unassign(Row user, UUID role) {
        identity(user).ifPresent(this::remember);
        if (!assigned.getOrDefault(user.id(), new LinkedHashSet<>()).remove(role)) {
            throw ODataRefusal.badRequest("The role " + role + " is not one of the user's.");
        }
    }

    static boolean isSoftDeleted(Row user) {
        return user.value("deletedstate").filter(state -> !state.equals(0)).isPresent();
    }

    static boolean isDisabled(Row user) {
        return user.value("isdisabled").filter(Boolean.TRUE::equals).isPresent();
    }

    private static Optional<Identity> identity(Row user) {
        return user.value("applicationid")
                .map(id -> new Identity(false, (UUID) id))
                .or(() -> user.value("azureactivedirectoryobjectid").map(id -> new Identity(true, (UUID) id)));
    }

    private void remember(Identity identity) {
        cache.put(identity, new Cached(seen(identity, false), clock.instant().plus(lag)));
    }

    private Optional<Standing> seen(Identity identity, boolean newest) {
        Cached cached = cache.get(identity);
        return !newest && cached != null && clock.instant().isBefore(cached.until())
                ? cached.standing()
                : standing(identity);
    }

    private Optional<Standing> standing(Identity identity) {
        return find(identity)
                .filter(user -> !isSoftDeleted(user))
                .map(user -> new Standing(
                        user.id(),
                        (UUID) user.value("_businessunitid_value").orElseThrow(),
                        isDisabled(user),
                        Set.copyOf(assigned.getOrDefault(user.id(), Set.of()))));
    }
}
