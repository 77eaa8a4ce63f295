package org.s2sgateway.applicationuser;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.s2sgateway.diagnosis.Dictionary;

/** One run of an {@link ApplicationUserSetup}, which remembers what it is at. */
final class SetupRun {

    private static final int NON_INTERACTIVE = 4;

    /** Looks at the user, each but the last followed by one change: purge, create, enable, and one lost race. */
    private static final int MOST_LOOKS = 5;

    private static final String DUPLICATE = "0x80040237";
    private static final Set<String> ANOTHER_WAS_FASTER = Set.of(DUPLICATE, "0x80041d2c");

    private final PersonsCalls calls;
    private final UUID clientId;
    private final WantedRole wanted;
    private final Patience patience;
    private final boolean enableDisabled;
    private final Consumer<Phase> progress;
    private Phase phase = Phase.LOOKING_FOR_USER;

    SetupRun(
            PersonsCalls calls,
            UUID clientId,
            WantedRole wanted,
            Patience patience,
            boolean enableDisabled,
            Consumer<Phase> progress) {
        this.calls = calls;
        this.clientId = clientId;
        this.wanted = wanted;
        this.patience = patience;
        this.enableDisabled = enableDisabled;
        this.progress = progress;
    }

    SetupOutcome outcome() {
        try {
            return isReadyForChanges() ? change() : new SetupOutcome.NeedsEnabling();
        } catch (SetupStopped stopped) {
            return new SetupOutcome.Failed(phase, Dictionary.diagnose(stopped.code()));
        }
    }

    /** Imports the solution; false where nothing may be changed, because the application user is disabled. */
    private boolean isReadyForChanges() {
        if (wanted.solution().isPresent()) {
            phase = Phase.SOLUTION;
            return bring(wanted.solution().get());
        }
        return true;
    }

    private boolean bring(Path file) {
        SolutionFile solution = SolutionFile.read(file);
        SolutionImport imports = new SolutionImport(calls, patience);
        if (imports.isNeeded(solution)) {
            if (!enableDisabled && find().filter(SetupRun::isSwitchedOff).isPresent()) {
                return false;
            }
            begin(Phase.SOLUTION);
            imports.run(solution);
        }
        return true;
    }

    private SetupOutcome change() {
        begin(Phase.LOOKING_FOR_USER);
        return user().map(this::withRole).orElseGet(SetupOutcome.NeedsEnabling::new);
    }

    private SetupOutcome withRole(FoundUser user) {
        SecurityRole role = new SecurityRole(calls);
        wanted.name().ifPresent(name -> {
            begin(Phase.ASSIGNING_ROLE);
            role.assign(name, user);
        });
        SetupOutcome ready = new SetupOutcome.Ready(user.id(), user.fullName(), role.names(user));
        begin(Phase.DONE);
        return ready;
    }

    /** Brings the user one step nearer and looks again, until it is enabled; empty where it has to stay disabled. */
    private Optional<FoundUser> user() {
        boolean ours = false;
        for (int looks = 0; looks < MOST_LOOKS; looks++) {
            Optional<FoundUser> found = find();
            if (found.isEmpty()) {
                ours = create();
            } else if (found.get().softDeleted()) {
                begin(Phase.PURGING);
                calls.delete(found.get().address());
            } else if (!found.get().disabled()) {
                if (!ours) {
                    begin(Phase.ADOPTING);
                }
                return found;
            } else if (enableDisabled) {
                ours = enable(found.get());
            } else {
                return Optional.empty();
            }
        }
        throw new SetupStopped(DUPLICATE);
    }

    /** The living one, before one that was deleted. */
    private Optional<FoundUser> find() {
        return calls
                .rows("systemusers?$select=" + FoundUser.COLUMNS + "&$filter=applicationid%20eq%20" + clientId)
                .stream()
                .map(FoundUser::of)
                .min(Comparator.comparing(FoundUser::softDeleted));
    }

    private boolean create() {
        begin(Phase.CREATING);
        UUID root = calls.rows("businessunits?$select=businessunitid&$filter=parentbusinessunitid%20eq%20null").stream()
                .flatMap(row -> Rows.id(row, "businessunitid").stream())
                .findFirst()
                .orElseThrow(() -> new SetupStopped("S2S.UnexpectedAnswer"));
        JsonObject user = Json.createObjectBuilder()
                .add("applicationid", clientId.toString())
                .add("accessmode", NON_INTERACTIVE)
                .add("isdisabled", false)
                .add("businessunitid@odata.bind", "/businessunits(" + root + ")")
                .build();
        return calls.post("systemusers", user, ANOTHER_WAS_FASTER).isPresent();
    }

    private boolean enable(FoundUser user) {
        begin(Phase.ENABLING);
        calls.patch(
                user.address(),
                Json.createObjectBuilder()
                        .add("isdisabled", false)
                        .add("applicationid", clientId.toString())
                        .build());
        return true;
    }

    private static boolean isSwitchedOff(FoundUser user) {
        return user.disabled() && !user.softDeleted();
    }

    private void begin(Phase next) {
        phase = next;
        progress.accept(next);
    }
}
