package org.s2sgateway.simulator.identity;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.s2sgateway.simulator.wire.Answer;

/** Where an application wants the browser back, and the {@code state} that it wants back with it. */
record ReturnAddress(String redirectUri, Optional<String> state) {

    /** What a request names; throws {@link EntraRefusal} unless the application has registered it. */
    static ReturnAddress of(Application application, Map<String, String> options) {
        String redirectUri = DirectoryLookup.parameter(options, "redirect_uri");
        if (!application.hasRedirectUri(redirectUri)) {
            throw SignInRefusals.unregisteredAddress(redirectUri, application);
        }
        return new ReturnAddress(redirectUri, Optional.ofNullable(options.get("state")));
    }

    /** The parameters of an error; {@code state} is added where the browser goes. */
    static Map<String, String> error(EntraRefusal refusal, String description) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("error", refusal.error());
        parameters.put("error_description", description);
        return parameters;
    }

    Answer redirect(Map<String, String> parameters) {
        return Answer.empty(302).with("Location", link(parameters));
    }

    /** With the parameters, and with the state last. */
    String link(Map<String, String> parameters) {
        Map<String, String> all = new LinkedHashMap<>(parameters);
        state.ifPresent(value -> all.put("state", value));
        String query = all.entrySet().stream()
                .map(one -> one.getKey() + "=" + URLEncoder.encode(one.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        // "Redirect URI (reply URL) restrictions": one without a path comes back with a slash.
        String complete = URI.create(redirectUri).getRawPath().isEmpty() ? redirectUri + "/" : redirectUri;
        return query.isEmpty() ? complete : complete + (complete.contains("?") ? "&" : "?") + query;
    }

    ReturnAddress withoutState() {
        return new ReturnAddress(redirectUri, Optional.empty());
    }
}
