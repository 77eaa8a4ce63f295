package org.s2sgateway.diagnosis;

import java.util.Locale;

/** Who can put a fault right. */
public enum Actor {
    /** Whoever runs the gateway and owns its app registration. */
    OPERATOR("operator", "The operator of this gateway"),
    /** An administrator of the customer's Entra ID tenant. */
    TENANT_ADMIN("tenantAdmin", "An administrator of the tenant"),
    /** A System Administrator of the Dataverse environment. */
    ENVIRONMENT_ADMIN("environmentAdmin", "An administrator of the environment");

    private final String word;
    private final String inWords;

    Actor(String word, String inWords) {
        this.word = word;
        this.inWords = inWords;
    }

    /** The word of the API. */
    public String word() {
        return word;
    }

    /** As the beginning of a sentence: German where the locale asks for German, else English. */
    public String inWords(Locale locale) {
        return GermanWords.areAskedForBy(locale) ? GermanWords.of(word) : inWords;
    }
}
