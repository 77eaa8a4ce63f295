package org.s2sgateway.simulator.identity;

import jakarta.json.JsonObjectBuilder;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.s2sgateway.simulator.wire.Answer;
import org.s2sgateway.simulator.wire.Call;
import org.s2sgateway.simulator.wire.JsonText;

/** {@code grant_type=authorization_code} of the token endpoint ("Authorization code flow", and RFC 7636). */
final class CodeGrant {

    private final Directory directory;
    private final DirectoryLookup lookup;
    private final AuthorizationCodes codes;
    private final ClientAuthentication authentication;
    private final AccessTokens tokens;
    private final UserTokens userTokens;

    CodeGrant(
            Directory directory,
            AuthorizationCodes codes,
            ClientAuthentication authentication,
            AccessTokens tokens,
            UserTokens userTokens) {
        this.directory = directory;
        this.lookup = new DirectoryLookup(directory);
        this.codes = codes;
        this.authentication = authentication;
        this.tokens = tokens;
        this.userTokens = userTokens;
    }

    Answer answer(String segment, Call call, Authorities authorities) {
        Map<String, String> form = call.form();
        String place =
                Authorities.isShared(segment) ? segment : lookup.tenant(segment).name();
        Application application = lookup.application(DirectoryLookup.parameter(form, "client_id"), place);
        boolean byCertificate = authentication.isByCertificate(application, form, authorities.tokenEndpoints(segment));
        String text = DirectoryLookup.parameter(form, "code");
        AuthorizationCode code = codes.find(text);
        check(code, application, segment, form);
        DirectoryTenant tenant = code.tenant();
        ServicePrincipal principal = lookup.principal(application, tenant);
        if (!application
                .consents()
                .cover(
                        tenant.id(),
                        code.person().objectIdIn(tenant),
                        code.scopes().permissions())) {
            throw SignInRefusals.notConsented(application);
        }
        String resource = code.scopes().resource().orElse("");
        if (!resource.isEmpty() && !directory.hasEnvironment(resource, tenant.id())) {
            throw EntraRefusal.unknownResource(resource, tenant);
        }
        codes.redeem(text);
        return tokens(code, new Grant(tenant, application, principal, resource, byCertificate), authorities.of(call));
    }

    private void check(AuthorizationCode code, Application application, String segment, Map<String, String> form) {
        if (!code.application().equals(application)) {
            throw SignInRefusals.invalidCode();
        }
        if (!sameAuthority(code.segment(), segment)) {
            throw SignInRefusals.codeOfAnotherTenant();
        }
        String redirectUri = DirectoryLookup.parameter(form, "redirect_uri");
        if (!redirectUri.equals(code.redirectUri())) {
            throw SignInRefusals.anotherAddress(redirectUri, code.redirectUri());
        }
        Optional<String> verifier = Optional.ofNullable(form.get("code_verifier"));
        boolean met = code.challenge()
                .map(challenge -> verifier.filter(challenge::isMetBy).isPresent())
                // OAuth 2.0 Security Best Current Practice (RFC 9700) section 2.1.1: or PKCE could be taken off.
                .orElse(verifier.isEmpty());
        if (!met) {
            throw SignInRefusals.wrongVerifier();
        }
        // "A space-separated list of scopes", at most those of the first leg.
        String scope = form.getOrDefault("scope", "");
        if (!Arrays.stream(scope.split(" "))
                .allMatch(word -> word.isEmpty() || code.scopes().has(word))) {
            throw SignInRefusals.invalidScope(scope);
        }
    }

    private boolean sameAuthority(String first, String second) {
        boolean shared = Authorities.isShared(first);
        if (shared || Authorities.isShared(second)) {
            return first.equalsIgnoreCase(second);
        }
        return lookup.tenant(first).equals(lookup.tenant(second));
    }

    private Answer tokens(AuthorizationCode code, Grant grant, String authority) {
        long seconds = tokens.lifetime(grant).toSeconds();
        JsonObjectBuilder answer = JsonText.object()
                .add("token_type", "Bearer")
                .add("scope", code.scopes().granted())
                .add("expires_in", seconds)
                .add("ext_expires_in", seconds)
                .add("access_token", userTokens.accessToken(code, grant, authority));
        if (code.scopes().has("offline_access")) {
            String refreshToken = Opaque.text();
            tokens.remember(refreshToken);
            answer.add("refresh_token", refreshToken);
        }
        if (code.scopes().has("openid")) {
            answer.add("id_token", userTokens.idToken(code, authority));
        }
        return Answer.json(200, answer.build());
    }
}
