package org.s2sgateway.identity;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The code of the dictionary for an error of the identity provider: Entra ID's number, else the word of OAuth. */
final class RefusalCode {

    private static final Pattern NUMBER = Pattern.compile("(AADSTS[0-9]{4,9}): .*", Pattern.DOTALL);
    private static final Pattern WORD = Pattern.compile("[a-z_]{1,64}");

    private RefusalCode() {}

    static String of(@Nullable String word, @Nullable String description) {
        Matcher number = NUMBER.matcher(description == null ? "" : description);
        if (number.matches()) {
            return number.group(1);
        }
        return word != null && WORD.matcher(word).matches() ? word : "S2S.IdentityProviderUnexpectedAnswer";
    }
}
