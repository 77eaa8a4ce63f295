package org.s2sgateway.onboarding;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.s2sgateway.tenant.EnvironmentHost;

/**
 * What a person wants done with a delegated token for an environment. It goes along in the address to which the sign-in
 * returns, which is kept on our side meanwhile and not in the browser.
 */
record Errand(EnvironmentHost host, Kind kind) {

    enum Kind {
        /** Make the application user ready. */
        CREATE,
        /** The same, and enable it where it is disabled. */
        ENABLE,
        /** Show that the person is System Administrator there. */
        PROVE
    }

    private static final String PAGE = "/connect/progress?environment=";
    private static final String DO = "&errand=";

    String returnTo() {
        return PAGE + host.value() + DO + kind.name().toLowerCase(Locale.ROOT);
    }

    /** The errand that such an address speaks of. */
    static Optional<Errand> of(String returnTo) {
        int at = returnTo.indexOf(DO);
        if (!returnTo.startsWith(PAGE) || at < 0) {
            return Optional.empty();
        }
        String word = returnTo.substring(at + DO.length());
        return Arrays.stream(Kind.values())
                .filter(kind -> kind.name().toLowerCase(Locale.ROOT).equals(word))
                .findFirst()
                .map(kind -> new Errand(EnvironmentHost.parse(returnTo.substring(PAGE.length(), at)), kind));
    }
}
