package org.s2sgateway.diagnosis;

import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What one code means and what follows from it.
 *
 * <p>A value, and safe to share. Its words are English until {@link #in} gives those of another language.
 *
 * @param code the code as its owner spells it, such as {@code AADSTS700016} or {@code 0x80072560}
 * @param explanation what is the case, in words for the actor
 * @param actor who can put it right
 * @param remedy the next step of the actor
 * @param retryable whether the same request may succeed later without anybody acting
 * @param row the first of the codes that mean the same; other languages keep their words under it
 */
public record Diagnosis(String code, String explanation, Actor actor, String remedy, boolean retryable, String row) {

    public Diagnosis {
        Objects.requireNonNull(code);
        Objects.requireNonNull(explanation);
        Objects.requireNonNull(actor);
        Objects.requireNonNull(remedy);
        Objects.requireNonNull(row);
    }

    /** The same in the words of this language: German where it asks for German, else English. */
    public Diagnosis in(Locale locale) {
        return GermanWords.areAskedForBy(locale) ? inGerman() : Dictionary.diagnose(code);
    }

    private Diagnosis inGerman() {
        return new Diagnosis(
                code, GermanWords.of(row + ".explanation"), actor, GermanWords.of(row + ".remedy"), retryable, row);
    }

    /**
     * Two or three sentences for whoever gets them: what is the case, who acts, and how. They begin with a code of
     * Microsoft's, which people look up; ours stand beside them anyway. English, as all that programs and logs get.
     */
    public String inWords() {
        return inWords(Locale.ENGLISH);
    }

    /** {@link #inWords()} in the words of this language, for people. */
    public String inWords(Locale locale) {
        Diagnosis words = in(locale);
        String begin = code.startsWith("S2S.") ? "" : code + ": ";
        String canPutItRight = GermanWords.areAskedForBy(locale) ? GermanWords.of("canPutItRight") : "can put it right";
        return begin + words.explanation() + " " + actor.inWords(locale) + " " + canPutItRight + ": " + words.remedy();
    }

    /** Rows of a table: these codes mean the same, and stay until somebody acts. */
    static Stream<Diagnosis> lasting(Actor actor, String explanation, String remedy, String... codes) {
        return Arrays.stream(codes).map(code -> new Diagnosis(code, explanation, actor, remedy, false, codes[0]));
    }

    /** Rows of a table: these codes mean the same, and may go away by themselves. */
    static Stream<Diagnosis> passing(Actor actor, String explanation, String remedy, String... codes) {
        return Arrays.stream(codes).map(code -> new Diagnosis(code, explanation, actor, remedy, true, codes[0]));
    }

    @SafeVarargs
    @SuppressWarnings("varargs") // Only read.
    static Stream<Diagnosis> rows(Stream<Diagnosis>... rows) {
        return Arrays.stream(rows).flatMap(Function.identity());
    }
}
