package org.s2sgateway.dataverse;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What Dataverse answers a request without a token: where to sign in, and thereby whose environment it is. The values
 * come unquoted from Dataverse; quoted ones are read too, names in any case.
 *
 * <p>A claim by a stranger until the host it came from is known to be allowed. Immutable. Source: RFC 9110 section
 * 11.6.1; "Use OAuth authentication with Microsoft Dataverse".
 *
 * @param authority scheme, host and port of the login address, without a path
 * @param tenantId the tenant in its path; absent for AD FS, which has none
 */
public record Challenge(URI authority, Optional<UUID> tenantId) {

    private static final int LONGEST = 4_096;
    private static final Pattern AUTHORIZATION_URI =
            Pattern.compile("authorization_uri\\s*=\\s*\"?(https://[^\\s,\"]+)", Pattern.CASE_INSENSITIVE);
    private static final Pattern TENANT =
            Pattern.compile("/([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})/.*");

    /** The first Bearer challenge among the values of {@code WWW-Authenticate} that names a login address. */
    public static Optional<Challenge> parse(List<String> wwwAuthenticate) {
        return wwwAuthenticate.stream()
                .filter(value -> value.length() <= LONGEST)
                .filter(value -> value.regionMatches(true, 0, "Bearer", 0, 6))
                .flatMap(value -> from(value).stream())
                .findFirst();
    }

    private static Optional<Challenge> from(String challenge) {
        Matcher uri = AUTHORIZATION_URI.matcher(challenge);
        if (!uri.find()) {
            return Optional.empty();
        }
        try {
            URI login = URI.create(uri.group(1));
            if (login.getHost() == null || login.getRawUserInfo() != null) {
                return Optional.empty();
            }
            Matcher tenant = TENANT.matcher(login.getPath().toLowerCase(Locale.ROOT));
            return Optional.of(new Challenge(
                    URI.create("https://" + login.getRawAuthority()),
                    tenant.matches() ? Optional.of(UUID.fromString(tenant.group(1))) : Optional.empty()));
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }
}
