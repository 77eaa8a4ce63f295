package org.s2sgateway.it;

import static org.s2sgateway.it.Asker.FABRIKAM;
import static org.s2sgateway.it.Asker.HOME;
import static org.s2sgateway.it.Asker.READING;
import static org.s2sgateway.it.Asker.UNKNOWN;
import static org.s2sgateway.it.Asker.ago;
import static org.s2sgateway.it.Refused.BAD_REQUEST;
import static org.s2sgateway.it.Refused.NOT_PERMITTED;
import static org.s2sgateway.it.Refused.UNAUTHENTICATED;
import static org.s2sgateway.it.Refused.row;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.s2sgateway.simulator.identity.OddToken;

/** Whose credentials are not good, and whose token lacks the role. */
class RefusedTokensIT {

    private static final String OPEN = "/api/health/live";

    @RegisterExtension
    final Asker asker = new Asker();

    static Stream<Refused> tokens() {
        String nobodysKey = "The token is not signed by a key and algorithm that its issuer may use here.";
        String wrongIssuer = "The token was not issued by an issuer that is accepted here.";
        String wrongAudience = "The token was issued for another audience than a0000000-0000-4000-8000-000000000001 or"
                + " api://a0000000-0000-4000-8000-000000000001.";
        String noTimes = "The token does not say from when to when it is valid.";
        String idToken = "The token is an ID token and not an access token.";
        String noJwt = "The token is not a signed JWT.";
        return Stream.of(
                token("no signature (alg: none)", OddToken::unsigned).forItsToken(noJwt),
                token("no JWT", good -> "opaque").forItsToken(noJwt),
                token("an encrypted one", good -> "a.b.c.d.e").forItsToken(noJwt),
                token("its signature cut off", good -> good.sign().replaceFirst("[^.]*$", ""))
                        .forItsToken(noJwt),
                token("HMAC with the public key as secret", OddToken::signWithPublicKeyAsSecret)
                        .forItsToken(nobodysKey),
                token("another key under the issuer's kid", OddToken::signByStranger)
                        .forItsToken(nobodysKey),
                token("the issuer's key under another kid", good -> good.signUnderKeyId("another"))
                        .forItsToken(nobodysKey),
                token("a key that it brings itself", OddToken::signByStrangerWhoBringsTheKey)
                        .forItsToken(nobodysKey),
                token("claims put under another signature", good -> good.signThenSay(good.roles("Tenants.Manage")))
                        .forItsToken(nobodysKey),
                token("the type of a logout token", good -> good.sign(JWSAlgorithm.RS256, type("logout+jwt")))
                        .forItsToken(nobodysKey),
                odd("expired", good -> good.expiresAt(ago(120))).forItsToken("The token has expired."),
                odd("not yet valid", good -> good.claim("nbf", ago(-300))).forItsToken("The token is not valid yet."),
                odd("issued in the future", good -> good.claim("iat", ago(-300)))
                        .forItsToken("The token is not valid yet."),
                odd("no exp", good -> good.without("exp")).forItsToken(noTimes),
                odd("no iat", good -> good.without("iat")).forItsToken(noTimes),
                odd("no sub", good -> good.without("sub")).forItsToken("The token names no subject."),
                odd("a blank sub", good -> good.claim("sub", " ")).forItsToken("The token names no subject."),
                odd("no application", good -> good.without("azp").without("appid"))
                        .forItsToken("The token does not name the calling application."),
                odd("no audience", good -> good.without("aud")).forItsToken(wrongAudience),
                odd("for Dataverse itself", good -> good.audience("https://contoso.crm4.dynamics.com"))
                        .forItsToken(wrongAudience),
                odd("for another application", good -> good.audience("api://" + UNKNOWN))
                        .forItsToken(wrongAudience),
                odd("no issuer", good -> good.without("iss")).forItsToken(wrongIssuer),
                odd("the issuer of anybody", good -> good.issuer("https://evil.example/v2.0"))
                        .forItsToken(wrongIssuer),
                odd("a slash after the issuer", good -> good.issuer(good.claim("iss") + "/"))
                        .forItsToken(wrongIssuer),
                odd("the issuer of another tenant", RefusedTokensIT::ofFabrikam).forItsToken(wrongIssuer),
                odd("the tenant's id of another tenant", good -> good.claim("tid", FABRIKAM))
                        .forItsToken("The token belongs to another tenant."),
                odd("an ID token with its nonce", good -> good.claim("nonce", "n"))
                        .forItsToken(idToken),
                odd("an ID token with the hash of a token", good -> good.claim("at_hash", "h"))
                        .forItsToken(idToken),
                odd("an ID token with the hash of a code", good -> good.claim("c_hash", "h"))
                        .forItsToken(idToken),
                row(
                                "another tenant's application that was made an operator there",
                                t -> t.as("fabrikam-service", READING),
                                UNAUTHENTICATED)
                        .forItsToken(wrongIssuer));
    }

    static Stream<Refused> credentials() {
        String bearerOnly = "bearer tokens only";
        String invalidRequest =
                "Bearer error=\"invalid_request\", error_description=\"More than one credential was sent.\"";
        return Stream.of(
                row("none", t -> t.request(READING), UNAUTHENTICATED).saying("A bearer token is needed here."),
                authorization("Basic", t -> "Basic eDp5").saying(bearerOnly),
                authorization("a scheme alone", t -> "Bearer").saying(bearerOnly),
                authorization("a token without a scheme", t -> t.token("registry-reader"))
                        .saying(bearerOnly),
                authorization("two tokens in one header", t -> "Bearer a.b.c d.e.f")
                        .saying(bearerOnly),
                authorization("a token in quotes", t -> "Bearer \"" + t.token("registry-reader") + "\"")
                        .saying(bearerOnly),
                row(
                                "the token twice",
                                t -> t.as("registry-reader", READING)
                                        .header("Authorization", "Bearer " + t.token("registry-reader")),
                                BAD_REQUEST)
                        .challenged(invalidRequest),
                row(
                                "Basic beside the token",
                                t -> t.as("registry-reader", READING).header("Authorization", "Basic eDp5"),
                                BAD_REQUEST)
                        .challenged(invalidRequest),
                row(
                        "the token in the query",
                        t -> t.request(READING + "?access_token=" + t.token("registry-reader")),
                        UNAUTHENTICATED),
                row(
                        "the token in a form",
                        t -> t.form("/api/tenants", "access_token=" + t.token("registry-manager")),
                        UNAUTHENTICATED),
                row(
                        "the token in a cookie",
                        t -> t.request(READING).header("Cookie", "access_token=" + t.token("registry-reader")),
                        UNAUTHENTICATED),
                row(
                        "the token for a proxy",
                        t -> t.request(READING).header("Proxy-Authorization", "Bearer " + t.token("registry-reader")),
                        UNAUTHENTICATED),
                row(
                        "the session of who signed in",
                        t -> t.denied().request(READING).header("Cookie", t.session()),
                        UNAUTHENTICATED),
                row(
                        "the session of who signed in, to change something",
                        t -> t.denied().json("DELETE", "/api/grants/x", "").header("Cookie", t.session()),
                        UNAUTHENTICATED),
                row(
                        "the session of who signed in, to reach Dataverse",
                        t -> t.denied().request(t.web("accounts")).header("Cookie", t.session()),
                        UNAUTHENTICATED),
                row(
                                "a bad one where none is needed",
                                t -> t.bearer(t.odd("registry-reader").signByStranger(), OPEN),
                                UNAUTHENTICATED)
                        .forItsToken("The token is not signed by a key and algorithm that its issuer may use here."),
                row(
                        "Basic where none is needed",
                        t -> t.request(OPEN).header("Authorization", "Basic eDp5"),
                        UNAUTHENTICATED));
    }

    /** What a token says in place of the role that is needed. */
    static Stream<Refused> roles() {
        return Stream.of(
                roles("in small letters", good -> good.roles("tenants.read")),
                roles("in capital letters", good -> good.roles("TENANTS.READ")),
                roles("with a space", good -> good.roles("Tenants.Read ")),
                roles("with more behind it", good -> good.roles("Tenants.Read.All")),
                roles("by a pattern", good -> good.roles("*", "Tenants.*")),
                roles("in a text with commas", good -> good.claim("roles", "Tenants.Read,Tenants.Manage")),
                roles("in an object", good -> good.claim("roles", Map.of("Tenants.Read", true))),
                roles("as a group", good -> good.claim("groups", List.of("Tenants.Read"))),
                roles("as a directory role", good -> good.claim("wids", List.of("Tenants.Read"))),
                roles("as a scope", good -> good.claim("scp", "Tenants.Read")),
                roles("under another name", good -> good.claim("role", List.of("Tenants.Read"))),
                roles("another one", good -> good.roles("Dataverse.Access", "Tokens.Issue")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"tokens", "credentials", "roles"})
    void refusesWhoIsNotKnownOrMayNot(Refused row) {
        asker.assertRefused(row);
    }

    private static Refused token(String name, Function<OddToken, String> sign) {
        return row("a token: " + name, t -> t.bearer(sign.apply(t.odd("registry-reader")), READING), UNAUTHENTICATED);
    }

    private static Refused odd(String name, UnaryOperator<OddToken> change) {
        return token(name, good -> change.apply(good).sign());
    }

    private static Refused authorization(String name, Function<Asker, String> value) {
        return row(
                "credentials: " + name,
                t -> t.request(READING).header("Authorization", value.apply(t)),
                UNAUTHENTICATED);
    }

    private static Refused roles(String name, UnaryOperator<OddToken> change) {
        return row(
                        "the role: " + name,
                        t -> t.bearer(change.apply(t.odd("no-roles")).sign(), READING),
                        NOT_PERMITTED)
                .saying("Tenants.Read");
    }

    private static JOSEObjectType type(String name) {
        return new JOSEObjectType(name);
    }

    private static OddToken ofFabrikam(OddToken good) {
        return good.issuer(String.valueOf(good.claim("iss")).replace(HOME, FABRIKAM));
    }
}
