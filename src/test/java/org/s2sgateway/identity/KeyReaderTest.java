package org.s2sgateway.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.sun.net.httpserver.HttpHandler;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyReaderTest {

    private final TestIssuer issuer = new TestIssuer();
    private final KeyReader reader = new KeyReader(HttpClient.newHttpClient());

    @AfterEach
    void close() {
        issuer.close();
    }

    @Test
    void readsKeysThroughTheDiscoveryDocument() {
        URI discovery = issuer.home().discovery();

        assertThat(reader.keysBehind(discovery, List.of(issuer.issuer())).join().getKeys())
                .singleElement()
                .satisfies(key -> assertThat(key.getKeyID()).isEqualTo("first"));
    }

    @Test
    void refusesTheDocumentOfAnotherIssuer() {
        URI discovery = issuer.home().discovery();

        assertThatThrownBy(() -> reader.keysBehind(discovery, List.of("https://other.example"))
                        .join())
                .hasMessageContaining("is the discovery document of another issuer");
    }

    @Test
    void refusesKeysThatAreNotReadOverTls() {
        URI place = serve(
                "/doc", """
                {"issuer":"https://issuer.example","jwks_uri":"http://keys.example/"}""");

        assertThatThrownBy(() -> reader.keysBehind(place, List.of("https://issuer.example"))
                        .join())
                .hasMessageContaining("names no https address of keys");
        URI without = serve("/without", "{\"issuer\":\"https://issuer.example\"}");
        assertThatThrownBy(() -> reader.keysBehind(without, List.of("https://issuer.example"))
                        .join())
                .hasMessageContaining("names no https address of keys");
    }

    @Test
    void refusesAnythingButASuccess() {
        issuer.goAway();

        assertThatThrownBy(() -> reader.keysAt(issuer.keysAddress()).join())
                .hasMessageContaining("answered with status 503");
    }

    @Test
    void followsNoRedirect() {
        issuer.server.createContext("/moved", exchange -> {
            exchange.getResponseHeaders().add("Location", issuer.keysAddress().toString());
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });

        assertThatThrownBy(() ->
                        reader.keysAt(URI.create(issuer.authority() + "/moved")).join())
                .hasMessageContaining("answered with status 302");
    }

    @Test
    void refusesWhatIsTooLong() {
        URI place = serve("/long", "{\"keys\":[" + " ".repeat(300_000) + "]}");

        assertThatThrownBy(() -> reader.keysAt(place).join()).hasMessageContaining("longer than 262144 bytes");
    }

    @Test
    void refusesWhatIsNoKeySet() {
        URI place = serve("/html", "<html>Sign in</html>");

        assertThatThrownBy(() -> reader.keysAt(place).join()).hasMessageContaining("is not a JSON Web Key Set");
    }

    @Test
    void readsOnlyTheKeysOfTheIssuersThatAreAskedFor() {
        URI place = serve(
                "/keys-of-several",
                "{\"keys\":[" + key("ours", "us") + "," + key("theirs", "them") + "," + key("anybody's", null) + "]}");

        assertThat(reader.keysAt(place, issuer -> issuer == null || issuer.equals("us"))
                        .join()
                        .getKeys())
                .extracting(JWK::getKeyID)
                .containsExactly("ours", "anybody's");
    }

    @Test
    void refusesADocumentWithoutKeys() {
        URI empty = serve("/empty", "{}");
        URI html = serve("/page", "<html>Sign in</html>");

        assertThatThrownBy(() -> reader.keysAt(empty, issuer -> true).join())
                .hasMessageContaining("/empty is not a JSON Web Key Set");
        assertThatThrownBy(() -> reader.keysAt(html, issuer -> true).join())
                .hasMessageContaining("/page is not a JSON Web Key Set");
        assertThatThrownBy(() -> reader.keysBehind(html, List.of("us")).join())
                .hasMessageContaining("/page is not a discovery document");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'keys':[]}",
                "{'keys':[{'kty':'oct','k':'AA'}]}",
                "{'keys':[{'kty':'OKP','crv':'X25519','x':'hSDwCYkwp1R0i33ctD73Wg2_Og0mOBr066SpjqqbTmo'}]}",
                "{'keys':[{'kty':'RSA','n':'AQAB','e':'AQAB','use':'enc'}]}"
            })
    void refusesKeysOfWhichNoneIsForSignatures(String set) {
        URI place = serve("/no-use", set.replace('\'', '"'));

        assertThatThrownBy(() -> reader.keysAt(place).join())
                .hasMessageContaining("/no-use has no key for signatures that are accepted here");
        assertThatThrownBy(() -> reader.keysAt(place, issuer -> true).join())
                .hasMessageContaining("/no-use has no key for signatures that are accepted here");
    }

    @Test
    void takesAKeyThatDoesNotSayWhatItIsFor() {
        URI place =
                serve("/any-use", """
                {"keys":[{"kty":"RSA","n":"AQAB","e":"AQAB","kid":"any"}]}""");

        assertThat(reader.keysAt(place).join().getKeys())
                .extracting(JWK::getKeyID)
                .containsExactly("any");
    }

    private static String key(String id, @Nullable String issuer) {
        Map<String, Object> members = new RSAKey.Builder(TestIssuer.foreignKey().toPublicJWK())
                .keyID(id)
                .build()
                .toJSONObject();
        if (issuer != null) {
            members.put("issuer", issuer);
        }
        return JSONObjectUtils.toJSONString(members);
    }

    private URI serve(String path, String body) {
        HttpHandler handler = exchange -> {
            exchange.sendResponseHeaders(200, body.length());
            try (exchange) {
                exchange.getResponseBody().write(body.getBytes(StandardCharsets.UTF_8));
            }
        };
        issuer.server.createContext(path, handler);
        return URI.create(issuer.authority() + path);
    }
}
