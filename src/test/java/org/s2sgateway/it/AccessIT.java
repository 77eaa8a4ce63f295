package org.s2sgateway.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.s2sgateway.simulator.identity.OddToken;

/** Who gets in, who does not, and how that is said, on a server. */
class AccessIT {

    private static final String OPEN = "/api/health/live";
    private static final String READING = "/api/registration";
    private static final String FABRIKAM = "/api/tenants/fab00000-0000-4000-8000-000000000002";

    private final RunningGateway gateway = GatewayRun.gateway();

    @Test
    void asksForATokenOnOurOwnApi() {
        HttpResponse<String> answer = gateway.get(READING);

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(header(answer, "Content-Type")).containsExactly("application/problem+json");
        assertThat(header(answer, "WWW-Authenticate")).containsExactly("Bearer");
        assertThat(json(answer))
                .isEqualTo(
                        json(
                                """
                        {"type":"urn:s2s-gateway:problem:unauthenticated","title":"No valid token","status":401,
                        "detail":"A bearer token is needed here.","code":"S2S.Unauthenticated"}"""));
    }

    @Test
    void asksForATokenInTheWordsOfDataverseOnTheGateway() {
        HttpResponse<String> answer = gateway.get(accounts());

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(header(answer, "Content-Type")).singleElement().satisfies(type -> assertThat(type.replace(" ", ""))
                .isEqualTo("application/json;odata.metadata=minimal"));
        assertThat(header(answer, "OData-Version")).containsExactly("4.0");
        assertThat(header(answer, "WWW-Authenticate")).containsExactly("Bearer");
        assertThat(json(answer))
                .isEqualTo(
                        json(
                                """
                        {"error":{"code":"S2S.Unauthenticated","message":"A bearer token is needed here."}}"""));
    }

    @Test
    void answersWhoeverHoldsTheRole() {
        assertThat(gateway.getAs("registry-reader", READING).statusCode()).isEqualTo(200);
        assertThat(gateway.getAs("operator-tool", READING).statusCode()).isEqualTo(200);
        assertThat(gateway.getAs("auditor-tool", READING).statusCode()).isEqualTo(200);
        assertThat(gateway.get(OPEN).statusCode()).isEqualTo(200);
        assertThat(gateway.getAs("no-roles", OPEN).statusCode()).isEqualTo(200);
    }

    @Test
    void namesTheMissingRoleInTheDialectOfTheAddress() {
        HttpResponse<String> api = gateway.getAs("no-roles", READING);
        HttpResponse<String> dataverse = gateway.getAs("registry-reader", accounts());

        assertThat(api.statusCode()).isEqualTo(403);
        assertThat(header(api, "WWW-Authenticate")).isEmpty();
        assertThat(json(api).getString("code")).isEqualTo("S2S.NotPermitted");
        assertThat(json(api).getString("detail")).contains("Tenants.Read");
        assertThat(dataverse.statusCode()).isEqualTo(403);
        JsonObject error = json(dataverse).getJsonObject("error");
        assertThat(error.getString("code")).isEqualTo("S2S.NotPermitted");
        assertThat(error.getString("message")).contains("Dataverse.Access");
    }

    @Test
    void letsAnAuditorReadAndNotWrite() {
        assertThat(code(gateway.send(gateway.requestAs("auditor-tool", FABRIKAM).DELETE())))
                .isEqualTo("403 S2S.NotPermitted");
        assertThat(code(gateway.send(
                        gateway.requestAs("registry-reader", FABRIKAM).DELETE())))
                .isEqualTo("403 S2S.NotPermitted");
        assertThat(code(gateway.send(
                        gateway.requestAs("operator-tool", FABRIKAM).DELETE())))
                .isEqualTo("404 S2S.NotFound");
    }

    @Test
    void refusesEveryTokenThatIsNotGood() {
        OddToken good = gateway.simulator().oddToken("registry-reader");
        String issuer = String.valueOf(good.claim("iss"));
        Map<String, String> bad = new LinkedHashMap<>();
        bad.put("The token is not a signed JWT.", good.unsigned());
        bad.put(
                "The token has expired.",
                good.expiresAt(Instant.now().minusSeconds(120)).sign());
        bad.put(
                "The token is not valid yet.",
                good.claim("nbf", Instant.now().plusSeconds(300)).sign());
        bad.put(
                "The token was issued for another audience than a0000000-0000-4000-8000-000000000001 or api://a0000000-0000-4000-8000-000000000001.",
                good.audience("https://contoso.crm4.dynamics.com").sign());
        bad.put(
                "The token was not issued by an issuer that is accepted here.",
                good.issuer(issuer.replace("c0a00000", "fab00000").replace("000000000001", "000000000002"))
                        .sign());
        bad.put(
                "The token belongs to another tenant.",
                good.claim("tid", "fab00000-0000-4000-8000-000000000002").sign());
        bad.put(
                "The token is an ID token and not an access token.",
                good.claim("nonce", "n").sign());
        bad.put(
                "The token does not name the calling application.",
                good.without("azp").without("appid").sign());
        bad.put("The token names no subject.", good.without("sub").sign());

        bad.forEach((why, token) -> {
            assertRefused(why, token, READING);
            assertRefused(why, token, accounts());
        });
    }

    @Test
    void refusesSignaturesThatAreNotTheIssuers() {
        OddToken good = gateway.simulator().oddToken("registry-reader");
        String why = "The token is not signed by a key and algorithm that its issuer may use here.";

        assertRefused(why, good.signByStranger(), READING);
        assertRefused(why, good.signWithPublicKeyAsSecret(), READING);
        assertRefused(why, good.sign(JWSAlgorithm.RS256, new JOSEObjectType("logout+jwt")), READING);
    }

    @Test
    void tellsRolesInAnotherCaseFromTheRealOnes() {
        String token = gateway.simulator()
                .oddToken("no-roles")
                .roles("tenants.read", "TENANTS.READ")
                .sign();

        assertThat(code(gateway.send(gateway.request(READING).header("Authorization", "Bearer " + token))))
                .isEqualTo("403 S2S.NotPermitted");
    }

    @Test
    void refusesABrokenTokenEvenWhereNoneIsNeeded() {
        String token = gateway.simulator().oddToken("registry-reader").signByStranger();

        assertThat(code(gateway.send(gateway.request(OPEN).header("Authorization", "Bearer " + token))))
                .isEqualTo("401 S2S.Unauthenticated");
        assertThat(code(gateway.send(gateway.request(OPEN).header("Authorization", "Basic Z29vZDpnb29k"))))
                .isEqualTo("401 S2S.Unauthenticated");
    }

    @Test
    void refusesOtherSchemesAndSeveralCredentials() {
        String token = gateway.simulator().token("registry-reader");

        HttpResponse<String> basic = gateway.send(gateway.request(READING).header("Authorization", "Basic eDp5"));
        assertThat(code(basic)).isEqualTo("401 S2S.Unauthenticated");
        assertThat(header(basic, "WWW-Authenticate")).containsExactly("Bearer");

        HttpResponse<String> twice = gateway.send(gateway.request(READING)
                .header("Authorization", "Bearer " + token)
                .header("Authorization", "Bearer " + token));
        assertThat(code(twice)).isEqualTo("400 S2S.BadRequest");
        assertThat(header(twice, "WWW-Authenticate")).singleElement().satisfies(challenge -> assertThat(challenge)
                .startsWith("Bearer error=\"invalid_request\""));
    }

    @Test
    void looksForATokenNowhereButInTheHeader() {
        String token = gateway.simulator().token("registry-manager");

        assertThat(code(gateway.get(READING + "?access_token=" + token))).isEqualTo("401 S2S.Unauthenticated");
        assertThat(code(gateway.send(gateway.request("/api/tenants")
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString("access_token=" + token)))))
                .isEqualTo("401 S2S.Unauthenticated");
        assertThat(code(gateway.send(gateway.request(READING).header("Cookie", "access_token=" + token))))
                .isEqualTo("401 S2S.Unauthenticated");
    }

    @Test
    void answersNoMethodOfItsOwnAccord() {
        HttpResponse<String> stranger =
                gateway.send(gateway.request(READING).method("OPTIONS", BodyPublishers.noBody()));
        HttpResponse<String> known =
                gateway.send(gateway.requestAs("registry-manager", READING).method("OPTIONS", BodyPublishers.noBody()));

        assertThat(code(stranger)).isEqualTo("405 S2S.MethodNotAllowed");
        assertThat(code(known)).isEqualTo("405 S2S.MethodNotAllowed");
    }

    @Test
    void describesItselfNowhereElse() {
        assertThat(code(gateway.get("/api/application.wadl"))).isEqualTo("404 S2S.NotFound");
    }

    @Test
    void isNotOpenedByASession() {
        List<String> cookies = gateway.get("/").headers().allValues("Set-Cookie").stream()
                .map(cookie -> cookie.replaceFirst(";.*", ""))
                .toList();
        String session = cookies.isEmpty() ? "JSESSIONID=0123456789abcdef" : String.join("; ", cookies);

        assertThat(code(gateway.send(gateway.request(READING).header("Cookie", session))))
                .isEqualTo("401 S2S.Unauthenticated");
        assertThat(header(gateway.getAs("registry-reader", READING), "Set-Cookie"))
                .isEmpty();
    }

    @Test
    void guardsHeadAsItGuardsGet() {
        HttpResponse<String> stranger = gateway.send(gateway.request(READING).method("HEAD", BodyPublishers.noBody()));
        HttpResponse<String> reader =
                gateway.send(gateway.requestAs("registry-reader", READING).method("HEAD", BodyPublishers.noBody()));

        assertThat(stranger.statusCode()).isEqualTo(401);
        assertThat(stranger.body()).isEmpty();
        assertThat(header(stranger, "WWW-Authenticate")).containsExactly("Bearer");
        assertThat(reader.statusCode()).isEqualTo(200);
        assertThat(reader.body()).isEmpty();
    }

    @Test
    void isNotTalkedPastByOtherSpellingsOfAnAddress() {
        for (String spelling : List.of(
                "//api/registration",
                "/api//registration",
                "/api;x=y/registration",
                "/api/registration;x=y",
                "/%61pi/registration",
                "/api/%72egistration",
                "/api/./registration",
                "/x/../api/registration",
                "/api/health/live/../../registration",
                "/api/health/live;/../../registration",
                "/api/registration/")) {
            assertThat(gateway.get(spelling).statusCode()).as(spelling).isIn(400, 401, 404);
        }
    }

    @Test
    void saysWhatTheServerRefusesInTheSameWords() {
        assertThat(code(gateway.getAs("registry-reader", "/api/nothing"))).isEqualTo("404 S2S.NotFound");
        HttpResponse<String> method =
                gateway.send(gateway.requestAs("registry-manager", READING).DELETE());
        assertThat(code(method)).isEqualTo("405 S2S.MethodNotAllowed");
        assertThat(header(method, "Allow")).isNotEmpty();
        assertThat(json(method).getString("detail")).contains("GET");
        assertThat(code(gateway.send(gateway.requestAs("registry-manager", "/api/tenants")
                        .header("Content-Type", "text/plain")
                        .POST(BodyPublishers.ofString("x")))))
                .isEqualTo("415 S2S.UnsupportedMediaType");
        assertThat(code(gateway.send(
                        gateway.requestAs("registry-reader", READING).header("Accept", "image/png"))))
                .isEqualTo("406 S2S.NotAcceptable");
    }

    @Test
    void tellsBrowsersToTakeNothingForAPageUnderApi() {
        for (HttpResponse<String> answer : List.of(
                gateway.get(OPEN),
                gateway.get(READING),
                gateway.getAs("registry-reader", READING),
                gateway.get("/api/nothing"),
                gateway.get(accounts()))) {
            assertThat(header(answer, "X-Content-Type-Options")).containsExactly("nosniff");
            assertThat(header(answer, "Content-Security-Policy")).containsExactly("sandbox");
            assertThat(header(answer, "Cache-Control"))
                    .allMatch("no-store"::equals)
                    .isNotEmpty();
        }
    }

    @Test
    void tellsTheSameOnceOfWhatDataverseAnswered() {
        String environment = "{\"url\":\"https://" + gateway.simulator().host("contoso") + "\"}";
        gateway.send(
                gateway.requestAs("registry-manager", "/api/tenants/c0a00000-0000-4000-8000-000000000001/environments")
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(environment)));

        HttpResponse<String> answer = gateway.getAs("orders-service", accounts());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(header(answer, "X-Content-Type-Options")).containsExactly("nosniff");
        assertThat(header(answer, "Content-Security-Policy")).containsExactly("sandbox");
    }

    @Test
    void showsNoPageOfTheServer() {
        HttpResponse<String> answer = gateway.get("/nothing-here");

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body())
                .containsIgnoringCase("<html")
                .doesNotContainIgnoringCase("payara", "undertow", "wildfly");
        assertThat(header(answer, "Content-Security-Policy")).singleElement().satisfies(policy -> assertThat(policy)
                .startsWith("default-src 'none'"));
        assertThat(header(answer, "X-Frame-Options")).containsExactly("DENY");
        assertThat(gateway.send(gateway.request("/nothing-here").DELETE()).body())
                .doesNotContainIgnoringCase("payara", "undertow", "wildfly");
    }

    @Test
    void acceptsTokensOfANewKeySoonAfterARotation() throws InterruptedException {
        gateway.getAs("registry-reader", READING);
        gateway.simulator().entraId().keys().rotate(true);

        Instant end = Instant.now().plus(Duration.ofSeconds(30));
        int status = gateway.getAs("registry-reader", READING).statusCode();
        while (status != 200 && Instant.now().isBefore(end)) {
            Thread.sleep(500);
            status = gateway.getAs("registry-reader", READING).statusCode();
        }

        assertThat(status).isEqualTo(200);
    }

    private void assertRefused(String why, String token, String address) {
        HttpResponse<String> answer = gateway.send(gateway.request(address).header("Authorization", "Bearer " + token));

        assertThat(code(answer)).as(why).isEqualTo("401 S2S.Unauthenticated");
        assertThat(header(answer, "WWW-Authenticate"))
                .containsExactly("Bearer error=\"invalid_token\", error_description=\"" + why + "\"");
    }

    private String accounts() {
        return "/api/dataverse/" + gateway.simulator().host("contoso") + "/api/data/v9.2/accounts";
    }

    /** Status and code, in whichever dialect. */
    private static String code(HttpResponse<String> answer) {
        JsonObject body = json(answer);
        JsonObject error = body.containsKey("error") ? body.getJsonObject("error") : body;
        return answer.statusCode() + " " + error.getString("code");
    }

    private static List<String> header(HttpResponse<String> answer, String name) {
        return answer.headers().allValues(name);
    }

    private static JsonObject json(HttpResponse<String> answer) {
        return json(answer.body());
    }

    private static JsonObject json(String text) {
        return Json.createReader(new StringReader(text)).readObject();
    }
}
