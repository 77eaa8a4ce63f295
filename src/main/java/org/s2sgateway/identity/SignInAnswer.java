package org.s2sgateway.identity;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.s2sgateway.settings.Secret;

/**
 * What a browser brings from the identity provider (RFC 6749 section 4.1.2), or what somebody wrote who wants it to look
 * like that: nothing of it is true because it is there.
 *
 * @param state attributes the answer to a request
 * @param code to be redeemed for tokens; absent where there is an error
 * @param error why there is no code: a code of the dictionary
 * @param issuer who says that it answers (RFC 9207)
 */
record SignInAnswer(Secret state, Optional<Secret> code, Optional<String> error, Optional<String> issuer) {

    private static final int LONGEST = 16 * 1024;

    /** Reads the query; empty for one that is malformed, says something twice, or cannot be attributed. */
    static Optional<SignInAnswer> parse(@Nullable String query) {
        return query == null || query.length() > LONGEST
                ? Optional.empty()
                : parameters(query).flatMap(SignInAnswer::of);
    }

    private static Optional<SignInAnswer> of(Map<String, String> parameters) {
        String state = parameters.getOrDefault("state", "");
        Optional<Secret> code = Optional.ofNullable(parameters.get("code"))
                .filter(text -> !text.isBlank())
                .map(Secret::of);
        // Entra ID's descriptions are looked at for their number only.
        Optional<String> error = Optional.ofNullable(parameters.get("error"))
                .map(word -> RefusalCode.of(word, parameters.get("error_description")));
        boolean complete = Browser.isKey(state) && (error.isPresent() || code.isPresent());
        return complete
                ? Optional.of(new SignInAnswer(
                        Secret.of(state),
                        error.isPresent() ? Optional.empty() : code,
                        error,
                        Optional.ofNullable(parameters.get("iss"))))
                : Optional.empty();
    }

    // By itself and not by the container, which takes the first of several and reads the body of a form, too.
    private static Optional<Map<String, String>> parameters(String query) {
        Map<String, String> parameters = new HashMap<>();
        try {
            for (String pair : query.split("&", -1)) {
                String[] nameAndValue = pair.split("=", 2);
                String value = nameAndValue.length == 2 ? decoded(nameAndValue[1]) : "";
                if (parameters.put(decoded(nameAndValue[0]), value) != null) {
                    return Optional.empty();
                }
            }
            return Optional.of(parameters);
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
