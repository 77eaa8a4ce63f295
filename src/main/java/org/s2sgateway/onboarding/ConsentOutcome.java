package org.s2sgateway.onboarding;

import java.util.function.Function;

/** What an answer of the identity provider comes to. */
sealed interface ConsentOutcome {

    /** One of the functions is called, and its result is the result. */
    <T> T fold(Function<Granted, T> granted, Function<Ended, T> ended, Function<Unattributable, T> unattributable);

    /** It is said that the tenant consented; nothing is proven yet. */
    record Granted(ConsentRequest request) implements ConsentOutcome {
        @Override
        public <T> T fold(
                Function<Granted, T> granted, Function<Ended, T> ended, Function<Unattributable, T> unattributable) {
            return granted.apply(this);
        }
    }

    /** This request has come to no consent, for the reason of that code. */
    record Ended(ConsentRequest request, String code) implements ConsentOutcome {
        @Override
        public <T> T fold(
                Function<Granted, T> granted, Function<Ended, T> ended, Function<Unattributable, T> unattributable) {
            return ended.apply(this);
        }
    }

    /** It belongs to nothing that this browser began. */
    record Unattributable(String code) implements ConsentOutcome {
        @Override
        public <T> T fold(
                Function<Granted, T> granted, Function<Ended, T> ended, Function<Unattributable, T> unattributable) {
            return unattributable.apply(this);
        }
    }
}
