package org.s2sgateway.diagnosis;

import java.util.Locale;
import java.util.ResourceBundle;

/** The dictionary's words in German, by row. The English ones stand in the tables, and are for everybody else. */
final class GermanWords {

    private static final ResourceBundle WORDS =
            ResourceBundle.getBundle("org.s2sgateway.diagnosis.words", Locale.GERMAN);

    private GermanWords() {}

    static boolean areAskedForBy(Locale locale) {
        return locale.getLanguage().equals(Locale.GERMAN.getLanguage());
    }

    static String of(String key) {
        return WORDS.getString(key);
    }
}
