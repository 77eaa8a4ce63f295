package org.s2sgateway.management;

import jakarta.persistence.PersistenceException;
import java.util.Objects;
import java.util.function.Supplier;
import org.s2sgateway.problem.ProblemType;
import org.s2sgateway.problem.Refusal;
import org.s2sgateway.tenant.AlreadyThere;
import org.s2sgateway.tenant.LostRace;
import org.s2sgateway.tenant.WrongState;

/** Turns the registry's ways to say "not in this state" into 409. */
final class Conflicts {

    private static final String LOST = "Somebody else changed it at the same time; read it again and decide anew";

    private Conflicts() {}

    /** Makes a change of the registry and gives its result. */
    static <T> T refused(Supplier<T> change) {
        try {
            return change.get();
        } catch (WrongState | AlreadyThere known) {
            throw new Refusal(ProblemType.CONFLICT, Objects.requireNonNull(known.getMessage()));
        } catch (PersistenceException broken) {
            if (LostRace.isOne(broken)) {
                throw new Refusal(ProblemType.CONFLICT, LOST);
            }
            throw broken;
        }
    }
}
