package org.s2sgateway.onboarding;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.s2sgateway.settings.Guid;
import org.s2sgateway.settings.Secret;

/**
 * What stands in the address to which a browser comes back from the consent: claims by a stranger, all of them. Microsoft
 * itself warns that {@code tenant} can be sent by anybody, and {@code admin_consent} is there with errors, too, so that
 * nothing is read off it.
 *
 * <p>Source: "Admin consent on the Microsoft identity platform".
 *
 * @param state what was sent along; some errors come without
 * @param problem the code of an error, AADSTS with its number where it is told
 * @param tenant which tenant is said to have consented
 */
record ConsentAnswer(Optional<Secret> state, Optional<String> problem, Optional<UUID> tenant) {

    private static final int LONGEST = 8 * 1024;
    private static final Pattern AADSTS = Pattern.compile("AADSTS[0-9]{4,8}");
    private static final Pattern WORD = Pattern.compile("[a-z_]{1,64}");

    /** Reads the query as it was sent; empty when it is malformed or says something twice. */
    static Optional<ConsentAnswer> parse(String query) {
        if (query.length() > LONGEST) {
            return Optional.empty();
        }
        Map<String, String> said = new HashMap<>();
        for (String part : List.of(query.split("&", -1))) {
            String[] pair = part.split("=", 2);
            try {
                String name = URLDecoder.decode(pair[0], StandardCharsets.UTF_8);
                String value = pair.length == 1 ? "" : URLDecoder.decode(pair[1], StandardCharsets.UTF_8);
                if (said.put(name, value) != null) {
                    return Optional.empty();
                }
            } catch (IllegalArgumentException malformed) {
                return Optional.empty();
            }
        }
        return Optional.of(new ConsentAnswer(
                Optional.ofNullable(said.get("state"))
                        .filter(state -> !state.isEmpty())
                        .map(Secret::of),
                Optional.ofNullable(said.get("error"))
                        .map(error -> code(error, said.getOrDefault("error_description", ""))),
                Optional.ofNullable(said.get("tenant")).flatMap(Guid::parse)));
    }

    // The number says more than the word, and the text around it is for people.
    private static String code(String error, String description) {
        Matcher number = AADSTS.matcher(description);
        if (number.find()) {
            return number.group();
        }
        return WORD.matcher(error).matches() ? error : "unknown";
    }
}
