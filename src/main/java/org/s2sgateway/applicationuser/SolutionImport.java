package org.s2sgateway.applicationuser;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;
import org.s2sgateway.odata.ODataLiteral;

/**
 * Brings the configured managed solution into an environment that does not have it in this version or a newer one. An
 * import that somebody has begun already, such as a run that was cut off, is waited for first: Dataverse does one at a
 * time. Waits for ten minutes at most.
 *
 * <p>Source: "ImportSolutionAsync" and "System Job (AsyncOperation)" (Dataverse Web API reference).
 */
final class SolutionImport {

    private static final Duration LONGEST = Duration.ofMinutes(10);
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(5);
    private static final Duration LONGEST_UPLOAD = Duration.ofMinutes(2);
    private static final int COMPLETED = 3;
    private static final int SUCCEEDED = 30;
    private static final String RUNNING =
            "asyncoperations?$select=asyncoperationid&$filter=operationtype%20eq%20203%20and%20statecode%20ne%203";

    private final PersonsCalls calls;
    private final Patience patience;

    SolutionImport(PersonsCalls calls, Patience patience) {
        this.calls = calls;
        this.patience = patience;
    }

    boolean isNeeded(SolutionFile solution) {
        if (!solution.managed()) {
            throw new SetupStopped("S2S.SolutionUnmanaged");
        }
        String installed = "solutions?$select=version,ismanaged&$filter=uniquename%20eq%20"
                + ODataLiteral.string(solution.uniqueName());
        return calls.rows(installed).stream()
                .noneMatch(row -> Rows.isTrue(row, "ismanaged")
                        && solution.isCoveredBy(Rows.text(row, "version").orElse("")));
    }

    void run(SolutionFile solution) {
        Instant end = patience.until(LONGEST);
        boolean foundOneRunning = false;
        while (!calls.rows(RUNNING).isEmpty()) {
            foundOneRunning = true;
            pause(end);
        }
        if (!foundOneRunning || isNeeded(solution)) {
            waitFor(begin(solution), end);
        }
    }

    private UUID begin(SolutionFile solution) {
        JsonObject begun = calls.post(
                "ImportSolutionAsync",
                Json.createObjectBuilder()
                        .add("OverwriteUnmanagedCustomizations", false)
                        .add("PublishWorkflows", true)
                        .add("ImportJobId", UUID.randomUUID().toString())
                        .add("CustomizationFile", Base64.getEncoder().encodeToString(solution.archive()))
                        .build(),
                LONGEST_UPLOAD);
        return Rows.id(begun, "AsyncOperationId").orElseThrow(() -> new SetupStopped("S2S.UnexpectedAnswer"));
    }

    private void waitFor(UUID operation, Instant end) {
        String address = "asyncoperations(" + operation + ")?$select=statecode,statuscode";
        JsonObject state = calls.get(address);
        while (Rows.number(state, "statecode") != COMPLETED) {
            pause(end);
            state = calls.get(address);
        }
        if (Rows.number(state, "statuscode") != SUCCEEDED) {
            throw new SetupStopped("S2S.SolutionImportFailed");
        }
    }

    private void pause(Instant end) {
        if (!patience.waits(BETWEEN_LOOKS, end)) {
            throw new SetupStopped("S2S.SolutionImportTimeout");
        }
    }
}
