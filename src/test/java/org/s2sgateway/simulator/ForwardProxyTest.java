package org.s2sgateway.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.s2sgateway.simulator.TestClient.CONTOSO;
import static org.s2sgateway.simulator.TestClient.GATEWAY;

import com.microsoft.aad.msal4j.ClientCredentialFactory;
import com.microsoft.aad.msal4j.ClientCredentialParameters;
import com.microsoft.aad.msal4j.ConfidentialClientApplication;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.s2sgateway.simulator.wire.ForwardProxy;

class ForwardProxyTest {

    private static final String LOGIN = "https://login.microsoftonline.com";
    private static final String ENVIRONMENT = "https://contoso.crm4.dynamics.com";

    @TempDir
    static Path home;

    private static Simulator simulator;
    private static ForwardProxy proxy;
    private static HttpClient client;

    @BeforeAll
    static void start() throws Exception {
        simulator = Simulator.start(SimulatorOptions.onFreePorts(home));
        proxy = simulator.startProxy(0);
        client = HttpClient.newBuilder()
                .sslContext(simulator.trustingTls())
                .proxy(ProxySelector.of(new InetSocketAddress("127.0.0.1", proxy.port())))
                .build();
    }

    @AfterAll
    static void stop() {
        simulator.close();
    }

    @Test
    void leadsToTheIdentitySideUnderItsProductionName() throws Exception {
        HttpResponse<String> metadata = get(LOGIN + "/" + CONTOSO + "/v2.0/.well-known/openid-configuration", "");

        assertThat(metadata.body()).contains("\"issuer\":\"" + LOGIN + "/" + CONTOSO + "/v2.0\"");
        assertThat(proxy.targets()).contains("login.microsoftonline.com:443");
    }

    @Test
    void challengesWithProductionNames() throws Exception {
        String expected = "Bearer authorization_uri=" + LOGIN + "/" + CONTOSO + "/oauth2/authorize, resource_id="
                + ENVIRONMENT + "/";

        assertThat(get(ENVIRONMENT + "/api/data/v9.2/", "").headers().firstValue("WWW-Authenticate"))
                .contains(expected);
        assertThat(get("https://contoso.api.crm4.dynamics.com/api/data/v9.2/", "")
                        .headers()
                        .firstValue("WWW-Authenticate"))
                .contains(expected);
    }

    @Test
    void servesAnEnvironmentUnderBothOfItsNames() throws Exception {
        String token = acquire();

        assertThat(SignedJWT.parse(token).getJWTClaimsSet().getAudience()).containsExactly(ENVIRONMENT);
        assertThat(get(ENVIRONMENT + "/api/data/v9.2/accounts", token).body())
                .contains("\"@odata.context\":\"" + ENVIRONMENT + "/api/data/v9.2/$metadata#accounts\"");
        assertThat(get("https://contoso.api.crm4.dynamics.com/api/data/v9.2/WhoAmI", token)
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void namesTheHostThatItWasAskedOrToldTo() throws Exception {
        String token = acquire();
        String api = "https://contoso.api.crm4.dynamics.com";
        assertThat(get(api + "/api/data/v9.2/WhoAmI", token).body())
                .contains("\"@odata.context\":\"" + api + "/api/data/v9.2/$metadata#");

        simulator.environment("contoso").linksName("contoso.api.crm4.dynamics.com");
        try {
            assertThat(get(ENVIRONMENT + "/api/data/v9.2/WhoAmI", token).body())
                    .contains("\"@odata.context\":\"" + api + "/api/data/v9.2/$metadata#");
        } finally {
            simulator.environment("contoso").reset();
        }
        assertThat(get(ENVIRONMENT + "/api/data/v9.2/WhoAmI", token).body()).contains(ENVIRONMENT);
    }

    @Test
    void leadsNowhereElse() {
        assertThatThrownBy(() -> get("https://www.example.com/", "")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> get("https://contoso.crm4.dynamics.com:8443/", ""))
                .isInstanceOf(IOException.class);
    }

    @Test
    void takesNothingButConnect() throws Exception {
        assertThat(get("http://login.microsoftonline.com/", "").statusCode()).isEqualTo(405);
    }

    private static HttpResponse<String> get(String url, String token) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private static String acquire() throws Exception {
        ConfidentialClientApplication application = ConfidentialClientApplication.builder(
                        GATEWAY, ClientCredentialFactory.createFromSecret(TestClient.GATEWAY_SECRET))
                .authority(LOGIN + "/" + CONTOSO + "/")
                .instanceDiscovery(false)
                .proxy(new Proxy(Proxy.Type.HTTP, new InetSocketAddress("127.0.0.1", proxy.port())))
                .sslSocketFactory(simulator.trustingTls().getSocketFactory())
                .build();
        return application
                .acquireToken(ClientCredentialParameters.builder(Set.of(ENVIRONMENT + "/.default"))
                        .build())
                .get()
                .accessToken();
    }
}
