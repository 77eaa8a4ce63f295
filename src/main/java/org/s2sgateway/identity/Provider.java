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
import org.s2sgateway.registration.Credential;

/**
 * Where people sign in: whose metadata is believed, as which client we come, and what makes an ID token one of a person
 * of a tenant. All that differs between identity providers is here.
 */
sealed interface Provider permits EntraTenants, HomeProvider {

    /**
     * As whom we come to a provider.
     *
     * @param credentials the one that is tried first, then the other one of a rotation
     */
    record Client(String id, ClientProof.Style style, List<Credential> credentials) {
        public Client {
            credentials = List.copyOf(credentials);
        }
    }

    Client client();

    /** Where its metadata is (OpenID Connect Discovery 1.0 section 4). */
    URI discovery();

    /** The issuer that its metadata has to name, to the letter. */
    String announcedIssuer();

    /** Whether its metadata may send people, and the credential, to that address. */
    boolean mayLeadTo(URI endpoint);

    /** What we ask it for, without the resource of a delegated token. */
    List<String> scopes();

    /** Whether it is Microsoft's own, where people know that they sign in with Microsoft. */
    boolean isMicrosofts();

    /** Whether it can give a token for Dataverse in a person's name. */
    boolean givesDelegatedTokens();

    /** What has it ask who is there although somebody is signed in already (OpenID Connect Core section 3.1.2.1). */
    Prompt.Type whoIsThere();

    /** Whether its answer comes as a form (OAuth 2.0 Form Post Response Mode) and not in the query. */
    boolean answersByForm();

    /** What it may sign ID tokens with; RS256 is the default of OpenID Connect where its metadata lists nothing. */
    Set<JWSAlgorithm> algorithms(Set<JWSAlgorithm> listed);

    /** The tenant that the token says it is of, whose issuer and keys it is then held against. */
    Optional<UUID> tenant(JWTClaimsSet claims);

    /** The issuer of that tenant's ID tokens, to the letter. */
    String issuerOf(UUID tenant);

    /** Whether a key, which may name whose it is, may sign for that tenant. */
    boolean maySign(@Nullable Object issuerOfKey, UUID tenant);

    /** Whether people of that tenant sign in here. */
    boolean speaksFor(UUID tenant);

    /** The person in the tenant. */
    Optional<UUID> person(JWTClaimsSet claims);

    /** The roles that count at this gateway: none but those of the home tenant. */
    Set<String> homeRoles(JWTClaimsSet claims, UUID tenant);
}
