package org.s2sgateway.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.s2sgateway.it.Refused.row;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import jakarta.json.JsonObject;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.s2sgateway.simulator.identity.OddToken;

/**
 * Every way in which the gateway says no, a row each: with its status, its code, the form of the address, a challenge where
 * and only where it is 401, and without anything having reached Dataverse.
 */
class RefusalTableIT {

    private static final String BAD_REQUEST = "400 S2S.BadRequest";
    private static final String UNAUTHENTICATED = "401 S2S.Unauthenticated";
    private static final String NOT_PERMITTED = "403 S2S.NotPermitted";
    private static final String NOT_AS_ANOTHER = "403 S2S.ImpersonationNotPermitted";
    private static final String NOT_FOUND = "404 S2S.NotFound";
    private static final String UNKNOWN_ENVIRONMENT = "404 S2S.UnknownEnvironment";
    private static final String CONFLICT = "409 S2S.Conflict";

    private static final String READING = "/api/registration";
    private static final String OPEN = "/api/health/live";
    private static final String HOME = "c0a00000-0000-4000-8000-000000000001";
    private static final String FABRIKAM = "fab00000-0000-4000-8000-000000000002";
    private static final String UNKNOWN = "00000000-0000-4000-8000-000000000009";
    private static final String NO_HOST = "unknown.crm4.dynamics.com";
    private static final String ORDERS = "b0000000-0000-4000-8000-000000000001";
    private static final String IMPERSONATING = "b0000000-0000-4000-8000-000000000006";
    private static final String USER = "5f0d3a9c-1111-4222-8333-444455556666";
    private static final String ACCOUNT = "accounts(28630624-cac9-e811-a964-000d3a3ac063)";
    private static final String STATE = "abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJKLMNO_";
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String JSON = "application/json";
    private static final String EVERYWHERE = "'tenants':['*'],'environments':['*']";
    private static final String READS_ACCOUNTS = EVERYWHERE + ",'tables':{'accounts':['read']}";
    private static final String EVERYTHING =
            EVERYWHERE + ",'tables':{'*':['read','create','update','delete']},'actions':['*']";

    private final RunningGateway run = GatewayRun.gateway();

    private RunningGateway gateway;
    private final Deque<Runnable> undo = new ArrayDeque<>();

    @BeforeEach
    void know() {
        gateway = run;
        environmentIsRegistered();
    }

    @AfterEach
    void leaveItAsItWas() {
        while (!undo.isEmpty()) {
            undo.pop().run();
        }
    }

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
                odd("the issuer of another tenant", RefusalTableIT::ofFabrikam).forItsToken(wrongIssuer),
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

    /** An address of the contract's table, the roles that open it, and what an operator's tool gets there. */
    private record Managed(String method, String path, String body, String roles, String asOperator) {

        boolean isReading() {
            return method.equals("GET");
        }

        HttpRequest.Builder request(RefusalTableIT t) {
            return t.json(method, path, body);
        }

        HttpRequest.Builder as(RefusalTableIT t, String application) {
            return request(t).setHeader("Authorization", "Bearer " + t.token(application));
        }

        @Override
        public String toString() {
            return method + " " + path.replace(HOME, "{home}").replace(UNKNOWN, "{unknown}");
        }
    }

    static Stream<Managed> addresses() {
        String tenant = "/api/tenants/" + HOME;
        String unknown = "/api/tenants/" + UNKNOWN;
        String environment = "/api/environments/" + NO_HOST;
        return Stream.of(
                new Managed("GET", READING, "", "Tenants.Read", "200"),
                new Managed("GET", "/api/tenants", "", "Tenants.Read", "200"),
                new Managed("POST", "/api/tenants", tenantJson(UNKNOWN), "Tenants.Manage", CONFLICT),
                new Managed("GET", tenant, "", "Tenants.Read", "200"),
                new Managed("PATCH", unknown, "{\"status\":\"suspended\"}", "Tenants.Manage", NOT_FOUND),
                new Managed("DELETE", unknown, "", "Tenants.Manage", NOT_FOUND),
                new Managed("GET", tenant + "/invitations", "", "Tenants.Manage", "200"),
                new Managed("POST", tenant + "/invitations", "", "Tenants.Manage", CONFLICT),
                new Managed("DELETE", tenant + "/invitations/" + UNKNOWN, "", "Tenants.Manage", NOT_FOUND),
                new Managed("GET", tenant + "/environments", "", "Tenants.Read", "200"),
                new Managed(
                        "POST", unknown + "/environments", urlJson("https://" + NO_HOST), "Tenants.Manage", NOT_FOUND),
                new Managed("GET", tenant + "/events", "", "Tenants.Read", "200"),
                new Managed("GET", "/api/environments", "", "Dataverse.Access or Tenants.Read", "200"),
                new Managed("GET", environment, "", "Tenants.Read", UNKNOWN_ENVIRONMENT),
                new Managed("PATCH", environment, "{\"status\":\"disabled\"}", "Tenants.Manage", UNKNOWN_ENVIRONMENT),
                new Managed("DELETE", environment, "", "Tenants.Manage", UNKNOWN_ENVIRONMENT),
                new Managed("POST", environment + "/check", "", "Tenants.Manage", UNKNOWN_ENVIRONMENT),
                new Managed("POST", environment + "/token", "", "Tokens.Issue", NOT_PERMITTED),
                new Managed("GET", "/api/grants", "", "Tenants.Manage", "200"),
                new Managed("GET", "/api/grants/nobody", "", "Tenants.Manage", NOT_FOUND),
                new Managed("PUT", "/api/grants/nobody", "{}", "Tenants.Manage", BAD_REQUEST),
                new Managed("DELETE", "/api/grants/nobody", "", "Tenants.Manage", NOT_FOUND),
                new Managed("GET", "/api/events", "", "Tenants.Read", "200"),
                new Managed("GET", "/api/events/verify", "", "Tenants.Read", "200"));
    }

    static Stream<Refused> addressesWithoutTheRole() {
        return addresses().flatMap(address -> {
            List<Refused> rows = new ArrayList<>();
            rows.add(row(address + " by nobody", address::request, UNAUTHENTICATED));
            rows.add(refused(address, "no-roles"));
            rows.add(refused(address, "impersonating-service").saying("needs the role"));
            if (!address.isReading()) {
                rows.add(refused(address, "registry-reader"));
                rows.add(refused(address, "auditor-tool"));
            }
            // Whoever may call Dataverse may know what there is.
            rows.removeIf(row -> row.name().equals("GET /api/environments by impersonating-service"));
            return rows.stream();
        });
    }

    static Stream<Refused> registry() {
        String tenant = "/api/tenants/" + HOME;
        String unknown = "/api/tenants/" + UNKNOWN;
        String environment = "/api/environments/" + NO_HOST;
        return Stream.of(
                managing("an unknown tenant", "GET", unknown, "", NOT_FOUND),
                managing("an unknown tenant's environments", "GET", unknown + "/environments", "", NOT_FOUND),
                managing("an unknown tenant's events", "GET", unknown + "/events", "", NOT_FOUND),
                managing("an unknown tenant's invitations", "GET", unknown + "/invitations", "", NOT_FOUND),
                managing("to invite for an unknown tenant", "POST", unknown + "/invitations", "", NOT_FOUND),
                managing("a tenant by its domain", "GET", "/api/tenants/contoso.example", "", BAD_REQUEST)
                        .saying("The tenant id in the path"),
                managing(
                                "to suspend a tenant by a malformed id",
                                "PATCH",
                                "/api/tenants/1-1-1-1-1",
                                "{\"status\":\"suspended\"}",
                                BAD_REQUEST)
                        .saying("The tenant id in the path"),
                managing("a second tenant in single-tenant mode", "POST", "/api/tenants", tenantJson(UNKNOWN), CONFLICT)
                        .saying("single-tenant mode"),
                managing("a tenant without a body", "POST", "/api/tenants", "", BAD_REQUEST)
                        .saying("no body"),
                managing("a tenant that is no JSON", "POST", "/api/tenants", "{", BAD_REQUEST)
                        .saying("one valid JSON object"),
                managing(
                                "a tenant without a name",
                                "POST",
                                "/api/tenants",
                                "{\"tenantId\":\"" + UNKNOWN + "\"}",
                                BAD_REQUEST)
                        .saying("name is missing"),
                managing("a tenant with a malformed id", "POST", "/api/tenants", tenantJson("1-1"), BAD_REQUEST)
                        .saying("tenantId has to be a GUID"),
                managing(
                                "a tenant with a member too many",
                                "POST",
                                "/api/tenants",
                                tenantJson(UNKNOWN).replace("}", ",\"status\":\"consented\"}"),
                                BAD_REQUEST)
                        .saying("allowed: name, tenantId"),
                managing(
                        "a tenant that is too long",
                        "POST",
                        "/api/tenants",
                        " ".repeat(70_000),
                        "413 S2S.PayloadTooLarge"),
                row(
                        "a tenant as text",
                        t -> t.as("registry-manager", "/api/tenants")
                                .header("Content-Type", "text/plain")
                                .POST(BodyPublishers.ofString("{}")),
                        "415 S2S.UnsupportedMediaType"),
                row(
                        "a tenant as a form",
                        t -> t.form("/api/tenants", "a=b")
                                .header("Authorization", "Bearer " + t.token("registry-manager")),
                        "415 S2S.UnsupportedMediaType"),
                managing("to off-board the home tenant", "DELETE", tenant, "", CONFLICT)
                        .saying("home tenant"),
                managing("to off-board by a status", "PATCH", tenant, "{\"status\":\"offboarded\"}", BAD_REQUEST)
                        .saying("status has to be suspended or active"),
                managing("to make a tenant consented", "PATCH", tenant, "{\"status\":\"consented\"}", BAD_REQUEST)
                        .saying("status has to be suspended or active"),
                managing("an unknown environment", "GET", environment, "", UNKNOWN_ENVIRONMENT),
                managing(
                        "to open an unknown environment",
                        "PATCH",
                        environment,
                        "{\"status\":\"active\"}",
                        UNKNOWN_ENVIRONMENT),
                managing("to check an unknown environment", "POST", environment + "/check", "", UNKNOWN_ENVIRONMENT),
                managing("what can be no environment", "GET", "/api/environments/no_host", "", UNKNOWN_ENVIRONMENT),
                row(
                                "to make an environment connected",
                                t -> t.managing("PATCH", "/api/environments/" + t.host(), "{\"status\":\"connected\"}"),
                                BAD_REQUEST)
                        .saying("status has to be disabled or active"),
                environment("a host that is not allowed", "https://evil.example", BAD_REQUEST)
                        .saying("s2s.dataverse.hosts"),
                environment(
                                "an allowed host as the beginning of another",
                                "https://contoso.crm4.dynamics.com.evil.example",
                                BAD_REQUEST)
                        .saying("s2s.dataverse.hosts"),
                environment("the address of a cloud's own metadata", "https://169.254.169.254/metadata", BAD_REQUEST)
                        .saying("s2s.dataverse.hosts"),
                environment("an environment without TLS", "http://localhost:9444", BAD_REQUEST)
                        .saying("url"),
                environment("an environment with a user", "https://user@localhost:9444", BAD_REQUEST)
                        .saying("url"),
                environment("no address at all", "contoso or so", BAD_REQUEST).saying("url"),
                row(
                                "an environment of another tenant",
                                t -> t.managing(
                                        "POST",
                                        tenant + "/environments",
                                        urlJson("https://" + t.run.simulator().host("fabrikam"))),
                                "409 S2S.OtherTenant")
                        .saying(FABRIKAM),
                managing("no entry at all in a page", "GET", "/api/tenants?limit=0", "", BAD_REQUEST)
                        .saying("limit"),
                managing("too many entries in a page", "GET", "/api/events?limit=201", "", BAD_REQUEST)
                        .saying("limit"),
                managing("a cursor that nobody gave", "GET", "/api/environments?cursor=x", "", BAD_REQUEST)
                        .saying("cursor"),
                managing("an address that is none", "GET", "/api/nothing", "", NOT_FOUND),
                managing("the description of the server", "GET", "/api/application.wadl", "", NOT_FOUND),
                managing("to delete what is only read", "DELETE", READING, "", "405 S2S.MethodNotAllowed"),
                row("what there is, of nobody", t -> t.json("OPTIONS", READING, ""), "405 S2S.MethodNotAllowed"),
                row(
                        "a picture",
                        t -> t.as("registry-reader", READING).header("Accept", "image/png"),
                        "406 S2S.NotAcceptable"));
    }

    static Stream<Refused> gateway() {
        String noTarget = "/api/data/v9.2/accounts";
        return Stream.of(
                row("nobody", t -> t.request(t.web("accounts")), UNAUTHENTICATED)
                        .saying("A bearer token is needed here."),
                row(
                                "a token that has expired",
                                t -> t.bearer(
                                        t.odd("orders-service")
                                                .expiresAt(ago(120))
                                                .sign(),
                                        t.web("accounts")),
                                UNAUTHENTICATED)
                        .forItsToken("The token has expired."),
                row(
                                "a token with the public key as secret",
                                t -> t.bearer(t.odd("orders-service").signWithPublicKeyAsSecret(), t.web("accounts")),
                                UNAUTHENTICATED)
                        .forItsToken("The token is not signed by a key and algorithm that its issuer may use here."),
                row("another tenant's application", t -> t.as("fabrikam-service", t.web("accounts")), UNAUTHENTICATED)
                        .forItsToken("The token was not issued by an issuer that is accepted here."),
                row("two tokens", t -> t.calling("accounts").header("Authorization", "Bearer a.b.c"), BAD_REQUEST)
                        .challenged(
                                "Bearer error=\"invalid_request\", error_description=\"More than one credential was sent.\""),
                row("no role", t -> t.as("no-roles", t.web("accounts")), NOT_PERMITTED)
                        .saying("Dataverse.Access"),
                row("a manager", t -> t.as("registry-manager", t.web("accounts")), NOT_PERMITTED)
                        .saying("Dataverse.Access"),
                row("an operator", t -> t.as("operator-tool", t.web("accounts")), NOT_PERMITTED)
                        .saying("Dataverse.Access"),
                row(
                                "an operator who writes",
                                t -> t.as("operator-tool", t.web(ACCOUNT)).DELETE(),
                                NOT_PERMITTED)
                        .saying("Dataverse.Access"),
                row(
                                "a user whose scope is named like the role",
                                t -> t.bearer(
                                        t.odd("no-roles")
                                                .claim("scp", "Dataverse.Access")
                                                .claim("oid", USER)
                                                .sign(),
                                        t.web("accounts")),
                                NOT_PERMITTED)
                        .saying("Dataverse.Access"),
                elsewhere("an environment that nobody registered", NO_HOST),
                elsewhere("its API host", "unknown.api.crm4.dynamics.com").saying(NO_HOST),
                elsewhere("another site", "evil.example"),
                elsewhere("this machine", "localhost"),
                row(
                        "an environment under another site",
                        t -> t.as("orders-service", "/api/dataverse/" + t.host() + ".evil.example" + noTarget),
                        UNKNOWN_ENVIRONMENT),
                row(
                        "an environment with a user",
                        t -> t.as("orders-service", "/api/dataverse/user@" + t.host() + noTarget),
                        UNKNOWN_ENVIRONMENT),
                row(
                        "an environment by its number",
                        t -> t.as(
                                "orders-service",
                                "/api/dataverse/" + t.host().replace("localhost", "127.0.0.1") + noTarget),
                        UNKNOWN_ENVIRONMENT),
                row("a disabled environment", t -> t.disabled().calling("accounts"), "403 S2S.EnvironmentDisabled")
                        .saying("an operator of the gateway can activate it"),
                row(
                        "writing to a disabled environment",
                        t -> t.disabled().calling(ACCOUNT).DELETE(),
                        "403 S2S.EnvironmentDisabled"),
                row(
                        "a token for a disabled environment",
                        t -> t.disabled().askingForAToken(),
                        "403 S2S.EnvironmentDisabled"),
                row("a suspended tenant", t -> t.suspended().calling("accounts"), "403 S2S.TenantSuspended")
                        .saying("an operator of the gateway can lift the suspension"),
                row("a token for a suspended tenant", t -> t.suspended().askingForAToken(), "403 S2S.TenantSuspended"),
                row(
                                "a token without the role",
                                t -> t.as("orders-service", "/api/environments/" + t.host() + "/token")
                                        .POST(BodyPublishers.noBody()),
                                NOT_PERMITTED)
                        .saying("Tokens.Issue"),
                row(
                        "a token for an unknown environment",
                        t -> t.bearer(
                                        t.odd("orders-service")
                                                .roles("Tokens.Issue")
                                                .sign(),
                                        "/api/environments/" + NO_HOST + "/token")
                                .POST(BodyPublishers.noBody()),
                        UNKNOWN_ENVIRONMENT),
                target("two slashes", "/api/data/v9.2//accounts"),
                target("a way up", "/api/data/v9.2/accounts/%2e%2e/contacts"),
                target("a way up behind a parameter", "/api/data/v9.2/..;/accounts"),
                target("a way up with a space", "/api/data/v9.2/..%20/accounts"),
                target("a slash in disguise", "/api/data/v9.2/accounts%2Fx"),
                target("a line's end", "/api/data/v9.2/accounts%0d%0aX-Evil:1"),
                target("a text without an end", "/api/data/v9.2/accounts(name='a"),
                target("the environment's discovery", "/api/discovery/v9.2/Instances"),
                target("the environment's SOAP", "/XRMServices/2011/Organization.svc/web"),
                target("the environment's pages", "/main.aspx"),
                row(
                                "an address that is too long",
                                t -> t.calling("accounts?$filter=" + "a".repeat(33_000)),
                                "414 S2S.UriTooLong")
                        .saying("$batch"),
                row(
                        "headers that are too large",
                        t -> t.calling("accounts").header("Prefer", "x".repeat(70_000)),
                        "431 S2S.HeadersTooLarge"),
                row(
                        "a form",
                        t -> t.calling("accounts").header("Content-Type", FORM).POST(BodyPublishers.ofString("a=b")),
                        "415 S2S.UnsupportedMediaType"),
                row(
                        "what there is",
                        t -> t.calling("accounts").method("OPTIONS", BodyPublishers.noBody()),
                        "405 S2S.MethodNotAllowed"),
                row(
                                "acting as another by the object id",
                                t -> t.calling("accounts").header("CallerObjectId", USER),
                                NOT_AS_ANOTHER)
                        .saying("Dataverse.Impersonate"),
                row(
                        "acting as another by the user's id",
                        t -> t.calling("accounts").header("MSCRMCallerID", USER),
                        NOT_AS_ANOTHER),
                row(
                        "acting as another in a spelling that a server may understand",
                        t -> t.calling("accounts").header("Caller_Object_Id", USER),
                        NOT_AS_ANOTHER),
                row(
                        "acting as another, and nobody is named",
                        t -> t.calling("accounts").header("MSCRMCallerID", "x"),
                        NOT_AS_ANOTHER),
                impersonating("a spelling that Dataverse does not know", "Caller-Object-Id", USER)
                        .saying("CallerObjectId or MSCRMCallerID"),
                impersonating("no GUID", "CallerObjectId", "me").saying("has to be a GUID"),
                impersonating("a GUID in braces", "CallerObjectId", "{" + USER + "}")
                        .saying("has to be a GUID"),
                impersonating("two GUIDs", "CallerObjectId", USER + "," + USER).saying("has to be a GUID"),
                row(
                                "impersonation: the same user twice",
                                t -> t.as("impersonating-service", t.web("accounts"))
                                        .header("CallerObjectId", USER)
                                        .header("CallerObjectId", USER),
                                BAD_REQUEST)
                        .saying("send CallerObjectId once"),
                row(
                                "impersonation: a user by two headers",
                                t -> t.as("impersonating-service", t.web("accounts"))
                                        .header("CallerObjectId", USER)
                                        .header("MSCRMCallerID", USER),
                                BAD_REQUEST)
                        .saying("send CallerObjectId once"));
    }

    /** A consumer that is granted to read accounts, and nothing else. */
    static Stream<Refused> grants() {
        return Stream.of(
                granted("another table", "GET", "contacts", "").saying("read on contacts", "PUT /api/grants/" + ORDERS),
                granted("the users", "GET", "systemusers", ""),
                granted("a table that nobody knows", "GET", "nothings", ""),
                granted("the definitions of tables", "GET", "EntityDefinitions", ""),
                granted("another table by $expand", "GET", "accounts?$expand=primarycontactid", "")
                        .saying("read on contacts"),
                granted("another table by $expand in disguise", "GET", "accounts?%24expand=primarycontactid", ""),
                granted(
                        "another table by a filter",
                        "GET",
                        "accounts?$filter=primarycontactid/lastname%20eq%20'x'",
                        ""),
                granted("another table by an order", "GET", "accounts?$orderby=primarycontactid/lastname", ""),
                granted("another table by a navigation", "GET", ACCOUNT + "/primarycontactid", ""),
                granted("another table by $ref", "GET", ACCOUNT + "/primarycontactid/$ref", ""),
                granted("another table by FetchXML", "GET", fetchXml("<entity name='contact'/>"), ""),
                granted(
                        "another table by a link in FetchXML",
                        "GET",
                        fetchXml("<entity name='account'><link-entity"
                                + " name='contact' from='contactid' to='primarycontactid'/></entity>"),
                        ""),
                granted(
                        "a query that somebody saved", "GET",
                        "accounts?savedQuery=00000000-0000-0000-00aa-000010001001", ""),
                granted("a function", "GET", "WhoAmI", "").saying("WhoAmI"),
                granted("an action", "POST", "sim_Echo", "{\"Text\":\"x\"}"),
                granted("to create", "POST", "accounts", "{\"name\":\"x\"}").saying("create on accounts"),
                granted("to change", "PATCH", ACCOUNT, "{\"name\":\"x\"}").saying("update on accounts"),
                granted("to change a value", "PUT", ACCOUNT + "/name", "{\"value\":\"x\"}"),
                granted("to delete", "DELETE", ACCOUNT, "").saying("delete on accounts"),
                granted("to delete a value", "DELETE", ACCOUNT + "/name", ""),
                granted("to take a reference away", "DELETE", ACCOUNT + "/primarycontactid/$ref", ""),
                granted(
                        "to set a reference",
                        "PUT",
                        ACCOUNT + "/primarycontactid/$ref",
                        "{\"@odata.id\":\"contacts(28630624-cac9-e811-a964-000d3a3ac063)\"}"),
                row(
                                "to create another row within one",
                                t -> t.granted(ORDERS, EVERYWHERE + ",'tables':{'accounts':['read','create']}")
                                        .calling(
                                                "accounts",
                                                "{\"name\":\"x\",\"primarycontactid\":{\"lastname\":\"y\"}}"),
                                NOT_PERMITTED)
                        .saying("create on contacts"),
                row(
                                "to bind another table's row",
                                t -> t.granted(ORDERS, EVERYWHERE + ",'tables':{'accounts':['read','create']}")
                                        .calling(
                                                "accounts",
                                                "{\"primarycontactid@odata.bind\":\"" + t.web("contacts(1)") + "\"}"),
                                NOT_PERMITTED)
                        .saying("read on contacts"),
                row("another table in a batch", t -> t.granted().batch("GET contacts?$top=1", ""), NOT_PERMITTED)
                        .saying("Request 1 of the batch", "read on contacts"),
                row("to delete in a batch", t -> t.granted().batch("DELETE " + ACCOUNT, ""), NOT_PERMITTED)
                        .saying("Request 1 of the batch", "delete on accounts"),
                row(
                                "to bypass logic",
                                t -> t.granted()
                                        .calling("accounts")
                                        .header("MSCRM.BypassCustomPluginExecution", "true"),
                                NOT_PERMITTED)
                        .saying("\"bypass\": true"),
                row(
                        "to bypass logic by the newer header",
                        t -> t.granted().calling("accounts").header("MSCRM.BypassBusinessLogicExecution", "CustomSync"),
                        NOT_PERMITTED),
                row(
                        "to bypass logic in a batch",
                        t -> t.granted().batch("GET accounts?$top=1", "MSCRM.BypassCustomPluginExecution: true\r\n"),
                        NOT_PERMITTED),
                row(
                                "another environment",
                                t -> t.granted(
                                                ORDERS,
                                                READS_ACCOUNTS.replace(
                                                        "'environments':['*']",
                                                        "'environments':['" + t.otherHost() + "']"))
                                        .calling("accounts"),
                                NOT_PERMITTED)
                        .saying("lacks this environment"),
                row(
                                "another tenant",
                                t -> t.granted(
                                                ORDERS,
                                                READS_ACCOUNTS.replace(
                                                        "'tenants':['*']", "'tenants':['" + FABRIKAM + "']"))
                                        .calling("accounts"),
                                NOT_PERMITTED)
                        .saying("lacks this environment"),
                row("a token where the grant does not say so", t -> t.granted().askingForAToken(), NOT_PERMITTED)
                        .saying("\"tokens\": true"),
                row(
                                "a token for another environment",
                                t -> t.granted(
                                                ORDERS,
                                                READS_ACCOUNTS.replace(
                                                                "'environments':['*']",
                                                                "'environments':['" + t.otherHost() + "']")
                                                        + ",'tokens':true")
                                        .askingForAToken(),
                                NOT_PERMITTED)
                        .saying("lacks this environment"),
                row(
                                "to act as another where the grant says none",
                                t -> t.granted(IMPERSONATING, READS_ACCOUNTS)
                                        .as("impersonating-service", t.web("accounts"))
                                        .header("CallerObjectId", USER),
                                NOT_AS_ANOTHER)
                        .saying("lacks \"impersonation\": \"explicit\"", "it has \"none\""),
                row(
                                "to act as another where the role is missing",
                                t -> t.granted(ORDERS, READS_ACCOUNTS + ",'impersonation':'explicit'")
                                        .calling("accounts")
                                        .header("CallerObjectId", USER),
                                NOT_AS_ANOTHER)
                        .saying("Dataverse.Impersonate"),
                caller("the application's own token", good -> good),
                caller("no scope", good -> good.claim("oid", USER)),
                caller("a blank scope", good -> good.claim("oid", USER).claim("scp", " ")),
                caller("no object id", good -> good.claim("scp", "access_as_user")
                        .without("oid")),
                caller("an object id that is none", good -> good.claim("scp", "access_as_user")
                        .claim("oid", "me")),
                row(
                                "act as the caller: and another is named",
                                t -> t.asCaller()
                                        .bearer(
                                                user(t.odd("impersonating-service"))
                                                        .sign(),
                                                t.web("accounts"))
                                        .header("CallerObjectId", USER),
                                NOT_AS_ANOTHER)
                        .saying("lacks \"impersonation\": \"explicit\"", "it has \"caller\""));
    }

    static Stream<Refused> badGrants() {
        return Stream.of(
                badGrant("{}", "tenants is missing"),
                badGrant("{'tenants':['*']}", "environments is missing"),
                badGrant("{'tenants':[],'environments':['*']}", "member tenants"),
                badGrant("{'tenants':['contoso'],'environments':['*']}", "member tenants"),
                badGrant("{'tenants':'*','environments':['*']}", "member tenants"),
                badGrant("{'tenants':['*'],'environments':['a b']}", "member environments"),
                badGrant("{" + EVERYWHERE + ",'table':{}}", "unknown member, table"),
                badGrant("{" + EVERYWHERE + ",'tables':{'accounts':[]}}", "member tables"),
                badGrant("{" + EVERYWHERE + ",'tables':{'accounts':['write']}}", "member tables"),
                badGrant("{" + EVERYWHERE + ",'tables':{'a/b':['read']}}", "member tables"),
                badGrant("{" + EVERYWHERE + ",'impersonation':'all'}", "member impersonation"),
                badGrant("{" + EVERYWHERE + ",'actions':['mscrm.WhoAmI']}", "member actions"),
                badGrant("{" + EVERYWHERE + ",'tokens':'true'}", "member tokens"),
                badGrant("{" + EVERYWHERE + ",'bypass':1}", "member bypass"),
                badGrant("{" + EVERYWHERE + ",'consumer':'other'}", "member consumer"),
                badGrant("[]", "one valid JSON object"),
                managing("a grant for what can be no consumer", "PUT", "/api/grants/a%20b", EVERYTHING, BAD_REQUEST),
                row(
                                "a grant for a table that is nowhere",
                                t -> t.managing(
                                        "PUT",
                                        "/api/grants/" + ORDERS,
                                        grant("'tenants':['" + HOME + "'],'environments':['" + t.host()
                                                + "'],'tables':{'account':['read']}")),
                                BAD_REQUEST)
                        .saying("member tables: there is no table account"));
    }

    /** At a gateway where nobody reaches data without a grant, which has customers besides. */
    static Stream<Refused> withoutAGrant() {
        String[] needed = {"has no grant, and without one nobody reaches data here", "PUT /api/grants/" + ORDERS};
        String fabrikams = "403 S2S.ConsentRequired";
        return Stream.of(
                row("rows", t -> t.denied().calling("accounts?$top=1"), NOT_PERMITTED)
                        .saying(needed),
                row("a function", t -> t.denied().calling("WhoAmI"), NOT_PERMITTED)
                        .saying(needed),
                row("the model", t -> t.denied().calling("$metadata"), NOT_PERMITTED)
                        .saying(needed),
                row("to create", t -> t.denied().calling("accounts", "{\"name\":\"x\"}"), NOT_PERMITTED)
                        .saying(needed),
                row("to delete", t -> t.denied().calling(ACCOUNT).DELETE(), NOT_PERMITTED)
                        .saying(needed),
                row("a batch", t -> t.denied().batch("GET accounts?$top=1", ""), NOT_PERMITTED)
                        .saying(needed),
                row("a token", t -> t.denied().askingForAToken(), NOT_PERMITTED).saying(needed),
                row(
                                "to act as another",
                                t -> t.denied()
                                        .as("impersonating-service", t.web("WhoAmI"))
                                        .header("CallerObjectId", USER),
                                NOT_PERMITTED)
                        .saying("PUT /api/grants/" + IMPERSONATING),
                row(
                                "a token with a grant for everything but tokens",
                                t -> t.denied().granted(ORDERS, EVERYTHING).askingForAToken(),
                                NOT_PERMITTED)
                        .saying("\"tokens\": true"),
                row(
                                "to bypass logic with a grant for everything but that",
                                t -> t.denied()
                                        .granted(ORDERS, EVERYTHING)
                                        .calling("accounts?$top=1")
                                        .header("MSCRM.BypassCustomPluginExecution", "true"),
                                NOT_PERMITTED)
                        .saying("\"bypass\": true"),
                row(
                        "a tenant that has not consented",
                        t -> t.denied()
                                .granted(ORDERS, EVERYTHING)
                                .invited()
                                .as("orders-service", t.fabrikams("accounts")),
                        fabrikams),
                row(
                        "a suspended customer",
                        t -> t.denied()
                                .granted(ORDERS, EVERYTHING)
                                .invited()
                                .changed("/api/tenants/" + FABRIKAM, "suspended", "active")
                                .as("orders-service", t.fabrikams("accounts")),
                        "403 S2S.TenantSuspended"),
                row(
                        "a customer's environment where the user who calls is nobody's",
                        t -> t.denied()
                                .granted(IMPERSONATING, EVERYTHING + ",'impersonation':'caller'")
                                .invited()
                                .bearer(user(t.odd("impersonating-service")).sign(), t.fabrikams("accounts")),
                        fabrikams),
                row(
                        "a tenant that is there already",
                        t -> t.denied().invited().managing("POST", "/api/tenants", tenantJson(FABRIKAM)),
                        CONFLICT),
                row(
                        "to approve a consent that nobody gave",
                        t -> t.denied()
                                .invited()
                                .managing("PATCH", "/api/tenants/" + FABRIKAM, "{\"status\":\"active\"}"),
                        CONFLICT),
                row(
                        "another tenant's environment",
                        t -> t.denied()
                                .invited()
                                .managing(
                                        "POST",
                                        "/api/tenants/" + FABRIKAM + "/environments",
                                        urlJson("https://" + t.host())),
                        "409 S2S.OtherTenant"),
                row(
                        "an invitation of another tenant",
                        t -> t.denied()
                                .invited()
                                .managing("DELETE", "/api/tenants/" + FABRIKAM + "/invitations/" + UNKNOWN, ""),
                        NOT_FOUND));
    }

    /** What is refused to people is said on pages, and what comes back from a sign-in or a consent leads to them. */
    static Stream<Refused> pages() {
        return Stream.of(
                page(
                        "a form of another browser",
                        t -> t.form("/sign-out", "formToken=x").header("Cookie", "s2s=" + STATE),
                        "403 S2S.ForeignForm"),
                page("a form without its token", t -> t.form("/sign-out", "a=b"), "403 S2S.ForeignForm"),
                page(
                        "a form from another site",
                        t -> t.form("/sign-out", "a=b").header("Origin", "https://evil.example"),
                        "403 S2S.ForeignForm"),
                page(
                        "a form that a browser says is another site's",
                        t -> t.form("/sign-out", "a=b").header("Sec-Fetch-Site", "cross-site"),
                        "403 S2S.ForeignForm"),
                page("a form that cannot be read", t -> t.form("/sign-out", "a=%ff"), BAD_REQUEST),
                page("a form with two tokens", t -> t.form("/sign-out", "formToken=a&formToken=b"), BAD_REQUEST),
                page("a form with too many fields", t -> t.form("/sign-out", "a=1" + "&a=1".repeat(100)), BAD_REQUEST),
                page(
                        "a form that is too long",
                        t -> t.form("/sign-out", "a=" + "x".repeat(16_384)),
                        "413 S2S.PayloadTooLarge"),
                page(
                        "a form with files",
                        t -> t.form("/sign-out", "a=b").setHeader("Content-Type", "multipart/form-data; boundary=b"),
                        "415 S2S.UnsupportedMediaType"),
                page("JSON", t -> t.json("POST", "/sign-out", "{}"), "415 S2S.UnsupportedMediaType"),
                page("a form where there is none", t -> t.form("/", "a=b"), "405 S2S.MethodNotAllowed"),
                page(
                        "a form in the address",
                        t -> t.request("/sign-out?jakarta.faces.ViewState=stateless"),
                        BAD_REQUEST),
                page("a page by its file", t -> t.request("/my.xhtml"), NOT_FOUND),
                page("a page that is none", t -> t.request("/nothing-here"), NOT_FOUND),
                page("to delete a page", t -> t.request("/my").DELETE(), "405 S2S.MethodNotAllowed"),
                signIn("nothing", "", "S2S.SignInNotAttributed"),
                signIn("no state", "?code=a", "S2S.SignInNotAttributed"),
                signIn("no code", "?state=" + STATE, "S2S.SignInNotAttributed"),
                signIn("a state that is too short", "?code=a&state=short", "S2S.SignInNotAttributed"),
                signIn("two codes", "?code=a&code=b&state=" + STATE, "S2S.SignInNotAttributed"),
                signIn("two states", "?code=a&state=" + STATE + "&state=" + STATE, "S2S.SignInNotAttributed"),
                signIn(
                        "an error of nobody's sign-in",
                        "?error=access_denied&state=" + STATE,
                        "S2S.SignInNotAttributed"),
                signIn("a state that nobody waits for", "?code=a&state=" + STATE, "S2S.SignInExpired"),
                consent("nothing", ""),
                consent("no state", "?admin_consent=True&tenant=" + FABRIKAM),
                consent("a state that nobody waits for", "?admin_consent=True&tenant=" + FABRIKAM + "&state=" + STATE),
                consent("an error of nobody's consent", "?error=access_denied&state=" + STATE));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"tokens", "credentials", "roles"})
    void refusesWhoIsNotKnownOrMayNot(Refused row) {
        assertRefused(row);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"addressesWithoutTheRole", "registry", "badGrants"})
    void refusesAtItsOwnApi(Refused row) {
        assertRefused(row);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"gateway", "grants", "withoutAGrant"})
    void refusesOnTheWayToDataverse(Refused row) {
        assertRefused(row);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("pages")
    void refusesOnPages(Refused row) {
        HttpRequest.Builder request = row.request().apply(this);

        HttpResponse<String> answer = gateway.send(request);

        String code = row.code().substring(4);
        assertThat(answer.statusCode()).isEqualTo(Integer.parseInt(row.code().substring(0, 3)));
        if (answer.statusCode() == 303) {
            assertThat(answer.headers().allValues("Location"))
                    .containsExactly(gateway.address() + row.words().get(0) + "?code=" + code);
        } else {
            assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("text/html");
            assertThat(answer.body()).contains("<h1>", code);
        }
        assertThat(answer.headers().allValues("WWW-Authenticate")).isEmpty();
    }

    /** The rest of the table: with the role, each of these addresses answers, and with nothing else it is that. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("addresses")
    void letsOperatorsIn(Managed address) {
        HttpResponse<String> answer = gateway.send(address.as(this, "operator-tool"));

        if (address.asOperator().equals("200")) {
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        } else {
            assertThat(Answers.code(answer)).isEqualTo(address.asOperator());
        }
    }

    /** Servers refuse some of it themselves, in their own words. */
    @ParameterizedTest
    @ValueSource(strings = {"accounts%5C..%5Ccontacts", "accounts(name='%00')", "accounts%5c%2e%2e", "%00"})
    void refusesOnTheWayToDataverseInWhateverWords(String target) {
        HttpRequest.Builder request = calling(target);
        long before = arrived();

        assertThat(gateway.send(request).statusCode()).isEqualTo(400);
        assertThat(arrived()).isEqualTo(before);
    }

    private void assertRefused(Refused row) {
        HttpRequest.Builder request = row.request().apply(this);
        long before = arrived();

        HttpResponse<String> answer = gateway.send(request);

        assertThat(answer.body()).startsWith("{");
        assertThat(Answers.code(answer)).as(answer.body()).isEqualTo(row.code());
        assertThat(row.words())
                .allSatisfy(words -> assertThat(Answers.sentence(answer)).contains(words));
        assertThat(answer.body()).doesNotContain("eyJ");
        assertThat(answer.headers().allValues("WWW-Authenticate"))
                .isEqualTo(row.challenge().isEmpty() ? List.of() : List.of(row.challenge()));
        assertThat(answer.headers().allValues("Set-Cookie")).isEmpty();
        if (answer.uri().getPath().startsWith("/api/dataverse/")) {
            assertODataError(answer);
        } else {
            assertProblem(answer);
        }
        assertThat(arrived()).isEqualTo(before);
    }

    private static void assertODataError(HttpResponse<String> answer) {
        assertThat(answer.headers().firstValue("Content-Type").orElse("").replace(" ", ""))
                .isEqualTo("application/json;odata.metadata=minimal");
        assertThat(answer.headers().allValues("OData-Version")).containsExactly("4.0");
        JsonObject body = Answers.json(answer);
        assertThat(body.keySet()).containsExactly("error");
        assertThat(body.getJsonObject("error").keySet()).containsExactly("code", "message");
    }

    private static void assertProblem(HttpResponse<String> answer) {
        assertThat(answer.headers().allValues("Content-Type")).containsExactly("application/problem+json");
        JsonObject body = Answers.json(answer);
        assertThat(body.keySet()).containsExactly("type", "title", "status", "detail", "code");
        assertThat(body.getString("type")).startsWith("urn:s2s-gateway:problem:");
        assertThat(body.getInt("status")).isEqualTo(answer.statusCode());
    }

    /** What Dataverse has been asked for with a token so far; its model is for the gateway's own use. */
    private long arrived() {
        return run.simulator().environments().stream()
                .flatMap(place -> place.recorder().requests().stream())
                .filter(request -> request.header("Authorization").isPresent())
                .filter(request -> !request.target().endsWith("/$metadata"))
                .count();
    }

    private static Refused token(String name, Function<OddToken, String> sign) {
        return row("a token: " + name, t -> t.bearer(sign.apply(t.odd("registry-reader")), READING), UNAUTHENTICATED);
    }

    private static Refused odd(String name, UnaryOperator<OddToken> change) {
        return token(name, good -> change.apply(good).sign());
    }

    private static Refused authorization(String name, Function<RefusalTableIT, String> value) {
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

    private static Refused refused(Managed address, String application) {
        return row(address + " by " + application, t -> address.as(t, application), NOT_PERMITTED)
                .saying(address.roles());
    }

    private static Refused managing(String name, String method, String path, String body, String code) {
        return row(name, t -> t.managing(method, path, body), code);
    }

    private static Refused environment(String name, String url, String code) {
        return managing(name, "POST", "/api/tenants/" + HOME + "/environments", urlJson(url), code);
    }

    private static Refused elsewhere(String name, String host) {
        return row(
                name,
                t -> t.as("orders-service", "/api/dataverse/" + host + "/api/data/v9.2/accounts"),
                UNKNOWN_ENVIRONMENT);
    }

    private static Refused target(String name, String target) {
        return row(
                "the target: " + name, t -> t.as("orders-service", "/api/dataverse/" + t.host() + target), BAD_REQUEST);
    }

    private static Refused impersonating(String name, String header, String value) {
        return row(
                "impersonation: " + name,
                t -> t.as("impersonating-service", t.web("accounts")).header(header, value),
                BAD_REQUEST);
    }

    private static Refused granted(String name, String method, String target, String body) {
        return row(
                "beyond the grant: " + name,
                t -> t.granted()
                        .json(method, t.web(target), body)
                        .header("Authorization", "Bearer " + t.token("orders-service")),
                NOT_PERMITTED);
    }

    private static Refused caller(String name, UnaryOperator<OddToken> change) {
        return row(
                        "act as the caller: " + name,
                        t -> t.asCaller()
                                .bearer(
                                        change.apply(t.odd("impersonating-service"))
                                                .sign(),
                                        t.web("accounts")),
                        NOT_AS_ANOTHER)
                .saying("with scp and oid");
    }

    private static Refused badGrant(String grant, String words) {
        return managing("a grant: " + grant, "PUT", "/api/grants/some-consumer", grant.replace('\'', '"'), BAD_REQUEST)
                .saying(words);
    }

    private static Refused page(String name, Function<RefusalTableIT, HttpRequest.Builder> request, String code) {
        return row("a page: " + name, request, code);
    }

    private static Refused signIn(String name, String query, String code) {
        return row("back from a sign-in: " + name, t -> t.request("/sign-in/callback" + query), "303 " + code)
                .saying("/sign-in/failed");
    }

    private static Refused consent(String name, String query) {
        return row(
                        "back from a consent: " + name,
                        t -> t.request("/connect/callback" + query),
                        "303 S2S.ConsentUnknown")
                .saying("/connect/ended");
    }

    private static Instant ago(int seconds) {
        return Instant.now().minusSeconds(seconds);
    }

    private static JOSEObjectType type(String name) {
        return new JOSEObjectType(name);
    }

    private static OddToken ofFabrikam(OddToken good) {
        return good.issuer(String.valueOf(good.claim("iss")).replace(HOME, FABRIKAM));
    }

    private static OddToken user(OddToken good) {
        return good.claim("scp", "access_as_user").claim("oid", USER);
    }

    private static String tenantJson(String tenantId) {
        return "{\"tenantId\":\"" + tenantId + "\",\"name\":\"Fabrikam\"}";
    }

    private static String urlJson(String url) {
        return "{\"url\":\"" + url + "\"}";
    }

    private static String grant(String members) {
        return "{" + members.replace('\'', '"') + "}";
    }

    private static String fetchXml(String inside) {
        return "accounts?fetchXml="
                + URLEncoder.encode("<fetch>" + inside + "</fetch>", StandardCharsets.UTF_8)
                        .replace("+", "%20");
    }

    private HttpRequest.Builder request(String pathAndQuery) {
        return gateway.request(pathAndQuery);
    }

    private HttpRequest.Builder as(String application, String pathAndQuery) {
        return gateway.requestAs(application, pathAndQuery);
    }

    private HttpRequest.Builder bearer(String token, String pathAndQuery) {
        return request(pathAndQuery).header("Authorization", "Bearer " + token);
    }

    private HttpRequest.Builder json(String method, String pathAndQuery, String body) {
        HttpRequest.Builder request = request(pathAndQuery)
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        return body.isEmpty() && method.equals("GET") ? request : request.header("Content-Type", JSON);
    }

    private HttpRequest.Builder managing(String method, String pathAndQuery, String body) {
        return json(method, pathAndQuery, body).header("Authorization", "Bearer " + token("registry-manager"));
    }

    private HttpRequest.Builder form(String path, String fields) {
        return request(path).header("Content-Type", FORM).POST(BodyPublishers.ofString(fields));
    }

    private HttpRequest.Builder calling(String target) {
        return as("orders-service", web(target));
    }

    private HttpRequest.Builder calling(String target, String body) {
        return calling(target).header("Content-Type", JSON).POST(BodyPublishers.ofString(body));
    }

    private HttpRequest.Builder batch(String line, String headers) {
        return calling("$batch")
                .header("Content-Type", "multipart/mixed;boundary=b")
                .POST(BodyPublishers.ofString(
                        "--b\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\n" + line
                                + " HTTP/1.1\r\n" + headers + "\r\n\r\n--b--\r\n"));
    }

    private HttpRequest.Builder askingForAToken() {
        return bearer(odd("orders-service").roles("Tokens.Issue").sign(), "/api/environments/" + host() + "/token")
                .POST(BodyPublishers.noBody());
    }

    private OddToken odd(String application) {
        return run.simulator().oddToken(application);
    }

    private String token(String application) {
        return run.simulator().token(application);
    }

    private String host() {
        return run.simulator().host("contoso");
    }

    private String web(String target) {
        return "/api/dataverse/" + host() + "/api/data/v9.2/" + target;
    }

    private String fabrikams(String target) {
        return web(target).replace(host(), otherHost());
    }

    private String otherHost() {
        return run.simulator().host("fabrikam");
    }

    /** The cookie of somebody who is signed in at the home tenant, and asks a gateway that knows them. */
    private String session() {
        Onboarder ada = Onboarder.at(denying()).open("/my").signIn("ada@contoso.example");
        assertThat(ada.place()).isEqualTo("/my");
        return "s2s=" + ada.browser().cookie(denying().address(), "s2s");
    }

    private RefusalTableIT disabled() {
        return changed("/api/environments/" + host(), "disabled", "active");
    }

    private RefusalTableIT suspended() {
        return changed("/api/tenants/" + HOME, "suspended", "active");
    }

    private RefusalTableIT changed(String path, String status, String before) {
        done(managing("PATCH", path, "{\"status\":\"" + status + "\"}"));
        undo.push(() -> done(managing("PATCH", path, "{\"status\":\"" + before + "\"}")));
        return this;
    }

    private RefusalTableIT granted() {
        return granted(ORDERS, READS_ACCOUNTS);
    }

    private RefusalTableIT granted(String consumer, String members) {
        done(managing("PUT", "/api/grants/" + consumer, grant(members)));
        undo.push(() -> done(managing("DELETE", "/api/grants/" + consumer, "")));
        return this;
    }

    private RefusalTableIT asCaller() {
        return granted(IMPERSONATING, READS_ACCOUNTS + ",'impersonation':'caller'");
    }

    /** A customer that an operator has invited, with an environment. */
    private RefusalTableIT invited() {
        done(managing("POST", "/api/tenants", tenantJson(FABRIKAM)));
        // After all else: it empties tables behind the gateway's back.
        undo.addLast(denying()::forgetCustomers);
        done(managing(
                "POST",
                "/api/tenants/" + FABRIKAM + "/environments",
                urlJson("https://" + run.simulator().host("fabrikam"))));
        return this;
    }

    /** The same at a gateway where consumers need a grant. */
    private RefusalTableIT denied() {
        gateway = denying().api();
        environmentIsRegistered();
        return this;
    }

    private CustomersGateway denying() {
        return CustomersGateway.denying(run);
    }

    private void environmentIsRegistered() {
        // To ask is cheap; to register it again is not.
        if (gateway.send(managing("GET", "/api/environments/" + host(), "")).statusCode() == 404) {
            done(managing("POST", "/api/tenants/" + HOME + "/environments", urlJson("https://" + host())));
        }
    }

    private void done(HttpRequest.Builder request) {
        HttpResponse<String> answer = gateway.send(request);
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 204);
    }
}
