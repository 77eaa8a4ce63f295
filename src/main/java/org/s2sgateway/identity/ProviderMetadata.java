package org.s2sgateway.identity;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.net.URI;
import java.text.ParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a provider's discovery document says (OpenID Connect Discovery 1.0 section 3), of which only this much is read:
 * Nimbus' own parser refuses Entra ID's templated issuer.
 *
 * @param algorithms what ID tokens may be signed with
 * @param namesIssuer whether each answer to a browser names its issuer (RFC 9207 section 3)
 */
record ProviderMetadata(
        URI authorizationEndpoint,
        URI tokenEndpoint,
        URI keys,
        Optional<URI> endSessionEndpoint,
        Set<JWSAlgorithm> algorithms,
        boolean namesIssuer) {

    ProviderMetadata {
        algorithms = Set.copyOf(algorithms);
    }

    /** The document of that provider; anybody else's is refused. */
    static ProviderMetadata parse(String text, Provider provider) throws UnusableDocument {
        try {
            Map<String, Object> document = JSONObjectUtils.parse(text);
            // OpenID Connect Discovery 1.0 section 4.3
            if (!provider.announcedIssuer().equals(document.get("issuer"))) {
                throw new UnusableDocument(
                        "The discovery document is of another issuer than " + provider.announcedIssuer());
            }
            return new ProviderMetadata(
                    endpoint(document, "authorization_endpoint", provider),
                    endpoint(document, "token_endpoint", provider),
                    endpoint(document, "jwks_uri", provider),
                    document.containsKey("end_session_endpoint")
                            ? Optional.of(endpoint(document, "end_session_endpoint", provider))
                            : Optional.empty(),
                    provider.algorithms(algorithms(document)),
                    Boolean.TRUE.equals(document.get("authorization_response_iss_parameter_supported")));
        } catch (ParseException broken) {
            throw new UnusableDocument("The discovery document cannot be parsed");
        }
    }

    private static Set<JWSAlgorithm> algorithms(Map<String, Object> document) {
        return document.get("id_token_signing_alg_values_supported") instanceof List<?> names
                ? names.stream().map(String::valueOf).map(JWSAlgorithm::parse).collect(Collectors.toSet())
                : Set.of();
    }

    // People and the credential are sent there.
    private static URI endpoint(Map<String, Object> document, String name, Provider provider)
            throws ParseException, UnusableDocument {
        URI address = JSONObjectUtils.getURI(document, name);
        if (address == null || !provider.mayLeadTo(address)) {
            throw new UnusableDocument(
                    "The discovery document of " + provider.announcedIssuer() + " names no usable " + name);
        }
        return address;
    }
}
