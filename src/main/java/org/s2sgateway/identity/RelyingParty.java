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
import com.nimbusds.openid.connect.sdk.token.OIDCTokens;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Clock;
import java.util.Optional;
import org.s2sgateway.settings.PublicUrl;
import org.s2sgateway.settings.Secret;

/**
 * This gateway's part in OpenID Connect: the authorization code flow with PKCE and nonce, both of which are derived from
 * the browser's cookie and the state, so that a stolen code is worth nothing without the cookie.
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

    private final URI redirectUri;
    private final URI startPage;
    private final Providers providers;
    private final CodeExchange exchange;
    private final IdTokens idTokens;

    RelyingParty(PublicUrl publicUrl, HttpClient client, Clock clock) {
        redirectUri = URI.create(publicUrl + "/sign-in/callback");
        startPage = URI.create(publicUrl + "/");
        providers = new Providers(new KeyReader(client), clock);
        exchange = new CodeExchange(redirectUri, client, clock);
        idTokens = new IdTokens(providers, clock);
    }

    /** Where the browser is to be sent (OpenID Connect Core section 3.1.2.1). */
    URI authorization(Browser browser, Secret state, SignInWish wish, Provider provider) throws SignInRefused {
        Scope scope = new Scope(provider.scopes().toArray(String[]::new));
        wish.resource().ifPresent(host -> scope.add("https://" + host + "/user_impersonation"));
        AuthenticationRequest.Builder request = new AuthenticationRequest.Builder(
                        ResponseType.CODE, scope, new ClientID(provider.client().id()), redirectUri)
                .endpointURI(providers.metadata(provider).authorizationEndpoint())
                .responseMode(provider.answersByForm() ? ResponseMode.FORM_POST : ResponseMode.QUERY)
                .state(new State(state.reveal()))
                .nonce(new Nonce(nonce(browser, state).reveal()))
                .codeChallenge(new CodeVerifier(verifier(browser, state).reveal()), CodeChallengeMethod.S256);
        if (wish.choosesAccount()) {
            request.prompt(provider.whoIsThere());
        }
        wish.loginHint().ifPresent(request::loginHint);
        return request.build().toURI();
    }

    /** Redeems the code and finds out who that is. */
    Arrival arrival(Browser browser, SignInAnswer answer, Provider provider) throws SignInRefused {
        ProviderMetadata metadata = providers.metadata(provider);
        mustComeFrom(provider, metadata, answer);
        OIDCTokens tokens = exchange.redeem(
                provider.client(),
                metadata.tokenEndpoint(),
                answer.code().orElseThrow(),
                verifier(browser, answer.state()));
        return new Arrival(
                idTokens.person(provider, tokens.getIDToken(), nonce(browser, answer.state())),
                tokens.getAccessToken().getValue());
    }

    // RFC 9207 section 2.4: or a code of one provider could be taken to another.
    private static void mustComeFrom(Provider provider, ProviderMetadata metadata, SignInAnswer answer)
            throws SignInRefused {
        if (metadata.namesIssuer() && !answer.issuer().equals(Optional.of(provider.announcedIssuer()))) {
            throw new SignInRefused("S2S.SignInRefused");
        }
    }

    /**
     * Where whoever signed in there signs out, too; empty where the provider offers nothing like that. Without the ID
     * token, which would be a hint but is kept nowhere, some providers ask first, and some do not lead back (OpenID Connect
     * RP-Initiated Logout 1.0 sections 2 and 3).
     */
    Optional<URI> endOfSession(Provider provider) throws SignInRefused {
        ClientID client = new ClientID(provider.client().id());
        return providers.metadata(provider).endSessionEndpoint().map(endpoint -> new LogoutRequest(
                        endpoint, null, null, client, startPage, null, null)
                .toURI());
    }

    private static Secret verifier(Browser browser, Secret state) {
        return Secret.of(browser.derive("verifier " + state.reveal()));
    }

    private static Secret nonce(Browser browser, Secret state) {
        return Secret.of(browser.derive("nonce " + state.reveal()));
    }
}
