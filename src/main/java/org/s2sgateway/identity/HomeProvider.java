package org.s2sgateway.identity;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.openid.connect.sdk.Prompt;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.s2sgateway.settings.Guid;

/**
 * A provider that knows the home tenant's people and nobody else: AD FS, or any other that speaks OpenID Connect. Its
 * issuer is one to the letter, and whoever signs in there is of the home tenant, since it knows no other.
 *
 * @param issuer without a trailing slash where it has none in its tokens
 * @param adFs whether it is AD FS, which has some ways of its own
 * @param rolesClaim the claim of its ID tokens that holds the roles
 */
record HomeProvider(URI issuer, boolean adFs, Client client, UUID home, RolesClaim rolesClaim) implements Provider {

    @Override
    public URI discovery() {
        String base = issuer.toString();
        return URI.create((base.endsWith("/") ? base : base + "/") + ".well-known/openid-configuration");
    }

    @Override
    public String announcedIssuer() {
        return issuer.toString();
    }

    /** AD FS is one server; another provider may have its endpoints elsewhere, and its metadata came from the issuer. */
    @Override
    public boolean mayLeadTo(URI endpoint) {
        return adFs
                ? EntraTenants.isAt(issuer, endpoint)
                : "https".equals(endpoint.getScheme())
                        && endpoint.getHost() != null
                        && endpoint.getRawUserInfo() == null
                        && endpoint.getRawFragment() == null;
    }

    /**
     * learn.microsoft.com/windows-server/identity/ad-fs/development/custom-id-tokens-in-ad-fs: claims of the issuance
     * rules, as roles are, get into an ID token with this scope and {@code response_mode=form_post} only.
     */
    @Override
    public List<String> scopes() {
        return adFs ? List.of("openid", "allatclaims") : List.of("openid", "profile");
    }

    @Override
    public boolean isMicrosofts() {
        return false;
    }

    @Override
    public boolean givesDelegatedTokens() {
        return false;
    }

    /** AD FS knows no other value for that, and who has one account has none to select. */
    @Override
    public Prompt.Type whoIsThere() {
        return Prompt.Type.LOGIN;
    }

    @Override
    public boolean answersByForm() {
        return adFs;
    }

    @Override
    public Set<JWSAlgorithm> algorithms(Set<JWSAlgorithm> listed) {
        Set<JWSAlgorithm> common =
                BearerTokens.ALGORITHMS.stream().filter(listed::contains).collect(Collectors.toUnmodifiableSet());
        return adFs || common.isEmpty() ? Set.of(JWSAlgorithm.RS256) : common;
    }

    @Override
    public Optional<UUID> tenant(JWTClaimsSet claims) {
        return Optional.of(home);
    }

    @Override
    public String issuerOf(UUID tenant) {
        return issuer.toString();
    }

    @Override
    public boolean maySign(@Nullable Object issuerOfKey, UUID tenant) {
        return true;
    }

    @Override
    public boolean speaksFor(UUID tenant) {
        return tenant.equals(home);
    }

    /**
     * The subject, which alone is never somebody else's later (OpenID Connect Core section 5.7): as it is where it is a
     * GUID, else a GUID made of it and its issuer (RFC 9562 section 5.8).
     */
    @Override
    public Optional<UUID> person(JWTClaimsSet claims) {
        return Optional.ofNullable(claims.getSubject())
                .filter(subject -> !subject.isBlank())
                .map(subject -> Guid.isCanonical(subject) ? UUID.fromString(subject) : made(subject));
    }

    @Override
    public Set<String> homeRoles(JWTClaimsSet claims, UUID tenant) {
        return rolesClaim.roles(claims);
    }

    private UUID made(String subject) {
        try {
            ByteBuffer digest = ByteBuffer.wrap(MessageDigest.getInstance("SHA-256")
                    .digest((issuer + "\n" + subject).getBytes(StandardCharsets.UTF_8)));
            long high = (digest.getLong() & ~0xf000L) | 0x8000L;
            long low = (digest.getLong() & 0x3fffffffffffffffL) | 0x8000000000000000L;
            return new UUID(high, low);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every JDK has SHA-256", impossible);
        }
    }
}
