package org.s2sgateway.identity;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.openid.connect.sdk.Prompt;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.s2sgateway.settings.Guid;

/**
 * One tenant of Entra ID, or every organisation.
 *
 * @param tenant empty for every organisation
 * @param home whose roles count
 * @param homeIsElsewhere whether people of the home tenant sign in at another provider
 */
record EntraTenants(URI authority, Optional<UUID> tenant, Client client, UUID home, boolean homeIsElsewhere)
        implements Provider {

    /** The literal text in which Entra ID leaves the tenant open. */
    private static final String ANY_TENANT = "{tenantid}";

    /** App roles have no other name in Entra ID; what {@code s2s.api.roles-claim} names may be what members can choose. */
    private static final RolesClaim APP_ROLES = new RolesClaim("roles");

    @Override
    public URI discovery() {
        // Not "common", which lets personal accounts in.
        String segment = tenant.map(UUID::toString).orElse("organizations");
        return URI.create(authority + "/" + segment + "/v2.0/.well-known/openid-configuration");
    }

    @Override
    public String announcedIssuer() {
        return tenant.map(this::issuerOf).orElse(template());
    }

    @Override
    public boolean mayLeadTo(URI endpoint) {
        return isAt(authority, endpoint);
    }

    static boolean isAt(URI authority, URI endpoint) {
        return authority.getScheme().equals(endpoint.getScheme())
                && authority.getRawAuthority().equals(endpoint.getRawAuthority())
                && endpoint.getRawFragment() == null;
    }

    @Override
    public List<String> scopes() {
        return List.of("openid", "profile");
    }

    @Override
    public boolean isMicrosofts() {
        return true;
    }

    @Override
    public boolean givesDelegatedTokens() {
        return true;
    }

    @Override
    public Prompt.Type whoIsThere() {
        return Prompt.Type.SELECT_ACCOUNT;
    }

    @Override
    public boolean answersByForm() {
        return false;
    }

    @Override
    public Set<JWSAlgorithm> algorithms(Set<JWSAlgorithm> listed) {
        // All that Entra ID signs ID tokens with; a list would only be longer (RFC 8725 section 3.1).
        return Set.of(JWSAlgorithm.RS256);
    }

    @Override
    public Optional<UUID> tenant(JWTClaimsSet claims) {
        return guid(claims, "tid");
    }

    @Override
    public String issuerOf(UUID tenant) {
        return template().replace(ANY_TENANT, tenant.toString());
    }

    @Override
    public boolean maySign(@Nullable Object issuerOfKey, UUID tenant) {
        return issuerOfKey == null
                || (issuerOfKey instanceof String text
                        && text.replace(ANY_TENANT, tenant.toString()).equals(issuerOf(tenant)));
    }

    @Override
    public boolean speaksFor(UUID tenant) {
        return !(homeIsElsewhere && tenant.equals(home));
    }

    @Override
    public Optional<UUID> person(JWTClaimsSet claims) {
        return guid(claims, "oid");
    }

    /** App roles of a multi-tenant registration can be assigned inside a customer's tenant, too. */
    @Override
    public Set<String> homeRoles(JWTClaimsSet claims, UUID tenant) {
        return tenant.equals(home) && speaksFor(tenant) ? APP_ROLES.roles(claims) : Set.of();
    }

    private String template() {
        return authority + "/" + ANY_TENANT + "/v2.0";
    }

    private static Optional<UUID> guid(JWTClaimsSet claims, String name) {
        return claims.getClaim(name) instanceof String text && Guid.isCanonical(text)
                ? Optional.of(UUID.fromString(text))
                : Optional.empty();
    }
}
