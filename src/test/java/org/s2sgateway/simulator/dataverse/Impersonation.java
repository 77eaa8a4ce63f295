package org.s2sgateway.simulator.dataverse;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.s2sgateway.simulator.wire.Call;

/**
 * Acting for another user (Microsoft, "Impersonate another user using the Web API"): {@code CallerObjectId} is an object
 * id of Entra ID, {@code MSCRMCallerID} the key of a user. No source says what an unknown id is answered; here it is what
 * a stranger gets. Thread-safe.
 */
final class Impersonation {

    private static final String OBJECT_ID = "CallerObjectId";
    private static final String USER_ID = "MSCRMCallerID";

    private final Users users;

    Impersonation(Users users) {
        this.users = users;
    }

    /** The caller itself where the request names nobody. */
    Caller judge(Call call, Caller actor, boolean newest) {
        Optional<UUID> objectId = id(call, OBJECT_ID);
        Optional<UUID> userId = id(call, USER_ID);
        if (objectId.isEmpty() && userId.isEmpty()) {
            return actor;
        }
        if (!actor.has(ApplicationUser.ACT_ON_BEHALF)) {
            throw new ODataRefusal(
                    403,
                    ODataRefusal.CANNOT_ACT_ON_BEHALF,
                    "The user with id " + actor.systemUserId() + " is missing prvActOnBehalfOfAnotherUser.");
        }
        if (objectId.isPresent() && userId.isPresent()) {
            throw ODataRefusal.badRequest("A request names its caller with one header, not two.");
        }
        Row user = objectId.flatMap(id -> users.find(new Identity(true, id)))
                .or(() -> userId.flatMap(users::find))
                .orElseThrow(() -> new ODataRefusal(
                        403, ODataRefusal.NOT_A_MEMBER, "The user is not a member of the organization."));
        return users.impersonate(actor, user, newest);
    }

    private static Optional<UUID> id(Call call, String name) {
        List<String> values = call.headers(name);
        if (values.isEmpty()) {
            return Optional.empty();
        }
        Optional<UUID> id = values.size() > 1 ? Optional.empty() : Guids.parse(values.get(0));
        return Optional.of(id.orElseThrow(() -> ODataRefusal.badRequest("The header " + name + " is not a GUID.")));
    }
}
