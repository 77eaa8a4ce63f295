package org.s2sgateway.audit;

import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What the verification of a chain comes to. */
public sealed interface ChainOutcome {

    /** The one value for this outcome. */
    <T extends @Nullable Object> T fold(Supplier<T> whole, Function<Broken, T> broken);

    /** Every event is there, in its place and as it was written. */
    record Whole() implements ChainOutcome {
        @Override
        public <T extends @Nullable Object> T fold(Supplier<T> whole, Function<Broken, T> broken) {
            return whole.get();
        }
    }

    /**
     * The first thing that does not fit; what comes after it was not looked at.
     *
     * @param number which event of the chain, from 1 on; 0 where it is none of them
     * @param how in which way
     */
    record Broken(long number, Misfit how) implements ChainOutcome {
        @Override
        public <T extends @Nullable Object> T fold(Supplier<T> whole, Function<Broken, T> broken) {
            return broken.apply(this);
        }
    }
}
