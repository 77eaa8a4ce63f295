package org.s2sgateway.identity;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.util.List;
import org.s2sgateway.settings.Secret;

/**
 * Looks at the access token that came with a sign-in. It came over TLS from the identity provider and is addressed to
 * Dataverse, which judges it; what is checked is that it is the right one: one that parses must be of the person and for
 * the environment.
 */
final class DelegatedTokens {

    private DelegatedTokens() {}

    static Secret checked(String token, SignedIn person, String resource) throws SignInRefused {
        JWTClaimsSet claims;
        try {
            claims = SignedJWT.parse(token).getJWTClaimsSet();
        } catch (ParseException opaque) {
            // It may be encrypted for its resource.
            return Secret.of(token);
        }
        List<String> audiences = claims.getAudience();
        boolean right = person.tenantId().toString().equals(claims.getClaim("tid"))
                && person.objectId().toString().equals(claims.getClaim("oid"))
                && (audiences.contains("https://" + resource) || audiences.contains("https://" + resource + "/"));
        if (!right) {
            throw new SignInRefused("S2S.TokenMismatch");
        }
        return Secret.of(token);
    }
}
