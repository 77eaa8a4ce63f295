package org.s2sgateway.identity;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.net.URI;
import java.text.ParseException;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a tenant's discovery document says (OpenID Connect Discovery 1.0 section 3), of which only this much is read:
 * Nimbus' own parser refuses Entra ID's templated issuer.
 *
 * @param issuerTemplate the issuer with {@code {tenantid}} in place of the tenant, also where the document is of one:
 *     whose token it is, is looked at afterwards
 */
record ProviderMetadata(
        String issuerTemplate,
        URI authorizationEndpoint,
        URI tokenEndpoint,
        URI keys,
        Optional<URI> endSessionEndpoint) {

    /** The literal text in which Entra ID leaves the tenant open. */
    private static final String ANY_TENANT = "{tenantid}";

    /** The document of one tenant, or of every organisation. */
    static ProviderMetadata parse(String text, URI authority, Optional<UUID> tenant) throws UnusableDocument {
        try {
            Map<String, Object> document = JSONObjectUtils.parse(text);
            String template = authority + "/" + ANY_TENANT + "/v2.0";
            String issuer = tenant.map(id -> completed(template, id)).orElse(template);
            // OpenID Connect Discovery 1.0 section 4.3
            if (!issuer.equals(document.get("issuer"))) {
                throw new UnusableDocument("The discovery document is of another issuer than " + issuer);
            }
            return new ProviderMetadata(
                    template,
                    endpoint(document, "authorization_endpoint", authority),
                    endpoint(document, "token_endpoint", authority),
                    endpoint(document, "jwks_uri", authority),
                    document.containsKey("end_session_endpoint")
                            ? Optional.of(endpoint(document, "end_session_endpoint", authority))
                            : Optional.empty());
        } catch (ParseException broken) {
            throw new UnusableDocument("The discovery document cannot be parsed");
        }
    }

    /** The issuer of the tokens of one tenant. */
    String issuerOf(UUID tenant) {
        return completed(issuerTemplate, tenant);
    }

    /** Whether a key, which may name an issuer or a template, may sign for that tenant. */
    boolean maySign(@Nullable Object issuerOfKey, UUID tenant) {
        return issuerOfKey == null
                || (issuerOfKey instanceof String text
                        && completed(text, tenant).equals(issuerOf(tenant)));
    }

    private static String completed(String template, UUID tenant) {
        return template.replace(ANY_TENANT, tenant.toString());
    }

    // People and the credential are sent there: a document cannot lead them away from the configured authority.
    private static URI endpoint(Map<String, Object> document, String name, URI authority)
            throws ParseException, UnusableDocument {
        URI address = JSONObjectUtils.getURI(document, name);
        if (address == null || !isAt(authority, address)) {
            throw new UnusableDocument("The discovery document names no " + name + " at " + authority);
        }
        return address;
    }

    private static boolean isAt(URI authority, URI address) {
        return authority.getScheme().equals(address.getScheme())
                && authority.getRawAuthority().equals(address.getRawAuthority())
                && address.getRawFragment() == null;
    }
}
