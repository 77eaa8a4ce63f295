package org.s2sgateway.identity;

import java.net.URI;
import java.util.function.Function;

/** How a sign-in ended. */
sealed interface SignInOutcome {

    /** One of the functions is called, and its result is the result. */
    <T> T fold(Function<Completed, T> completed, Function<Failed, T> failed);

    /** The person is signed in with the fresh browser and goes on at the address. */
    record Completed(Browser fresh, URI address) implements SignInOutcome {
        @Override
        public <T> T fold(Function<Completed, T> completed, Function<Failed, T> failed) {
            return completed.apply(this);
        }
    }

    /** Nothing has changed; the address is of the page that says why. */
    record Failed(URI address) implements SignInOutcome {
        @Override
        public <T> T fold(Function<Completed, T> completed, Function<Failed, T> failed) {
            return failed.apply(this);
        }
    }
}
