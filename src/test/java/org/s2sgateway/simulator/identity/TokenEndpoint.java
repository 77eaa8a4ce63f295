package org.s2sgateway.simulator.identity;

import org.s2sgateway.simulator.wire.Answer;
import org.s2sgateway.simulator.wire.Call;

/** {@code POST /{tenant}/oauth2/v2.0/token} for the grants that are simulated. */
final class TokenEndpoint {

    private final ClientCredentialsGrant clientCredentials;
    private final CodeGrant code;

    TokenEndpoint(ClientCredentialsGrant clientCredentials, CodeGrant code) {
        this.clientCredentials = clientCredentials;
        this.code = code;
    }

    Answer answer(String tenantSegment, Call call, Authorities authorities) {
        String grantType = DirectoryLookup.parameter(call.form(), "grant_type");
        return switch (grantType) {
            case "client_credentials" -> clientCredentials.answer(tenantSegment, call, authorities);
            case "authorization_code" -> code.answer(tenantSegment, call, authorities);
            default -> throw EntraRefusal.unsupportedGrant(grantType);
        };
    }
}
