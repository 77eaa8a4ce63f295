package org.s2sgateway.dataverse;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apache.hc.core5.http.message.BasicHttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UpstreamAnswerTest {

    private static final String TOO_MANY =
            "{\"error\":{\"code\":\"0x80072326\",\"message\":\"Number of concurrent requests exceeded the limit of 52.\"}}";

    private BasicHttpResponse response = new BasicHttpResponse(200);

    @Test
    void givesNoLengthBesideATransferCoding() {
        response.addHeader("Content-Length", "2");
        response.addHeader("Transfer-Encoding", "chunked");
        response.addHeader("ETag", "x");

        assertThat(headers()).containsExactly("ETag: x");
    }

    @Test
    void givesTheLengthOtherwise() {
        response.addHeader("Content-Length", "2");

        assertThat(headers()).containsExactly("Content-Length: 2");
    }

    @Test
    void givesNoHeaderThatTheConnectionNames() {
        response.addHeader("Connection", "close, ETag");
        response.addHeader("ETag", "x");
        response.addHeader("Set-Cookie", "x");
        response.addHeader("Empty", " ");
        response.addHeader("REQ_ID", "y");

        assertThat(headers()).containsExactly("REQ_ID: y");
    }

    @ParameterizedTest
    @CsvSource({
        "200, application/json, false",
        "200, text/html, true",
        "200, Text/HTML; charset=utf-8, true",
        "302, application/json, true",
        "304, application/json, false"
    })
    void knowsAPageForPeople(int status, String type, boolean forPeople) {
        response = new BasicHttpResponse(status);
        response.addHeader("Content-Type", type);

        assertThat(answer("{}").isForPeople()).isEqualTo(forPeople);
    }

    @Test
    void knowsWhyItIsThrottled() throws IOException {
        assertThat(answer(TOO_MANY).isForTooManyAtOnce()).isFalse();
        response = new BasicHttpResponse(429);
        assertThat(answer(TOO_MANY).isForTooManyAtOnce()).isTrue();
        assertThat(answer(TOO_MANY.replace("2326", "2322")).isForTooManyAtOnce())
                .isFalse();
        assertThat(answer("").isForTooManyAtOnce()).isFalse();

        response.addHeader("Content-Encoding", "gzip");
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(zipped)) {
            zip.write(TOO_MANY.getBytes(StandardCharsets.UTF_8));
        }
        assertThat(new UpstreamAnswer(response, zipped.toByteArray(), null, null).isForTooManyAtOnce())
                .isTrue();
        assertThat(answer("broken").isForTooManyAtOnce()).isFalse();
    }

    @Test
    void tellsHowLongToWait() {
        response.addHeader("Retry-After", "5");

        assertThat(answer("").retryAfter(Instant.now())).contains(Duration.ofSeconds(5));
    }

    private List<String> headers() {
        List<String> headers = new ArrayList<>();
        answer("{}").headers((name, value) -> headers.add(name + ": " + value));
        return headers;
    }

    private UpstreamAnswer answer(String body) {
        return new UpstreamAnswer(response, body.getBytes(StandardCharsets.UTF_8), null, null);
    }
}
