package org.s2sgateway.tenant;

import jakarta.persistence.OptimisticLockException;
import jakarta.persistence.PersistenceException;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Knows the exceptions with which JPA tells that somebody else has changed the same thing at the same time. Stateless. */
public final class LostRace {

    /** The SQLSTATE class of constraints, which both databases have in common. */
    private static final String CONSTRAINT = "23";

    private LostRace() {}

    /** Whether two met at a row: both changed it, or both inserted it, for which the providers have no common exception. */
    public static boolean isOne(PersistenceException failed) {
        return failed instanceof OptimisticLockException || isConstraint(failed);
    }

    private static boolean isConstraint(@Nullable Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql
                    && sql.getSQLState() != null
                    && sql.getSQLState().startsWith(CONSTRAINT)) {
                return true;
            }
        }
        return false;
    }
}
