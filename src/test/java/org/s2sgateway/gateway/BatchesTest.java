package org.s2sgateway.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.s2sgateway.dataverse.RequestTarget;
import org.s2sgateway.problem.ProblemType;
import org.s2sgateway.problem.Refusal;
import org.s2sgateway.settings.PublicUrl;
import org.s2sgateway.tenant.EnvironmentHost;

class BatchesTest {

    private static final String GET =
            "--b\r\nContent-Type: application/http\r\n\r\nGET accounts HTTP/1.1\r\n\r\n\r\n--b--";

    @Test
    void givesABodyThatCanBeSentTwice() throws IOException {
        try (JudgedBatch judged = judge("multipart/mixed; charset=utf-8; boundary=\"b\"", GET)) {
            String sent =
                    "--b\r\nContent-Type: application/http\r\n\r\nGET /api/data/v9.2/accounts HTTP/1.1\r\n\r\n\r\n--b--\r\n";

            assertThat(judged.headers())
                    .containsEntry("content-type", List.of("multipart/mixed;boundary=b"))
                    .containsEntry("prefer", List.of("odata.continue-on-error"));
            assertThat(judged.length()).isEqualTo(sent.length());
            for (int i = 0; i < 2; i++) {
                assertThat(new String(judged.content().readAllBytes(), StandardCharsets.US_ASCII))
                        .isEqualTo(sent);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "multipart/form-data;boundary=b", "text/plain", "", "multipart/mixedx"})
    void refusesAnotherMediaType(String type) {
        assertThat(refused(type, GET).type()).isEqualTo(ProblemType.UNSUPPORTED_MEDIA_TYPE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"multipart/mixed", "multipart/mixed;boundary=", "multipart/mixed;boundary=b;boundary=b"})
    void refusesAMediaTypeWithoutItsBoundary(String type) {
        assertThat(refused(type, GET).type()).isEqualTo(ProblemType.BAD_REQUEST);
    }

    @Test
    void refusesABodyThatIsTooLarge() {
        assertThat(refused("multipart/mixed;boundary=b", " ".repeat(1000) + GET).type())
                .isEqualTo(ProblemType.PAYLOAD_TOO_LARGE);
    }

    @Test
    void refusesAnotherMethod() {
        IncomingCall call = call("GET", "");
        Refusal refused =
                catchThrowableOfType(Refusal.class, () -> batches().judge(call, role -> false, PartLinks.NONE));

        assertThat(refused.type()).isEqualTo(ProblemType.METHOD_NOT_ALLOWED);
        assertThat(refused.headers()).containsEntry("Allow", "POST");
    }

    private static Refusal refused(String type, String body) {
        Refusal refused = catchThrowableOfType(Refusal.class, () -> judge(type, body));
        assertThat(refused).as("a refusal").isNotNull();
        return refused;
    }

    private static JudgedBatch judge(String type, String body) {
        byte[] octets = body.getBytes(StandardCharsets.ISO_8859_1);
        return batches()
                .judge(
                        call("POST", type).with(new IncomingBody(new ByteArrayInputStream(octets), octets.length)),
                        role -> false,
                        PartLinks.NONE);
    }

    private static IncomingCall call(String method, String type) {
        return new IncomingCall(
                method,
                EnvironmentHost.parse("contoso.crm4.dynamics.com"),
                RequestTarget.parse("/api/data/v9.2/$batch", null),
                Map.of("content-type", List.of(type), "Prefer", List.of("odata.continue-on-error")),
                null);
    }

    private static Batches batches() {
        Batches batches = new Batches();
        batches.config = new GatewayConfig(1000);
        batches.publicUrl = new PublicUrl("https://gw.example");
        return batches;
    }
}
