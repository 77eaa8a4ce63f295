package org.s2sgateway.diagnosis;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Knows what can go wrong between this gateway, an identity provider and a Dataverse environment. Microsoft reserves
 * the right to change its codes: what is not known gets a general diagnosis that keeps the code.
 *
 * <p>Thread-safe. Sources: <a href="https://learn.microsoft.com/entra/identity-platform/reference-error-codes">Entra
 * error codes</a> and <a
 * href="https://learn.microsoft.com/power-apps/developer/data-platform/reference/web-service-error-codes">Dataverse
 * error codes</a>.
 */
public final class Dictionary {

    private static final Map<String, Diagnosis> KNOWN = Stream.of(
                    EntraCodes.TABLE, OAuthErrors.TABLE, DataverseCodes.TABLE, OwnCauses.TABLE, OnboardingCauses.TABLE)
            .flatMap(List::stream)
            .collect(Collectors.toUnmodifiableMap(
                    diagnosis -> diagnosis.code().toLowerCase(Locale.ROOT), Function.identity()));

    /** What may stand in a log line or on a page although a stranger can have written it. */
    private static final Pattern HARMLESS = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    private static final String UNKNOWN = "unknown";

    private Dictionary() {}

    /**
     * What the code means.
     *
     * @param code {@code AADSTS} and number, a Dataverse code in hexadecimal, an OAuth error word, or one of our own
     *     causes; upper and lower case are the same
     */
    public static Diagnosis diagnose(String code) {
        @Nullable Diagnosis known = KNOWN.get(code.toLowerCase(Locale.ROOT));
        return known == null ? unknown(code) : known;
    }

    private static Diagnosis unknown(String code) {
        return new Diagnosis(
                HARMLESS.matcher(code).matches() ? code : UNKNOWN,
                "The request was refused for a reason that this gateway has no explanation for.",
                Actor.OPERATOR,
                "Look the code up in Microsoft's documentation and check the gateway's log at the time of the failure.",
                false,
                UNKNOWN);
    }
}
