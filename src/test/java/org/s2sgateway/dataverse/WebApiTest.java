package org.s2sgateway.dataverse;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.s2sgateway.settings.Secret;
import org.s2sgateway.simulator.wire.Certificates;
import org.s2sgateway.testing.TlsServer;

class WebApiTest {

    private static final Certificates CERTIFICATES = new Certificates(Instant.now());
    private static final Map<String, String> JSON = Map.of("Content-Type", "application/json; odata.metadata=minimal");

    @Test
    void givesTheObjectOfAnAnswer() {
        assertThat(answer(200, JSON, "{\"UserId\":\"u\"}", it -> it.get("WhoAmI")))
                .isEqualTo(new WebApi.Outcome.Done(
                        200, Json.createObjectBuilder().add("UserId", "u").build()));
    }

    @Test
    void takesNoContentForDoneWhereSomethingWasChanged() {
        WebApi.Outcome.Done nothing =
                new WebApi.Outcome.Done(204, Json.createObjectBuilder().build());

        assertThat(answer(204, Map.of(), "", it -> it.patch("systemusers(1)", nothing.body())))
                .isEqualTo(nothing);
        assertThat(answer(204, Map.of(), "", it -> it.delete("systemusers(1)"))).isEqualTo(nothing);
        assertThat(answer(204, Map.of(), "", it -> it.get("WhoAmI"))).isEqualTo(failed(204, "S2S.UnexpectedAnswer"));
    }

    @Test
    void givesDataversesOwnCode() {
        assertThat(answer(
                        403, JSON, "{\"error\":{\"code\":\"0x80040220\",\"message\":\"m\"}}", it -> it.get("accounts")))
                .isEqualTo(failed(403, "0x80040220"));
    }

    @Test
    void namesTheStatusWhereThereIsNoCode() {
        assertThat(answer(500, JSON, "{\"error\":{\"code\":\"\"}}", it -> it.get("accounts")))
                .isEqualTo(failed(500, "HTTP-500"));
        assertThat(answer(500, JSON, "{\"Message\":\"m\"}", it -> it.get("accounts")))
                .isEqualTo(failed(500, "HTTP-500"));
        assertThat(answer(500, JSON, "{", it -> it.get("accounts"))).isEqualTo(failed(500, "HTTP-500"));
    }

    @Test
    void doesNotTakeALoginPageOrARedirectForAnAnswer() {
        assertThat(answer(200, Map.of("Content-Type", "text/html"), "<html>", it -> it.get("WhoAmI")))
                .isEqualTo(failed(200, "S2S.UnexpectedAnswer"));
        assertThat(answer(
                        302,
                        Map.of("Content-Type", "application/json", "Location", "https://localhost:1/"),
                        "{}",
                        it -> it.get("WhoAmI")))
                .isEqualTo(failed(302, "S2S.UnexpectedAnswer"));
    }

    @Test
    void doesNotTakeHalfAnObjectForOne() {
        String long64KiB = "{\"a\":\"" + "x".repeat(64 * 1024) + "\"}";
        assertThat(answer(200, JSON, long64KiB, it -> it.get("accounts")))
                .isEqualTo(failed(200, "S2S.UnexpectedAnswer"));
        assertThat(answer(200, JSON, "[]", it -> it.get("accounts"))).isEqualTo(failed(200, "S2S.UnexpectedAnswer"));
    }

    @Test
    void saysHowLongToWait() {
        assertThat(answer(
                        429,
                        Map.of("Content-Type", "application/json", "Retry-After", "17"),
                        "{\"error\":{\"code\":\"0x80072322\"}}",
                        it -> it.get("WhoAmI")))
                .isEqualTo(new WebApi.Outcome.Failed(429, "0x80072322", Optional.of(Duration.ofSeconds(17))));
    }

    @Test
    void saysThatNobodyAnswered() {
        WebApi nobody = new WebApi(client(), "localhost:1", Secret.of("token"));
        assertThat(nobody.get("WhoAmI")).isEqualTo(failed(0, "S2S.EnvironmentUnreachable"));
    }

    @Test
    void waitsNoLongerThanItsLimit() {
        assertThat(answer(
                        200,
                        JSON,
                        "{}",
                        it -> it.post("Slow", Json.createObjectBuilder().build(), Duration.ofMillis(1))))
                .isEqualTo(failed(0, "S2S.Timeout"));
    }

    private static WebApi.Outcome failed(int status, String code) {
        return new WebApi.Outcome.Failed(status, code, Optional.empty());
    }

    private static WebApi.Outcome answer(
            int status, Map<String, String> headers, String body, Function<WebApi, WebApi.Outcome> call) {
        try (TlsServer server = TlsServer.start(CERTIFICATES, request -> new TlsServer.Answer(status, headers, body))) {
            return call.apply(new WebApi(client(), "localhost:" + server.port(), Secret.of("token")));
        }
    }

    private static HttpClient client() {
        return HttpClient.newBuilder().sslContext(CERTIFICATES.client()).build();
    }
}
