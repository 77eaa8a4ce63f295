package org.s2sgateway.grants;

/** Something of which it cannot be told what it needs. The message says what, and what would help; no values in it. */
final class CannotJudge extends RuntimeException {

    CannotJudge(String message) {
        super(message, null, false, false);
    }
}
