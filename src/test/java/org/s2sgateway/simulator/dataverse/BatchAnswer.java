package org.s2sgateway.simulator.dataverse;

import io.undertow.util.StatusCodes;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.s2sgateway.simulator.wire.Answer;

/** Writes the multipart answer to a batch, as Microsoft's samples show it. */
final class BatchAnswer {

    private final String boundary = "batchresponse_" + UUID.randomUUID();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    void single(Answer answer) {
        line("--" + boundary);
        operation("", answer);
    }

    /** A change set's answers are within a boundary of their own. */
    final class ChangeSet {

        private final String inner = "changesetresponse_" + UUID.randomUUID();

        private ChangeSet() {
            line("--" + boundary);
            line("Content-Type: multipart/mixed; boundary=" + inner);
            line("");
        }

        void add(String contentId, Answer answer) {
            line("--" + inner);
            operation(contentId, answer);
        }

        void end() {
            line("--" + inner + "--");
        }
    }

    ChangeSet changeSet() {
        return new ChangeSet();
    }

    Answer end(int status) {
        line("--" + boundary + "--");
        return Answer.bytes(status, "multipart/mixed; boundary=" + boundary, bytes.toByteArray());
    }

    private void operation(String contentId, Answer answer) {
        line("Content-Type: application/http");
        line("Content-Transfer-Encoding: binary");
        if (!contentId.isEmpty()) {
            line("Content-ID: " + contentId);
        }
        line("");
        line("HTTP/1.1 " + answer.status() + " " + StatusCodes.getReason(answer.status()));
        if (answer.status() >= 400) {
            line("REQ_ID: " + UUID.randomUUID());
        }
        for (Answer.Header header : answer.headers()) {
            boolean streamed = answer.status() == 200 && header.value().equals(WebApi.JSON);
            line(header.name() + ": " + header.value() + (streamed ? "; odata.streaming=true" : ""));
        }
        line("OData-Version: 4.0");
        line("");
        bytes.writeBytes(answer.body());
        line("");
    }

    private void line(String text) {
        bytes.writeBytes((text + "\r\n").getBytes(StandardCharsets.UTF_8));
    }
}
