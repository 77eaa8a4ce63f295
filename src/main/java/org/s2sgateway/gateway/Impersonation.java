package org.s2sgateway.gateway;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.s2sgateway.dataverse.HeaderPolicy;
import org.s2sgateway.identity.Roles;
import org.s2sgateway.problem.ProblemType;
import org.s2sgateway.problem.Refusal;
import org.s2sgateway.settings.Guid;

/**
 * Whether a call, or a request in a batch, may act as another user, and as whom. A header that asks for it is never dropped in silence: the
 * consumer would go on with more rights than it asked for.
 *
 * <p>Source: "Impersonate another user using the Web API" (Microsoft Dataverse).
 */
final class Impersonation {

    /** Names the user by the object id in the environment's tenant. */
    static final String BY_OBJECT_ID = "CallerObjectId";

    /** The names that Dataverse knows, as it writes them, by what they are in any case. */
    private static final Map<String, String> WRITTEN =
            Map.of("callerobjectid", BY_OBJECT_ID, "mscrmcallerid", "MSCRMCallerID");

    private Impersonation() {}

    /** The header that goes to Dataverse, or none; refuses what is not permitted (403) or not clear (400). */
    static Map<String, List<String>> judge(Map<String, List<String>> headers, Predicate<String> callerHas) {
        Map<String, List<String>> asked = headers.entrySet().stream()
                .filter(header -> HeaderPolicy.impersonates(header.getKey()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        if (asked.isEmpty()) {
            return asked;
        }
        if (!callerHas.test(Roles.DATAVERSE_IMPERSONATE)) {
            throw new Refusal(
                            ProblemType.IMPERSONATION_NOT_PERMITTED,
                            "Acting as another user needs the app role " + Roles.DATAVERSE_IMPERSONATE
                                    + ", which the token does not carry.")
                    .lacking("the role " + Roles.DATAVERSE_IMPERSONATE);
        }
        if (asked.size() > 1 || asked.values().stream().anyMatch(values -> values.size() > 1)) {
            throw new Refusal(
                    ProblemType.BAD_REQUEST,
                    "More than one header asks to act as another user; send CallerObjectId once.");
        }
        asked.forEach((name, values) -> check(name, values.get(0)));
        return asked;
    }

    /** As whom a request acts, for the audit: the judged header and its GUID; nobody where it only reads. */
    static Set<String> users(String method, Map<String, List<String>> judged) {
        return method.equals("GET") || method.equals("HEAD")
                ? Set.of()
                : judged.entrySet().stream()
                        .map(header -> WRITTEN.get(header.getKey().toLowerCase(Locale.ROOT)) + " "
                                + header.getValue().get(0).toLowerCase(Locale.ROOT))
                        .collect(Collectors.toSet());
    }

    private static void check(String name, String value) {
        if (!WRITTEN.containsKey(name.toLowerCase(Locale.ROOT))) {
            throw new Refusal(ProblemType.BAD_REQUEST, "Write the header as CallerObjectId or MSCRMCallerID.");
        }
        if (Guid.parse(value).isEmpty()) {
            throw new Refusal(ProblemType.BAD_REQUEST, "The value of " + name + " has to be a GUID.");
        }
    }
}
