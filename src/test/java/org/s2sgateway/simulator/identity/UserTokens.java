package org.s2sgateway.simulator.identity;

import com.nimbusds.jwt.JWTClaimsSet;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.UUID;

/**
 * The tokens that speak of a person. Their claims are those of Microsoft's "ID token claims reference" and "Access
 * token claims reference". Thread-safe.
 */
final class UserTokens {

    private final Directory directory;
    private final AccessTokens tokens;
    private final Clock clock;

    UserTokens(Directory directory, AccessTokens tokens, Clock clock) {
        this.directory = directory;
        this.tokens = tokens;
        this.clock = clock;
    }

    /** For the application itself, of version 2. */
    String idToken(AuthorizationCode code, String authority) {
        Person person = code.person();
        DirectoryTenant tenant = code.tenant();
        Instant now = clock.instant();
        Date issuedAt = Date.from(now.minus(Duration.ofMinutes(5)));
        List<String> roles = directory.assignedRoles(person, tenant);
        JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder()
                .issuer(authority + "/" + tenant.id() + "/v2.0")
                .audience(code.application().clientId().toString())
                .subject(pairwise(code))
                .issueTime(issuedAt)
                .notBeforeTime(issuedAt)
                .expirationTime(Date.from(now.plus(Duration.ofMinutes(60))))
                .claim("ver", "2.0")
                .claim("tid", tenant.id().toString())
                .claim("nonce", code.nonce().orElse(null))
                .claim("acct", account(code))
                .claim("roles", roles.isEmpty() ? null : roles)
                .claim("wids", code.application().emitsDirectoryRoles() ? directoryRoles(code) : null)
                .claim("uti", UUID.randomUUID().toString());
        if (code.scopes().has("profile")) {
            claims.claim("oid", person.objectIdIn(tenant).toString())
                    .claim("name", person.name())
                    .claim("preferred_username", person.userPrincipalName());
        }
        if (code.scopes().has("email")) {
            claims.claim("email", person.userPrincipalName());
        }
        return tokens.sign(claims.build());
    }

    /** For an environment, of version 1, to act there as the person; for Microsoft Graph something unreadable. */
    String accessToken(AuthorizationCode code, Grant grant, String authority) {
        if (code.scopes().resource().isEmpty()) {
            String opaque = Opaque.text();
            tokens.remember(opaque);
            return opaque;
        }
        Person person = code.person();
        return tokens.sign(new JWTClaimsSet.Builder(tokens.claims(grant, authority))
                .subject(pairwise(code))
                .claim("oid", person.objectIdIn(code.tenant()).toString())
                .claim("idp", "https://sts.windows.net/" + person.home().id() + "/")
                .claim("acct", account(code))
                .claim("scp", RequestedScopes.IMPERSONATION)
                .claim("name", person.name())
                .claim("upn", person.userPrincipalName())
                .build());
    }

    private int account(AuthorizationCode code) {
        return directory.isGuest(code.person(), code.tenant()) ? 1 : 0;
    }

    private List<String> directoryRoles(AuthorizationCode code) {
        if (directory.isGuest(code.person(), code.tenant())) {
            return List.of(DirectoryRole.GUEST_USER.templateId().toString());
        }
        List<String> all = new ArrayList<>(
                code.person().directoryRoles().stream().map(UUID::toString).toList());
        all.add(DirectoryRole.USER.templateId().toString());
        return all;
    }

    /** Another one for each application, always the same for one. */
    private static String pairwise(AuthorizationCode code) {
        String whole = code.person().objectIdIn(code.tenant()) + " for "
                + code.application().clientId();
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(whole.getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
