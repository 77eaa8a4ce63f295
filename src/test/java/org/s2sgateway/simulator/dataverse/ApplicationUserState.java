package org.s2sgateway.simulator.dataverse;

import java.util.Arrays;
import java.util.Locale;

/** The states in which an environment may have the application user of an application. */
public enum ApplicationUserState {
    MISSING,
    DISABLED,
    NO_ROLE,
    SOFT_DELETED,
    /** Enabled, with the role {@link Roles#GATEWAY_ACCESS}. */
    READY;

    /** Reads {@code missing}, {@code no-role} and so on; throws {@link IllegalArgumentException}. */
    public static ApplicationUserState of(String word) {
        return Arrays.stream(values())
                .filter(state -> state.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("state is one of "
                        + Arrays.stream(values())
                                .map(ApplicationUserState::word)
                                .toList()));
    }

    private String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
