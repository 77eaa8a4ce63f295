package org.s2sgateway.applicationuser;

import jakarta.json.JsonObject;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.s2sgateway.dataverse.WebApi;
import org.s2sgateway.diagnosis.Diagnosis;
import org.s2sgateway.diagnosis.Dictionary;
import org.s2sgateway.settings.Secret;
import org.s2sgateway.tenant.EnvironmentHost;

/**
 * Asks an environment, with a person's delegated token, whether that person is a System Administrator there. The role
 * counts by its template, not by its name, and only where the person has it directly: one that comes through a team is
 * not looked for.
 *
 * <p>Thread-safe. Takes three or four reads, ten seconds each at most, and repeats none. The caller has made sure that
 * the host is allowed.
 */
public final class AdministratorProof {

    /** What the environment says. */
    public sealed interface Outcome {

        /**
         * The person is a System Administrator.
         *
         * @param fullName the person's, as Dataverse shows it
         */
        record Shown(String fullName) implements Outcome {}

        /** The person is not, or is not the one who was expected. */
        record NotShown(Diagnosis diagnosis) implements Outcome {}

        /** The environment did not say. */
        record Unavailable(Diagnosis diagnosis) implements Outcome {}

        /** One function per case. */
        default <T> T fold(
                Function<Shown, T> shown, Function<NotShown, T> notShown, Function<Unavailable, T> unavailable) {
            if (this instanceof Shown it) {
                return shown.apply(it);
            }
            return this instanceof NotShown it ? notShown.apply(it) : unavailable.apply((Unavailable) this);
        }
    }

    private static final String NOT_ADMINISTRATOR = "S2S.NotEnvironmentAdmin";
    private static final String OTHER_PERSON = "S2S.OtherPerson";

    /** What this class itself, or the call, ends with. */
    private static final Set<String> OWN_CODES = Set.of(
            NOT_ADMINISTRATOR,
            OTHER_PERSON,
            "S2S.DelegatedTokenExpired",
            "S2S.Timeout",
            "S2S.EnvironmentUnreachable",
            "S2S.UnexpectedAnswer");

    private static final Pattern DATAVERSES_CODE = Pattern.compile("0x[0-9a-fA-F]{8}|HTTP-[0-9]{3}");

    private final HttpClient client;

    public AdministratorProof(HttpClient client) {
        this.client = client;
    }

    /**
     * Asks as the person.
     *
     * @param objectId of the person in the tenant, as the sign-in showed it
     */
    public Outcome ask(EnvironmentHost host, Secret delegatedToken, UUID objectId) {
        try {
            WebApi environment = new WebApi(client, host.value(), delegatedToken);
            return shown(new PersonsCalls(environment, Patience.USUAL, Duration.ZERO), objectId);
        } catch (SetupStopped stopped) {
            return stopped.code().equals(NOT_ADMINISTRATOR)
                    ? notShown(NOT_ADMINISTRATOR)
                    : new Outcome.Unavailable(
                            Dictionary.diagnose(canEndWith(stopped.code()) ? stopped.code() : "S2S.UnexpectedAnswer"));
        }
    }

    /** Whether a proof can come to nothing with this code. */
    public static boolean canEndWith(String code) {
        return OWN_CODES.contains(code)
                || (DATAVERSES_CODE.matcher(code).matches() && !PersonsCalls.meansThePerson(code));
    }

    private static Outcome shown(PersonsCalls calls, UUID objectId) {
        UUID userId =
                Rows.id(calls.get("WhoAmI"), "UserId").orElseThrow(() -> new SetupStopped("S2S.UnexpectedAnswer"));
        String address = "systemusers(" + userId + ")";
        JsonObject user =
                calls.get(address + "?$select=fullname,isdisabled,azureactivedirectoryobjectid,applicationid");
        if (Rows.id(user, "azureactivedirectoryobjectid")
                .filter(objectId::equals)
                .isEmpty()) {
            return notShown(OTHER_PERSON);
        }
        // An application never stands for a person, and a disabled user for nobody.
        if (Rows.id(user, "applicationid").isPresent() || Rows.isTrue(user, "isdisabled")) {
            return notShown(NOT_ADMINISTRATOR);
        }
        boolean administrator =
                calls.rows(address + "/systemuserroles_association?$select=" + SecurityRole.KIND).stream()
                        .anyMatch(role -> SecurityRole.isAdministrator(role, calls::get));
        return administrator ? new Outcome.Shown(Rows.text(user, "fullname").orElse("")) : notShown(NOT_ADMINISTRATOR);
    }

    private static Outcome notShown(String code) {
        return new Outcome.NotShown(Dictionary.diagnose(code));
    }
}
