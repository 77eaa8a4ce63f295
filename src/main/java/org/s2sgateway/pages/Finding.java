package org.s2sgateway.pages;

import java.util.Locale;
import org.s2sgateway.diagnosis.Diagnosis;

/** What a page says of something that went wrong, in the reader's language: what, who can put it right, and how. */
public final class Finding {

    private final Diagnosis diagnosis;
    private final String who;

    private Finding(Diagnosis diagnosis, String who) {
        this.diagnosis = diagnosis;
        this.who = who;
    }

    /** The diagnosis in the words of that language. */
    public static Finding of(Diagnosis diagnosis, Locale locale) {
        return new Finding(diagnosis.in(locale), diagnosis.actor().inWords(locale));
    }

    public String getCode() {
        return diagnosis.code();
    }

    public String getExplanation() {
        return diagnosis.explanation();
    }

    /** Who can put it right, as the beginning of a sentence. */
    public String getWho() {
        return who;
    }

    public String getRemedy() {
        return diagnosis.remedy();
    }
}
