package org.s2sgateway.identity;

import com.nimbusds.oauth2.sdk.ResponseMode;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.LogoutRequest;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.Prompt;
import com.nimbusds.openid.connect.sdk.token.OIDCTokens;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import org.s2sgateway.registration.Registration;
import org.s2sgateway.settings.PublicUrl;
import org.s2sgateway.settings.Secret;

/**
 * The registration's part in OpenID Connect: the authorization code flow with PKCE and nonce, both of which are derived
 * from the browser's cookie and the state, so that a stolen code is worth nothing without the cookie.
 *
 * <p>Thread-safe. Keeps nothing of anybody.
 */
final class RelyingParty {

    /** What came back, checked as far as it can be without knowing what was wished for. */
    record Arrival(SignedIn person, String accessToken) {
        @Override
        public String toString() {
            return "Arrival[" + person.actor() + "]";
        }
    }

    private final ClientID clientId;
    private final URI redirectUri;
    private final URI startPage;
    private final Providers providers;
    private final CodeExchange exchange;
    private final IdTokens idTokens;

    RelyingParty(Registration registration, PublicUrl publicUrl, HttpClient client, Clock clock) {
        clientId = new ClientID(registration.clientId());
        redirectUri = URI.create(publicUrl + "/sign-in/callback");
        startPage = URI.create(publicUrl + "/");
        providers = new Providers(registration.authority(), new KeyReader(client), clock);
        exchange = new CodeExchange(registration, redirectUri, new ClientProof(registration.clientId(), clock), client);
        idTokens = new IdTokens(registration.clientId(), providers, clock);
    }

    /** Where the browser is to be sent (OpenID Connect Core section 3.1.2.1). */
    URI authorization(Browser browser, Secret state, SignInWish wish, Optional<UUID> tenant) throws SignInRefused {
        Scope scope = new Scope("openid", "profile");
        wish.resource().ifPresent(host -> scope.add("https://" + host + "/user_impersonation"));
        AuthenticationRequest.Builder request = new AuthenticationRequest.Builder(
                        ResponseType.CODE, scope, clientId, redirectUri)
                .endpointURI(providers.of(tenant).authorizationEndpoint())
                .responseMode(ResponseMode.QUERY)
                .state(new State(state.reveal()))
                .nonce(new Nonce(nonce(browser, state).reveal()))
                .codeChallenge(new CodeVerifier(verifier(browser, state).reveal()), CodeChallengeMethod.S256);
        if (wish.choosesAccount()) {
            request.prompt(Prompt.Type.SELECT_ACCOUNT);
        }
        wish.loginHint().ifPresent(request::loginHint);
        return request.build().toURI();
    }

    /** Redeems the code and finds out who that is. */
    Arrival arrival(Browser browser, Secret state, Secret code, Optional<UUID> tenant) throws SignInRefused {
        ProviderMetadata provider = providers.of(tenant);
        OIDCTokens tokens = exchange.redeem(provider, code, verifier(browser, state));
        return new Arrival(
                idTokens.person(provider, tokens.getIDToken(), nonce(browser, state)),
                tokens.getAccessToken().getValue());
    }

    /** Where the person signs out of the identity provider, too (OpenID Connect RP-Initiated Logout section 2). */
    URI endOfSession(UUID tenant) throws SignInRefused {
        return providers
                .of(Optional.of(tenant))
                .endSessionEndpoint()
                .map(endpoint -> new LogoutRequest(endpoint, null, startPage, null).toURI())
                .orElse(startPage);
    }

    private static Secret verifier(Browser browser, Secret state) {
        return Secret.of(browser.derive("verifier " + state.reveal()));
    }

    private static Secret nonce(Browser browser, Secret state) {
        return Secret.of(browser.derive("nonce " + state.reveal()));
    }
}
