package org.s2sgateway.diagnosis;

import java.util.Arrays;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What one code means and what follows from it.
 *
 * @param code the code as its owner spells it, such as {@code AADSTS700016} or {@code 0x80072560}
 * @param explanation what is the case, in words for the actor
 * @param actor who can put it right
 * @param remedy the next step of the actor
 * @param retryable whether the same request may succeed later without anybody acting
 */
public record Diagnosis(String code, String explanation, Actor actor, String remedy, boolean retryable) {

    public Diagnosis {
        Objects.requireNonNull(code);
        Objects.requireNonNull(explanation);
        Objects.requireNonNull(actor);
        Objects.requireNonNull(remedy);
    }

    /**
     * Two or three sentences for whoever gets them: what is the case, who acts, and how. They begin with a code of
     * Microsoft's, which people look up; ours stand beside them anyway.
     */
    public String inWords() {
        String begin = code.startsWith("S2S.") ? "" : code + ": ";
        return begin + explanation + " " + actor.inWords() + " can put it right: " + remedy;
    }

    /** Rows of a table: these codes mean the same, and stay until somebody acts. */
    static Stream<Diagnosis> lasting(Actor actor, String explanation, String remedy, String... codes) {
        return Arrays.stream(codes).map(code -> new Diagnosis(code, explanation, actor, remedy, false));
    }

    /** Rows of a table: these codes mean the same, and may go away by themselves. */
    static Stream<Diagnosis> passing(Actor actor, String explanation, String remedy, String... codes) {
        return Arrays.stream(codes).map(code -> new Diagnosis(code, explanation, actor, remedy, true));
    }

    @SafeVarargs
    @SuppressWarnings("varargs") // Only read.
    static Stream<Diagnosis> rows(Stream<Diagnosis>... rows) {
        return Arrays.stream(rows).flatMap(Function.identity());
    }
}
