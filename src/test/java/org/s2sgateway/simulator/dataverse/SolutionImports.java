package org.s2sgateway.simulator.dataverse;

import jakarta.json.JsonObject;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.s2sgateway.simulator.wire.Answer;
import org.s2sgateway.simulator.wire.JsonText;

/**
 * Imports solutions in the background: every look at the asynchronous operations brings the running import one step on.
 * Thread-safe.
 *
 * @see <a href="https://learn.microsoft.com/power-apps/developer/data-platform/webapi/reference/importsolutionasync">the
 *     action</a>
 */
final class SolutionImports {

    // Table asyncoperation: statecode, statuscode and operationtype.
    private static final int LOCKED = 2;
    private static final int COMPLETED = 3;
    private static final int IN_PROGRESS = 20;
    private static final int SUCCEEDED = 30;
    private static final int FAILED = 31;
    private static final int SOLUTION_IMPORT = 203;

    /** An import that runs. */
    private record Running(byte[] zip, int looksLeft) {}

    private final Table operations;
    private final Table solutions;
    private final Roles roles;
    private final Map<UUID, Running> running = new LinkedHashMap<>();
    private int looks = 2;
    private boolean failing;

    SolutionImports(Table operations, Table solutions, Roles roles) {
        this.operations = operations;
        this.solutions = solutions;
        this.roles = roles;
    }

    synchronized void reset() {
        operations.clear();
        solutions.clear();
        running.clear();
        looks = 2;
        failing = false;
        put("Default", "1.0", false);
    }

    /** How many looks at it an import takes from now on. */
    synchronized void takes(int looksAtIt) {
        looks = looksAtIt;
    }

    synchronized void failing(boolean fail) {
        failing = fail;
    }

    synchronized void put(String uniqueName, String version, boolean managed) {
        UUID id = solutions
                .find(row -> row.value("uniquename").filter(uniqueName::equals).isPresent())
                .map(Row::id)
                .orElseGet(UUID::randomUUID);
        solutions.seed(id, Map.of("uniquename", uniqueName, "version", version, "ismanaged", managed));
    }

    synchronized Answer start(JsonObject body, String root) {
        byte[] zip = zip(body);
        UUID job = Guids.parse(body.getString("ImportJobId", ""))
                .orElseThrow(() -> ODataRefusal.badPayload("The parameter ImportJobId is missing."));
        UUID operation = UUID.randomUUID();
        operations.seed(
                operation, Map.of("operationtype", SOLUTION_IMPORT, "statecode", LOCKED, "statuscode", IN_PROGRESS));
        if (!running.isEmpty()) {
            end(operation, "Cannot start the requested operation [Import] because there is another [Import] running.");
        } else {
            running.put(operation, new Running(zip, looks));
        }
        return Answer.text(
                200,
                WebApi.JSON,
                JsonText.object()
                        .add("@odata.context", root + "$metadata#Microsoft.Dynamics.CRM.ImportSolutionAsyncResponse")
                        .add("AsyncOperationId", operation.toString())
                        .add("ImportJobKey", job.toString())
                        .build()
                        .toString());
    }

    synchronized void finish() {
        running.replaceAll((id, left) -> new Running(left.zip(), 0));
        goOn();
    }

    /** One step. */
    synchronized void goOn() {
        running.replaceAll((id, left) -> new Running(left.zip(), left.looksLeft() - 1));
        Map<UUID, Running> over = new HashMap<>(running);
        over.values().removeIf(left -> left.looksLeft() > 0);
        over.forEach((id, done) -> {
            running.remove(id);
            end(id, importNow(done.zip()));
        });
    }

    private void end(UUID operation, String failure) {
        Map<String, Object> values = new HashMap<>(Map.of(
                "operationtype", SOLUTION_IMPORT,
                "statecode", COMPLETED,
                "statuscode", failure.isEmpty() ? SUCCEEDED : FAILED));
        if (!failure.isEmpty()) {
            values.put("message", failure);
            values.put("friendlymessage", failure);
        }
        operations.seed(operation, values);
    }

    /** What went wrong; empty where nothing did. */
    private String importNow(byte[] zip) {
        if (failing) {
            return "The import of the solution failed: a missing dependency.";
        }
        try {
            SolutionPackage solution = SolutionPackage.read(zip);
            boolean unmanagedThere = solutions
                    .find(row -> row.value("uniquename")
                                    .filter(solution.uniqueName()::equals)
                                    .isPresent()
                            && row.value("ismanaged")
                                    .filter(Boolean.FALSE::equals)
                                    .isPresent())
                    .isPresent();
            if (unmanagedThere && solution.managed()) {
                return "The solution is already installed on this system as an unmanaged solution and the package"
                        + " supplied is attempting to install it in managed mode.";
            }
            put(solution.uniqueName(), solution.version(), solution.managed());
            solution.roles().forEach(role -> roles.put(role.id(), role.name(), Optional.empty(), role.privileges()));
            return "";
        } catch (IllegalArgumentException invalid) {
            return String.valueOf(invalid.getMessage());
        }
    }

    private static byte[] zip(JsonObject body) {
        try {
            return Base64.getDecoder().decode(body.getString("CustomizationFile", ""));
        } catch (IllegalArgumentException notBase64) {
            throw ODataRefusal.badPayload("Cannot convert the value of 'CustomizationFile' to 'Edm.Binary'.");
        }
    }
}
