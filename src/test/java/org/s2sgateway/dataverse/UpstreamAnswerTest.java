package org.s2sgateway.dataverse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.InputStreamEntity;
import org.apache.hc.core5.http.message.BasicClassicHttpResponse;
import org.junit.jupiter.api.Test;

class UpstreamAnswerTest {

    private final BasicClassicHttpResponse response = new BasicClassicHttpResponse(200);
    private final List<String> cuts = new ArrayList<>();

    @Test
    void leavesTheConnectionOfAnAnswerThatWasReadToItsEnd() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        answer("hello").writeTo(out);

        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("hello");
        assertThat(cuts).isEmpty();
    }

    @Test
    void leavesTheConnectionOfAnAnswerWithoutABody() {
        new UpstreamAnswer(response, () -> cuts.add("cut")).close();

        assertThat(cuts).isEmpty();
    }

    @Test
    void cutsTheConnectionWhenTheConsumerGoes() {
        OutputStream gone = new OutputStream() {
            @Override
            public void write(int octet) throws IOException {
                throw new IOException("gone");
            }
        };
        UpstreamAnswer answer = answer("hello");

        assertThatThrownBy(() -> answer.writeTo(gone)).hasMessage("gone");
        assertThat(cuts).hasSize(1);
    }

    @Test
    void cutsTheConnectionOfAnAnswerThatNobodyReads() {
        answer("a sign-in page").close();

        assertThat(cuts).hasSize(1);
    }

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

    private List<String> headers() {
        List<String> headers = new ArrayList<>();
        answer("{}").headers((name, value) -> headers.add(name + ": " + value));
        return headers;
    }

    private UpstreamAnswer answer(String body) {
        response.setEntity(new InputStreamEntity(
                new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)), ContentType.APPLICATION_JSON));
        return new UpstreamAnswer(response, () -> cuts.add("cut"));
    }
}
