package org.s2sgateway.management;

import jakarta.persistence.OptimisticLockException;
import jakarta.persistence.PersistenceException;
import java.sql.SQLException;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.s2sgateway.problem.ProblemType;
import org.s2sgateway.problem.Refusal;
import org.s2sgateway.tenant.AlreadyThere;
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
        } catch (OptimisticLockException lost) {
            throw new Refusal(ProblemType.CONFLICT, LOST);
        } catch (PersistenceException broken) {
            if (isConstraint(broken)) {
                throw new Refusal(ProblemType.CONFLICT, LOST);
            }
            throw broken;
        }
    }

    /** Whether two inserts met: the providers have no common exception for it, the databases a common SQLSTATE class. */
    private static boolean isConstraint(@Nullable Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql
                    && sql.getSQLState() != null
                    && sql.getSQLState().startsWith("23")) {
                return true;
            }
        }
        return false;
    }
}
