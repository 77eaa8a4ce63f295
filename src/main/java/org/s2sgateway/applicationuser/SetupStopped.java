package org.s2sgateway.applicationuser;

import java.io.Serial;

/**
 * A step that another one needs has failed. Thrown and caught within one run only: a dozen calls in a row, each of which
 * may end it, read better than a dozen nested folds.
 */
final class SetupStopped extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final String code;

    /** @param code one that the dictionary of causes knows, or Dataverse's own */
    SetupStopped(String code) {
        super(code, null, false, false);
        this.code = code;
    }

    String code() {
        return code;
    }
}
