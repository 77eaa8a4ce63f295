package org.s2sgateway.identity;

import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.ErrorObject;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponseParser;
import com.nimbusds.openid.connect.sdk.token.OIDCTokens;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLException;
import org.s2sgateway.outbound.SmallCall;
import org.s2sgateway.registration.Credential;
import org.s2sgateway.settings.Secret;

/**
 * Redeems the code of a sign-in for tokens (RFC 6749 section 4.1.3) with our credential at the provider; with the other
 * one where that is refused for its own sake, as in a rotation.
 *
 * <p>Thread-safe. Ten seconds at most per attempt.
 */
final class CodeExchange {

    private static final int MAX_BODY = 256 * 1024;
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final URI redirectUri;
    private final HttpClient http;
    private final Clock clock;

    CodeExchange(URI redirectUri, HttpClient http, Clock clock) {
        this.redirectUri = redirectUri;
        this.http = http;
        this.clock = clock;
    }

    /** The tokens for the code. */
    OIDCTokens redeem(Provider.Client client, URI tokenEndpoint, Secret code, Secret codeVerifier)
            throws SignInRefused {
        AuthorizationCodeGrant grant = new AuthorizationCodeGrant(
                new AuthorizationCode(code.reveal()), redirectUri, new CodeVerifier(codeVerifier.reveal()));
        List<Credential> credentials = client.credentials();
        TokenResponse answer = ask(tokenEndpoint, grant, client, credentials.get(0));
        for (Credential next : credentials.subList(1, credentials.size())) {
            if (refusesTheCredential(answer)) {
                answer = ask(tokenEndpoint, grant, client, next);
            }
        }
        if (answer instanceof OIDCTokenResponse tokens && tokens.getOIDCTokens().getIDToken() != null) {
            return tokens.getOIDCTokens();
        }
        throw new SignInRefused(
                answer.indicatesSuccess()
                        ? "S2S.IdentityProviderUnexpectedAnswer"
                        : codeOf(answer.toErrorResponse().getErrorObject()));
    }

    private TokenResponse ask(URI endpoint, AuthorizationCodeGrant grant, Provider.Client client, Credential credential)
            throws SignInRefused {
        ClientProof proof = new ClientProof(client.id(), client.style(), clock);
        TokenRequest.Builder request = new TokenRequest.Builder(endpoint, new ClientID(client.id()), grant);
        for (Map.Entry<String, Secret> parameter :
                proof.parameters(credential, endpoint).entrySet()) {
            request.customParameter(parameter.getKey(), parameter.getValue().reveal());
        }
        HttpResponse<byte[]> answer = send(request.build().toHTTPRequest());
        if (answer.statusCode() == 429) {
            throw new SignInRefused("S2S.IdentityProviderThrottled");
        }
        if (answer.statusCode() >= 500) {
            throw new SignInRefused("S2S.IdentityProviderFailed");
        }
        try {
            HTTPResponse parsable = new HTTPResponse(answer.statusCode());
            parsable.setContentType("application/json");
            parsable.setBody(new String(answer.body(), StandardCharsets.UTF_8));
            return OIDCTokenResponseParser.parse(parsable);
        } catch (ParseException broken) {
            throw new SignInRefused("S2S.IdentityProviderUnexpectedAnswer", broken);
        }
    }

    private HttpResponse<byte[]> send(HTTPRequest request) throws SignInRefused {
        HttpRequest ours = HttpRequest.newBuilder(request.getURI())
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Accept", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(request.getBody()))
                .build();
        try {
            return sendOnceMoreIfLost(ours);
        } catch (IOException failed) {
            throw new SignInRefused(Outage.codeOf(failed), failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new SignInRefused("S2S.IdentityProviderUnreachable", interrupted);
        }
    }

    // A connection that had been idle may be closed at the other end already.
    private HttpResponse<byte[]> sendOnceMoreIfLost(HttpRequest request) throws IOException, InterruptedException {
        try {
            return SmallCall.send(http, request, MAX_BODY, TIMEOUT);
        } catch (HttpTimeoutException | ConnectException | SSLException notLost) {
            throw notLost;
        } catch (IOException lost) {
            return SmallCall.send(http, request, MAX_BODY, TIMEOUT);
        }
    }

    private static boolean refusesTheCredential(TokenResponse answer) {
        return !answer.indicatesSuccess()
                && "invalid_client"
                        .equals(answer.toErrorResponse().getErrorObject().getCode());
    }

    private static String codeOf(ErrorObject error) {
        return RefusalCode.of(error.getCode(), error.getDescription());
    }
}
