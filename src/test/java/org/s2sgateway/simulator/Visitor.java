package org.s2sgateway.simulator;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.s2sgateway.testing.Page;
import org.s2sgateway.testing.WebBrowser;

/** Somebody at a browser whom the gateway sends to the simulator, and who is not followed back to the gateway. */
final class Visitor {

    static final String CALLBACK = "http://localhost:8080/sign-in/callback";
    static final String CONNECT = "http://localhost:8080/connect/callback";
    static final String STATE = "state-of-the-visitor";
    static final String NONCE = "nonce-of-the-visitor";

    /** RFC 7636 appendix B. */
    static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

    static final String CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

    private final Simulator simulator;
    private final WebBrowser browser;

    Visitor(Simulator simulator) {
        this.simulator = simulator;
        this.browser = new WebBrowser(simulator.trustingTls()).stoppingBefore(url -> url.getPort() == 8080);
    }

    /** What the gateway would ask for to sign somebody in, to be changed by a test. */
    static Map<String, String> signInRequest() {
        Map<String, String> request = new LinkedHashMap<>();
        request.put("client_id", TestClient.GATEWAY);
        request.put("response_type", "code");
        request.put("redirect_uri", CALLBACK);
        request.put("scope", "openid profile");
        request.put("state", STATE);
        request.put("nonce", NONCE);
        request.put("code_challenge", CHALLENGE);
        request.put("code_challenge_method", "S256");
        return request;
    }

    /** What the gateway would ask an administrator for, to be changed by a test. */
    static Map<String, String> consentRequest() {
        Map<String, String> request = new LinkedHashMap<>();
        request.put("client_id", TestClient.GATEWAY);
        request.put("scope", "00000007-0000-0000-c000-000000000000/.default openid profile");
        request.put("redirect_uri", CONNECT);
        request.put("state", STATE);
        return request;
    }

    Page authorize(String tenant, Map<String, String> request) {
        return open(tenant + "/oauth2/v2.0/authorize", request);
    }

    Page adminConsent(String tenant, Map<String, String> request) {
        return open(tenant + "/v2.0/adminconsent", request);
    }

    Page open(String path, Map<String, String> query) {
        return browser.get(URI.create(simulator.authority() + "/" + path + "?" + encoded(query)));
    }

    /** Signs in where consent is there already. */
    Page signIn(String tenant, String account) {
        return signIn(tenant, account, signInRequest());
    }

    Page signIn(String tenant, String account, Map<String, String> request) {
        return authorize(tenant, request).submit(account);
    }

    /** What the gateway would send to redeem the code of a page that leads back to it. */
    static Map<String, String> redemption(Page back) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "authorization_code");
        form.put("client_id", TestClient.GATEWAY);
        form.put("client_secret", TestClient.GATEWAY_SECRET);
        form.put("code", back.locationFields().get("code"));
        form.put("redirect_uri", CALLBACK);
        form.put("code_verifier", VERIFIER);
        return form;
    }

    private static String encoded(Map<String, String> query) {
        return query.entrySet().stream()
                .map(one -> one.getKey() + "=" + URLEncoder.encode(one.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }
}
