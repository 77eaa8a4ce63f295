package org.s2sgateway.console;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.PersistenceException;
import java.util.function.BooleanSupplier;
import org.s2sgateway.grants.Grant;
import org.s2sgateway.grants.Grants;
import org.s2sgateway.grants.KnownNames;
import org.s2sgateway.identity.SignedIn;
import org.s2sgateway.tenant.LostRace;

/**
 * Changes of grants by people, who have seen one before they decided: nothing is changed that has become another since. What
 * makes a grant is judged where the API has it judged. Thread-safe.
 */
@ApplicationScoped
public class GrantEdits {

    @Inject
    Grants grants;

    @Inject
    KnownNames knownNames;

    /**
     * Keeps a grant; false where the consumer's has changed since it was seen. Waits some seconds at most.
     *
     * @param seen the mark of what was seen
     * @throws org.s2sgateway.grants.MalformedGrant for what there cannot be
     */
    public boolean save(Grant grant, String seen, SignedIn person) {
        knownNames.require(grant);
        return unlessOvertaken(() -> grants.putIfUnchanged(grant, seen, person.actor()));
    }

    /** Takes a consumer's grant away; false where it has changed since it was seen. */
    public boolean remove(String consumer, String seen, SignedIn person) {
        return unlessOvertaken(() -> grants.removeIfUnchanged(consumer, seen, person.actor()));
    }

    private static boolean unlessOvertaken(BooleanSupplier change) {
        try {
            return change.getAsBoolean();
        } catch (PersistenceException failed) {
            if (LostRace.isOne(failed)) {
                return false;
            }
            throw failed;
        }
    }
}
