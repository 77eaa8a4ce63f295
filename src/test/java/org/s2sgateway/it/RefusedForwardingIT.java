package org.s2sgateway.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.s2sgateway.it.Asker.ACCOUNT;
import static org.s2sgateway.it.Asker.FORM;
import static org.s2sgateway.it.Asker.NO_HOST;
import static org.s2sgateway.it.Asker.USER;
import static org.s2sgateway.it.Asker.ago;
import static org.s2sgateway.it.Refused.BAD_REQUEST;
import static org.s2sgateway.it.Refused.NOT_AS_ANOTHER;
import static org.s2sgateway.it.Refused.NOT_PERMITTED;
import static org.s2sgateway.it.Refused.UNAUTHENTICATED;
import static org.s2sgateway.it.Refused.UNKNOWN_ENVIRONMENT;
import static org.s2sgateway.it.Refused.row;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is refused on the way to Dataverse whatever is granted. */
class RefusedForwardingIT {

    @RegisterExtension
    final Asker asker = new Asker();

    static Stream<Refused> calls() {
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

    @ParameterizedTest(name = "{0}")
    @MethodSource("calls")
    void refusesOnTheWayToDataverse(Refused row) {
        asker.assertRefused(row);
    }

    /** Servers refuse some of it themselves, in their own words. */
    @ParameterizedTest
    @ValueSource(strings = {"accounts%5C..%5Ccontacts", "accounts(name='%00')", "accounts%5c%2e%2e", "%00"})
    void refusesOnTheWayToDataverseInWhateverWords(String target) {
        HttpRequest.Builder request = asker.calling(target);
        long before = asker.arrived();

        assertThat(asker.send(request).statusCode()).isEqualTo(400);
        assertThat(asker.arrived()).isEqualTo(before);
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
}
