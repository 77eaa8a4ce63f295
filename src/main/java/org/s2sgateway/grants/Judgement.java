package org.s2sgateway.grants;

import java.util.Optional;
import java.util.function.Function;

/** What became of the question what a request needs. */
public sealed interface Judgement {

    /**
     * It is known.
     *
     * @param needs what its target needs
     * @param body how its body is judged
     * @param table the entity set of the row that it reads or makes, for later requests of a change set to refer to; empty
     *     where there is none
     */
    record Judged(Needs needs, BodyJudgement body, Optional<String> table) implements Judgement {
        @Override
        public <T> T fold(Function<Judged, T> judged, Function<Unjudged, T> unjudged) {
            return judged.apply(this);
        }
    }

    /**
     * It cannot be told, so that only somebody without restrictions may make the request.
     *
     * @param reason what could not be judged, and what would help; without any value of the request
     */
    record Unjudged(String reason) implements Judgement {
        @Override
        public <T> T fold(Function<Judged, T> judged, Function<Unjudged, T> unjudged) {
            return unjudged.apply(this);
        }
    }

    <T> T fold(Function<Judged, T> judged, Function<Unjudged, T> unjudged);
}
