package org.s2sgateway.applicationuser;

import java.util.Locale;

/** What setting an application user up is doing; a run goes through some of these, in this order. */
public enum Phase {
    /** Imports the solution that brings the security role. */
    SOLUTION,
    LOOKING_FOR_USER,
    /** Takes over the application user that is there. */
    ADOPTING,
    ENABLING,
    /** Deletes for good an application user that was deleted softly. */
    PURGING,
    CREATING,
    ASSIGNING_ROLE,
    DONE;

    /** The last part of its message key, such as {@code looking-for-user}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
