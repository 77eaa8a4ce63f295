package org.s2sgateway.odata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BatchReaderTest {

    private static final String PART = "Content-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n";
    private static final String GET = "--b\r\n" + PART + "\r\nGET accounts HTTP/1.1\r\n\r\n\r\n";
    private static final String CHANGES = "--b\r\nContent-Type: multipart/mixed;boundary=c\r\n\r\n";
    private static final String POST = "--c\r\n" + PART
            + "Content-ID: 1\r\n\r\nPOST accounts HTTP/1.1\r\nContent-Type: application/json\r\n\r\n{}\r\n";

    /** The example of "Execute batch operations using the Web API", with its spelling of line ends and headers. */
    @Test
    void readsTheExampleOfTheDocumentation() throws Exception {
        String batch =
                """
                --batch_AAA123
                Content-Type: multipart/mixed; boundary=changeset_BBB456

                --changeset_BBB456
                Content-Type: application/http
                Content-Transfer-Encoding:binary
                Content-ID: 1

                POST https://contoso.crm4.dynamics.com/api/data/v9.2/tasks HTTP/1.1
                Content-Type: application/json;type=entry

                {"subject":"Task 1 in batch"}
                --changeset_BBB456
                Content-Type: application/http
                Content-Transfer-Encoding:binary
                Content-ID: 2

                PUT $1/subject HTTP/1.1
                Content-Type: application/json;type=entry

                {"value":"Task 2 in batch"}
                --changeset_BBB456--

                --batch_AAA123
                Content-Type: application/http
                Content-Transfer-Encoding:binary

                GET /api/data/v9.2/accounts(1)/Account_Tasks?$select=subject HTTP/1.1

                --batch_AAA123--
                """;

        for (String text : List.of(batch, batch.replace("\n", "\r\n"))) {
            assertThat(read("batch_AAA123", text))
                    .containsExactly(
                            "ChangeSet []",
                            "1 POST https://contoso.crm4.dynamics.com/api/data/v9.2/tasks"
                                    + " [Content-Transfer-Encoding=binary, Content-ID=1]"
                                    + " [Content-Type=application/json;type=entry] {\"subject\":\"Task 1 in batch\"}",
                            "2 PUT $1/subject [Content-Transfer-Encoding=binary, Content-ID=2]"
                                    + " [Content-Type=application/json;type=entry] {\"value\":\"Task 2 in batch\"}",
                            "ChangeSetEnd",
                            "3 GET /api/data/v9.2/accounts(1)/Account_Tasks?$select=subject"
                                    + " [Content-Transfer-Encoding=binary] [] ");
        }
    }

    @Test
    void readsABatchOfNothing() throws Exception {
        assertThat(read("b", "\r\n--b--")).isEmpty();
    }

    @Test
    void keepsABodyOctetForOctetButTheLineBreakBeforeTheDelimiter() throws Exception {
        String body = "\r\n a\r\rb\n\n-- b--bc\u00ff\u0000 \r\n\r\n";

        assertThat(read("bx", "--bx\r\n" + PART + "\r\nPUT x HTTP/1.1\r\n\r\n" + body + "\r\n--bx--"))
                .containsExactly("1 PUT x [Content-Transfer-Encoding=binary] [] " + body);
    }

    @Test
    void skipsABodyThatNobodyReads() throws Exception {
        BatchReader reader = reader("b", GET + GET + "--b--");

        assertThat(reader.next()).isInstanceOf(BatchEntry.Request.class);
        assertThat(reader.next()).isInstanceOf(BatchEntry.Request.class);
        assertThat(reader.next()).isInstanceOf(BatchEntry.End.class);
        assertThat(reader.requests()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2", "3", "4", "5", "6"})
    void takesALengthThatLeavesTheLineBreaksBehindTheBodyOut(String length) throws Exception {
        assertThat(read(
                        "b",
                        "--b\r\n" + PART + "\r\nPUT x HTTP/1.1\r\nContent-Length: " + length
                                + "\r\n\r\n{}\r\n\r\n\r\n--b--"))
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "7", "0", "", "-2", "+2", "2,2", "0x2", "99999999999999999999", "2 2"})
    void refusesALengthThatIsNotTheBodys(String length) {
        refuses(
                "Content-Length",
                "--b\r\n" + PART + "\r\nPUT x HTTP/1.1\r\nContent-Length: " + length + "\r\n\r\n{}\r\n\r\n\r\n--b--");
    }

    @Test
    void refusesTwoLengths() {
        refuses(
                "twice",
                "--b\r\n" + PART + "\r\nPUT x HTTP/1.1\r\nContent-Length: 2\r\ncontent-length: 2\r\n\r\n{}\r\n--b--");
    }

    @Test
    void takesAHeaderTwiceWhoseValueIsAList() throws Exception {
        assertThat(read("b", "--b\r\n" + PART + "\r\nGET x HTTP/1.1\r\nPrefer: a\r\nPrefer: b\r\n\r\n\r\n--b--"))
                .containsExactly("1 GET x [Content-Transfer-Encoding=binary] [Prefer=a, Prefer=b] ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "--",
                "--b",
                "--b\r\n",
                "--b\r\nContent-Type: application/http\r\n",
                "--b\r\nContent-Type: application/http\r\n\r\n",
                "--b\r\nContent-Type: application/http\r\n\r\nGET x HTTP/1.1\r\n\r\n",
                "--b\r\nContent-Type: application/http\r\n\r\nGET x HTTP/1.1\r\n\r\n\r\n--",
                "--b\r\nContent-Type: application/http\r\n\r\nGET x HTTP/1.1\r\n\r\n\r\n--B--",
                "--b\r\nContent-Type: multipart/mixed;boundary=c\r\n\r\n--c--\r\n",
                "--c--"
            })
    void refusesABatchWithoutItsClosingBoundary(String batch) {
        assertThat(catchThrowableOfType(MalformedBatch.class, () -> read("b", batch)))
                .isNotNull();
    }

    @Test
    void refusesAChangeSetWithoutItsClosingBoundary() {
        refuses("change set is missing", CHANGES + POST + "--b--");
        refuses("change set is missing", CHANGES + POST + GET + "--b--");
        refuses("change set is missing", CHANGES + "--b--");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "text | hello\\r\\n--b--",
                "text | \uFEFF--b--",
                "text | --b--\\r\\nhello",
                "goes on | --b-\\r\\n",
                "goes on | --b--x",
                "goes on | --bb\\r\\n",
                "text | --a\\r\\n--b--",
                "control | --b--\\u0000",
                "control | --b\\r--b--",
            })
    void refusesAnythingOutsideOfTheParts(String reason, String batch) {
        refuses(reason, batch.replace("\\r", "\r").replace("\\n", "\n").replace("\\u0000", "\0"));
    }

    @Test
    void refusesTextBehindAChangeSet() {
        refuses("text outside", CHANGES + POST + "--c--\r\n--c\r\n" + PART + "\r\nGET x HTTP/1.1\r\n\r\n\r\n--b--");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":\"--b\r\nhidden\"}",
                "{\"a\":\"--b\"}",
                "{}\r--b\r\n",
                "{} --b--\r\n",
                "x--b",
            })
    void refusesABoundaryWithinALineWhichMicrosoftsReaderWouldTakeForOne(String body) {
        refuses("within a line", "--b\r\n" + PART + "\r\nPUT x HTTP/1.1\r\n\r\n" + body + "\r\n--b--");
    }

    @Test
    void refusesTheOuterBoundaryWithinALineOfAChangeSet() {
        refuses("within a line", CHANGES + POST.replace("{}", "{\"a\":\"--b\"}") + "--c--\r\n--b--");
    }

    @Test
    void refusesABoundaryAmongTheHeaders() {
        refuses("among the headers", GET.replace("\r\n\r\n\r\n", "\r\n") + "--b--");
        refuses("among the headers", GET.replace("HTTP/1.1", "HTTP/1.1\r\nIf-Match: --b") + "--b--");
        refuses("among the headers", GET.replace("GET accounts", "GET --b") + "--b--");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"text/plain", "application/json", "application/https", "", "multipart/form-data;boundary=c"})
    void refusesAPartThatIsNeitherARequestNorAChangeSet(String type) {
        refuses("neither application/http nor multipart/mixed", GET.replace("application/http", type) + "--b--");
    }

    @Test
    void refusesAPartWithoutAContentType() {
        refuses("neither application/http", GET.replace("Content-Type: application/http\r\n", "") + "--b--");
    }

    @Test
    void refusesAPartThatIsEncoded() {
        refuses("Transfer-Encoding", GET.replace("binary", "base64") + "--b--");
    }

    @Test
    void refusesAChangeSetOrABatchInAChangeSet() {
        refuses(
                "no further change sets",
                CHANGES + "--c\r\nContent-Type: multipart/mixed;boundary=d\r\n\r\n--d--\r\n--c--\r\n--b--");
    }

    @ParameterizedTest
    @ValueSource(strings = {"b", "bb", "xb"})
    void takesTheBoundaryOfAChangeSetOnlyWhereItCannotBeTakenForTheOther(String boundary) throws Exception {
        String batch =
                "--b\r\nContent-Type: multipart/mixed;boundary=" + boundary + "\r\n\r\n--" + boundary + "--\r\n--b--";

        if (boundary.equals("xb")) {
            assertThat(read("b", batch)).containsExactly("ChangeSet []", "ChangeSetEnd");
        } else {
            refuses("boundary of the change set", batch);
        }
    }

    @Test
    void refusesAChangeSetWithoutABoundary() {
        refuses("needs a boundary", "--b\r\nContent-Type: multipart/mixed\r\n\r\n--b--");
    }

    @Test
    void refusesToReadInAChangeSet() {
        refuses("GET has to stand outside", CHANGES + POST.replace("POST", "GET") + "--c--\r\n--b--");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET accounts",
                "GET  accounts HTTP/1.1",
                "GET accounts  HTTP/1.1",
                " GET accounts HTTP/1.1",
                "GET accounts HTTP/1.1 ",
                "GET accounts?$filter=name eq 'a' HTTP/1.1",
                "GET accounts HTTP/1.0",
                "GET accounts HTTP/2",
                "GET accounts http/1.1",
                "GET\taccounts HTTP/1.1",
                "get accounts HTTP/1.1",
                "GET HTTP/1.1",
                "accounts HTTP/1.1"
            })
    void refusesARequestLineThatIsNotOne(String line) {
        refuses("request line", GET.replace("GET accounts HTTP/1.1", line) + "--b--");
    }

    @ParameterizedTest
    @ValueSource(strings = {"HEAD", "OPTIONS", "MERGE", "TRACE", "CONNECT"})
    void refusesAnotherMethod(String method) {
        refuses("method", GET.replace("GET", method) + "--b--");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Accept : */*",
                "Accept",
                ": x",
                "A(b): x",
                " folded",
                "\tfolded",
                "Accept: a\r\n folded: b",
            })
    void refusesAHeaderLineThatIsNotOne(String line) {
        refuses("name: value", GET.replace("HTTP/1.1", "HTTP/1.1\r\n" + line) + "--b--");
        refuses("name: value", GET.replace("binary", "binary\r\n" + line) + "--b--");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\0", "\u0001", "\u001b", "\u007f", "\r", "\u000b"})
    void refusesControlCharacters(String character) {
        refuses("control character", GET.replace("HTTP/1.1", "HTTP/1.1\r\nAccept: a" + character + "b") + "--b--");
        refuses("control character", GET.replace("accounts", "acc" + character + "ounts") + "--b--");
        refuses("control character", GET.replace("binary", "bi" + character + "nary") + "--b--");
    }

    @Test
    void refusesAHeaderTwiceInWhateverCase() {
        refuses("twice", GET.replace("HTTP/1.1", "HTTP/1.1\r\nIf-Match: a\r\nif-match: b") + "--b--");
        refuses("twice", GET.replace("binary", "binary\r\nContent-Type: application/http") + "--b--");
    }

    @Test
    void refusesHeadersThatAreTooManyOrTooLong() {
        StringBuilder many = new StringBuilder();
        for (int i = 0; i <= 100; i++) {
            many.append("\r\nX-").append(i).append(": x");
        }
        refuses("more than 100 headers", GET.replace("HTTP/1.1", "HTTP/1.1" + many) + "--b--");
        refuses("longer than 16384", GET.replace("HTTP/1.1", "HTTP/1.1\r\nAccept: " + "x".repeat(16_384)) + "--b--");
    }

    @Test
    void saysThatARequestLineIsTooLong() throws Exception {
        MalformedBatch refused = catchThrowableOfType(
                MalformedBatch.class, () -> read("b", GET.replace("accounts", "x".repeat(67_000)) + "--b--"));

        assertThat(refused.tooLong()).isTrue();
        assertThat(refused).hasMessageContaining("65,536");
        assertThat(read("b", GET.replace("accounts", "x".repeat(66_000)) + "--b--"))
                .hasSize(1);
    }

    @Test
    void refusesMoreThanAThousandRequests() throws Exception {
        assertThat(read("b", GET.repeat(1_000) + "--b--")).hasSize(1_000);

        refuses("1,000", GET.repeat(1_001) + "--b--");
        refuses("1,000", GET.repeat(1_000) + CHANGES + POST + "--c--\r\n--b--");
    }

    @Test
    void countsTheRequests() throws Exception {
        BatchReader reader = reader("b", GET + CHANGES + POST + POST.replace("POST", "HEAD") + "--c--\r\n--b--");

        assertThat(catchThrowableOfType(MalformedBatch.class, () -> drain(reader)))
                .hasMessageContaining("method");
        assertThat(reader.requests()).isEqualTo(3);
    }

    @Test
    void repeatsNothingOfTheBatchInItsReason() {
        assertThat(catchThrowableOfType(
                        MalformedBatch.class, () -> read("b", GET.replace("GET accounts", "geheim") + "--b--")))
                .hasMessageNotContaining("geheim");
    }

    private static void refuses(String reason, String batch) {
        MalformedBatch refused = catchThrowableOfType(MalformedBatch.class, () -> read("b", batch));
        assertThat(refused).as("a refusal").isNotNull().hasMessageContaining(reason);
        assertThat(refused.tooLong()).isFalse();
    }

    private static BatchReader reader(String boundary, String batch) {
        return new BatchReader(
                new ByteArrayInputStream(batch.getBytes(StandardCharsets.ISO_8859_1)), new Boundary(boundary));
    }

    private static List<String> read(String boundary, String batch) throws IOException, MalformedBatch {
        return drain(reader(boundary, batch));
    }

    private static List<String> drain(BatchReader reader) throws IOException, MalformedBatch {
        List<String> entries = new ArrayList<>();
        BatchEntry entry = reader.next();
        while (!(entry instanceof BatchEntry.End)) {
            entries.add(text(entry, reader));
            entry = reader.next();
        }
        return entries;
    }

    private static String text(BatchEntry entry, BatchReader reader) throws IOException, MalformedBatch {
        if (entry instanceof BatchEntry.Request request) {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            reader.body(body);
            return reader.requests() + " " + request.method() + " " + request.target() + " "
                    + text(request.partHeaders()) + " " + text(request.headers()) + " "
                    + body.toString(StandardCharsets.ISO_8859_1);
        }
        return entry instanceof BatchEntry.ChangeSet changes ? "ChangeSet " + text(changes.headers()) : "ChangeSetEnd";
    }

    private static String text(List<BatchHeader> headers) {
        return headers.stream()
                .map(header -> header.name() + "=" + header.value())
                .toList()
                .toString();
    }
}
