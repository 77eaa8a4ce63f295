package org.s2sgateway.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.json.Json;
import jakarta.json.JsonException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.s2sgateway.simulator.wire.Answer;
import org.s2sgateway.simulator.wire.Delivery;
import org.s2sgateway.simulator.wire.Fault;
import org.s2sgateway.simulator.wire.Recorder;

/** Answers that end too early, on either side: nobody may take a torso for the whole, nobody may go on for nobody. */
class BrokenAnswersIT {

    private static final String HOME = "c0a00000-0000-4000-8000-000000000001";
    private static final String CONSUMER = "orders-service";
    private static final String PLACE = "contoso-large";

    /** A page of 5,000 accounts has more, also when it is compressed. */
    private static final int TORSO = 80_000;

    private final RunningGateway gateway = GatewayRun.gateway();

    private final String id = UUID.randomUUID().toString();

    @BeforeEach
    void registerTheEnvironment() {
        HttpResponse<String> answer =
                gateway.send(gateway.requestAs("registry-manager", "/api/tenants/" + HOME + "/environments")
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(
                                "{\"url\":\"https://" + gateway.simulator().host(PLACE) + "\"}")));
        assertThat(answer.statusCode()).isIn(200, 201);
        recorder().clear();
    }

    @AfterEach
    void switchFaultsOff() {
        gateway.simulator().faults().clear();
    }

    @Test
    void keepsTheLengthOfABodyThatItDoesNotChange() throws IOException, InterruptedException {
        gateway.simulator().faults().reset(PLACE, 1, TORSO);
        try (Wire wire = Wire.open(gateway)) {
            wire.send("GET " + web("/sim_Bytes(Count=1000000)") + " HTTP/1.1\r\n" + headers() + "\r\n");

            assertThat(wire.readAnswer())
                    .startsWith("HTTP/1.1 200")
                    .containsIgnoringCase("Content-Length: 1000000\r\n");
            // The end of the connection, without which the consumer would wait for the rest, or take what comes next
            // for it.
            assertThat(wire.readToEnd().length()).isLessThan(1_000_000);
        }
        assertTheLogSaysSo();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void leavesJsonThatItHasMappedIncomplete(boolean gzip) throws IOException, InterruptedException {
        gateway.simulator().faults().reset(PLACE, 1, TORSO);

        String torso = received(request("/accounts", gzip));

        assertThat(torso).startsWith("{\"@odata.context\":\"" + gateway.address() + web(""));
        assertThatThrownBy(() -> Json.createReader(new ByteArrayInputStream(torso.getBytes(StandardCharsets.UTF_8)))
                        .readObject())
                .isInstanceOf(JsonException.class);
        assertTheLogSaysSo();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void leavesTheAnswerOfABatchWithoutItsEnd(boolean gzip) throws IOException, InterruptedException {
        gateway.simulator().faults().reset(PLACE, 1, TORSO);
        String part = "--b\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\n"
                + "GET accounts HTTP/1.1\r\n\r\n\r\n";

        String torso = received(request("/$batch", gzip)
                .header("Content-Type", "multipart/mixed;boundary=b")
                .POST(BodyPublishers.ofString(part + part + "--b--\r\n")));

        String delimiter = torso.substring(0, torso.indexOf("\r\n"));
        assertThat(delimiter).startsWith("--batchresponse_");
        assertThat(torso).doesNotContain(delimiter + "--");
        assertTheLogSaysSo();
    }

    /** What was compressed by somebody else, without a link in it, goes through as it is, to its length. */
    @Test
    void keepsTheLengthOfACompressedBodyThatItDoesNotChange() throws IOException, InterruptedException {
        Answer large = new Answer(200, List.of(), new byte[16 * 1024], 1_000_000)
                .with("Content-Type", "image/svg+xml")
                .with("Content-Encoding", "gzip");
        gateway.simulator().faults().order(PLACE, 1, new Fault.Verbatim(large));
        try (Wire wire = Wire.open(gateway)) {
            wire.send("GET " + web("/accounts") + " HTTP/1.1\r\n" + headers() + "Accept-Encoding: gzip\r\n\r\n");

            assertThat(wire.readAnswer())
                    .startsWith("HTTP/1.1 200")
                    .containsIgnoringCase("Content-Length: 1000000\r\n")
                    .containsIgnoringCase("Content-Encoding: gzip\r\n");
        }
    }

    /** Chunks alone would end for the consumer as if the file were whole. */
    @Test
    void saysHowLongAFileIsThatComesInChunks() throws IOException, InterruptedException {
        String file = "/accounts(" + anAccount() + ")/sim_document";
        HttpResponse<String> stored = gateway.send(request(file + "?x-ms-file-name=large.bin", false)
                .header("Content-Type", "application/octet-stream")
                .method("PATCH", BodyPublishers.ofByteArray(new byte[1_000_000])));
        assertThat(stored.statusCode()).isEqualTo(204);
        gateway.simulator().faults().deliver(PLACE, Delivery.of(false, "chunked"));
        assertThat(gateway.getAs(CONSUMER, web(file + "/$value")).body()).hasSize(1_000_000);

        gateway.simulator().faults().reset(PLACE, 1, TORSO);
        try (Wire wire = Wire.open(gateway)) {
            wire.send("GET " + web(file + "/$value") + " HTTP/1.1\r\n" + headers() + "\r\n");

            assertThat(wire.readAnswer())
                    .startsWith("HTTP/1.1 200")
                    .containsIgnoringCase("Content-Length: 1000000\r\n")
                    .doesNotContainIgnoringCase("Transfer-Encoding");
        }
    }

    private String anAccount() {
        return Answers.json(gateway.getAs(CONSUMER, web("/accounts?$select=accountid&$top=1")))
                .getJsonArray("value")
                .getJsonObject(0)
                .getString("accountid");
    }

    /** What is small is looked at as a whole before the consumer sees any of it. */
    @Test
    void readsASmallAnswerAgainThatBrokeOff() {
        gateway.simulator().faults().deliver(PLACE, Delivery.of(false, "length"));
        gateway.simulator().faults().reset(PLACE, 1, 100);

        HttpResponse<String> answer = gateway.getAs(CONSUMER, web("/accounts?$top=3"));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(Answers.json(answer).getJsonArray("value")).hasSize(3);
        assertThat(recorder().requests()).hasSize(2);
    }

    @Test
    void endsTheWorkAtDataverseWhenTheConsumerHangsUp() throws IOException, InterruptedException {
        try (Wire wire = Wire.open(gateway)) {
            wire.send("GET " + web("/sim_Bytes(Count=100000000000)") + " HTTP/1.1\r\n" + headers() + "\r\n");
            assertThat(wire.readAnswer()).startsWith("HTTP/1.1 200");
        }

        Instant end = Instant.now().plus(Duration.ofSeconds(60));
        while (recorder().hangUps() == 0 && Instant.now().isBefore(end)) {
            Thread.sleep(50);
        }
        assertThat(recorder().hangUps()).isEqualTo(1);
        assertThat(recorder().requests()).hasSize(1);
        assertTheLogSaysSo();
    }

    private void assertTheLogSaysSo() throws IOException, InterruptedException {
        assertThat(ServerLog.linesWith("client request " + id)).singleElement().satisfies(line -> assertThat(line)
                .contains(
                        gateway.simulator().host(PLACE) + ": 200, and the answer ended early (",
                        ", service request ",
                        ", REQ_ID "));
    }

    /** What arrives of an answer, unpacked, until it ends in whatever way. */
    private String received(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<InputStream> answer = gateway.client().send(request.build(), BodyHandlers.ofInputStream());
        assertThat(answer.statusCode()).isEqualTo(200);
        boolean gzip = answer.headers().firstValue("Content-Encoding").isPresent();
        ByteArrayOutputStream torso = new ByteArrayOutputStream();
        boolean whole = !gzip;
        try (InputStream body = gzip ? new GZIPInputStream(answer.body()) : answer.body()) {
            int octet = body.read();
            while (octet >= 0) {
                torso.write(octet);
                octet = body.read();
            }
            whole = true;
        } catch (IOException brokenOff) {
            whole = false;
        }
        assertThat(gzip && whole).as("whole gzip").isFalse();
        assertThat(gzip)
                .isEqualTo(
                        request.build().headers().firstValue("Accept-Encoding").isPresent());
        return torso.toString(StandardCharsets.UTF_8);
    }

    private HttpRequest.Builder request(String target, boolean gzip) {
        HttpRequest.Builder request = gateway.requestAs(CONSUMER, web(target)).header("x-ms-client-request-id", id);
        return gzip ? request.header("Accept-Encoding", "gzip") : request;
    }

    private Recorder recorder() {
        return gateway.simulator().environment(PLACE).recorder();
    }

    private String web(String target) {
        return "/api/dataverse/" + gateway.simulator().host(PLACE) + "/api/data/v9.2" + target;
    }

    private String headers() {
        return "Host: localhost\r\nAuthorization: Bearer " + gateway.simulator().token(CONSUMER)
                + "\r\nx-ms-client-request-id: " + id + "\r\n";
    }
}
