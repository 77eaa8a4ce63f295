package org.s2sgateway.simulator.identity;

import java.time.Instant;
import java.util.Optional;

/**
 * What a person agreed to, waiting to be redeemed.
 *
 * @param segment the tenant as the request's path named it
 * @param tenant the tenant that the person signed in to
 */
record AuthorizationCode(
        Application application,
        String redirectUri,
        String segment,
        DirectoryTenant tenant,
        Person person,
        RequestedScopes scopes,
        Optional<String> nonce,
        Optional<CodeChallenge> challenge,
        Instant issuedAt) {}
