package org.s2sgateway.identity;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.s2sgateway.registration.Credential.ClientSecret;
import org.s2sgateway.settings.Secret;
import org.s2sgateway.settings.Settings;

/**
 * Where the home tenant's people sign in, if not at the registration's own identity provider.
 *
 * @param own the provider and our client there
 */
public record SignInConfig(Optional<OwnProvider> own) {

    private static final String PREFIX = "s2s.sign-in.";
    private static final String ISSUER = PREFIX + "issuer";
    private static final String CLIENT_ID = PREFIX + "client-id";
    private static final String CLIENT_SECRET = PREFIX + "client-secret";
    private static final Pattern VISIBLE = Pattern.compile("[\\x21-\\x7e]{1,256}");

    /** A provider by its issuer, to the letter of its tokens, and the client that this gateway is there. */
    public record OwnProvider(URI issuer, String clientId, ClientSecret secret) {}

    /** None: everybody signs in at the registration's identity provider. */
    public static SignInConfig none() {
        return new SignInConfig(Optional.empty());
    }

    /** Reads {@code s2s.sign-in.*}: all three keys or none; empty where one of them has a fault. */
    public static Optional<SignInConfig> from(Settings settings) {
        Optional<URI> issuer = settings.find(ISSUER, SignInConfig::issuer);
        Optional<String> clientId = settings.find(CLIENT_ID, SignInConfig::clientId);
        Optional<Secret> secret = settings.secret(CLIENT_SECRET);
        List<String> keys = List.of(ISSUER, CLIENT_ID, CLIENT_SECRET);
        if (keys.stream().anyMatch(settings::has)) {
            keys.stream()
                    .filter(key -> !settings.has(key))
                    .forEach(key -> settings.fault(key, "is required with the" + " other keys of " + PREFIX + "*"));
        }
        if (settings.hasFaultIn(PREFIX)) {
            return Optional.empty();
        }
        return Optional.of(new SignInConfig(issuer.map(
                address -> new OwnProvider(address, clientId.orElseThrow(), new ClientSecret(secret.orElseThrow())))));
    }

    // OpenID Connect Discovery 1.0 section 3
    private static URI issuer(String text) {
        URI address = parsed(text);
        if (address == null
                || !"https".equals(address.getScheme())
                || address.getHost() == null
                || address.getRawUserInfo() != null
                || address.getRawQuery() != null
                || address.getRawFragment() != null) {
            throw new IllegalArgumentException(
                    "must be the https address of an issuer, exactly as its tokens have it, such as"
                            + " https://login.contoso.com/realms/staff");
        }
        return address;
    }

    private static @Nullable URI parsed(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException quotesTheValue) {
            return null;
        }
    }

    private static String clientId(String text) {
        if (!VISIBLE.matcher(text).matches()) {
            throw new IllegalArgumentException("must be the client identifier, in ASCII and without spaces");
        }
        return text;
    }
}
