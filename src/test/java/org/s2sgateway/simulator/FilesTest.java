package org.s2sgateway.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.s2sgateway.simulator.DataverseClient.ACCOUNT_1;
import static org.s2sgateway.simulator.DataverseClient.ACCOUNT_2;

import jakarta.json.JsonObject;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FilesTest {

    private static final String FILE = ACCOUNT_1 + "/sim_document";
    private static final String IMAGE = ACCOUNT_1 + "/entityimage";
    private static final String BYTES = "application/octet-stream";

    @TempDir
    Path home;

    private Simulator simulator;
    private DataverseClient contoso;

    @BeforeEach
    void start() throws Exception {
        simulator = Simulator.start(SimulatorOptions.onFreePorts(home));
        contoso = new DataverseClient(simulator, "contoso");
    }

    @AfterEach
    void stop() {
        simulator.close();
    }

    @Test
    void takesAFileInOneGo() throws Exception {
        assertThat(put(FILE, "content", "x-ms-file-name", "a.txt").statusCode()).isEqualTo(204);

        HttpResponse<String> file = contoso.get(FILE + "/$value");
        assertThat(file.body()).isEqualTo("content");
        assertThat(file.headers().firstValue("x-ms-file-size")).contains("7");
        assertThat(file.headers().firstValue("x-ms-file-name")).contains("a.txt");
        assertThat(file.headers().firstValue("mimetype")).contains("text/plain");
        JsonObject row = contoso.json(ACCOUNT_1);
        assertThat(row.getString("sim_document")).matches("[0-9a-f-]{36}");
        assertThat(row.getString("sim_document_name")).isEqualTo("a.txt");
    }

    @Test
    void givesAFileInPieces() throws Exception {
        put(FILE + "?x-ms-file-name=%C3%A4.pdf", "0123456789");

        HttpResponse<String> piece = contoso.get(FILE + "/$value", "Range", "bytes=2-4");
        assertThat(piece.statusCode()).isEqualTo(206);
        assertThat(piece.body()).isEqualTo("234");
        assertThat(piece.headers().firstValue("Content-Range")).contains("bytes 2-4/10");
        assertThat(piece.headers().firstValue("x-ms-file-size")).contains("10");
        assertThat(piece.headers().firstValue("x-ms-chunk-size")).contains("4194304");
        assertThat(contoso.get(FILE + "/$value", "Range", "bytes=8-99").body()).isEqualTo("89");
        assertThat(contoso.get(FILE + "/$value", "Range", "bytes=8-").body()).isEqualTo("89");
        assertThat(contoso.refusal("GET", FILE + "/$value", "", "Range", "bytes=10-11"))
                .isEqualTo("416 0x80060888");
    }

    @Test
    void takesAFileInPieces() throws Exception {
        HttpResponse<String> begun =
                contoso.send("PATCH", FILE + "?x-ms-file-name=a.bin", "", "x-ms-transfer-mode", "chunked");
        assertThat(begun.statusCode()).isEqualTo(200);
        assertThat(begun.headers().firstValue("x-ms-chunk-size")).contains("4194304");
        String session = begun.headers().firstValue("Location").orElseThrow();
        assertThat(session).startsWith(contoso.root() + FILE + "?sessiontoken=").contains("%");

        assertThat(piece(session, "0123", "bytes 0-3/6").statusCode()).isEqualTo(206);
        assertThat(contoso.get(FILE + "/$value").statusCode()).isEqualTo(404);
        assertThat(piece(session, "67", "bytes 6-7/6").statusCode()).isEqualTo(400);
        assertThat(piece(session, "4", "bytes 4-5/6").statusCode()).isEqualTo(400);
        assertThat(piece(session, "45", "bytes 4-5/6").statusCode()).isEqualTo(204);
        assertThat(contoso.get(FILE + "/$value").body()).isEqualTo("012345");
        assertThat(piece(session, "45", "bytes 4-5/6").statusCode()).isEqualTo(400);
    }

    @Test
    void refusesPiecesThatDoNotFit() throws Exception {
        String session = contoso.send("PATCH", FILE, "", "x-ms-transfer-mode", "chunked", "x-ms-file-name", "a")
                .headers()
                .firstValue("Location")
                .orElseThrow();

        assertThat(DataverseClient.refusal(piece(session, "0", "bytes 0-0/33554433")))
                .isEqualTo("400 0x80044a02");
        assertThat(DataverseClient.message(piece(session, "0".repeat(4_194_305), "bytes 0-4194304/5000000")))
                .contains("Maximum chunk size supported: 4 MB");
        assertThat(piece(session.replace(ACCOUNT_1, ACCOUNT_2), "0", "bytes 0-0/2")
                        .statusCode())
                .isEqualTo(400);
        assertThat(piece(session + "x", "0", "bytes 0-0/2").statusCode()).isEqualTo(400);
        assertThat(piece(session, "0", "0-0/2").statusCode()).isEqualTo(400);
    }

    @Test
    void deletesAFile() throws Exception {
        put(FILE, "content", "x-ms-file-name", "a.txt");

        assertThat(contoso.send("DELETE", FILE, "").statusCode()).isEqualTo(204);

        assertThat(contoso.refusal("GET", FILE + "/$value", "")).isEqualTo("404 0x80040217");
        assertThat(contoso.json(ACCOUNT_1).isNull("sim_document_name")).isTrue();
    }

    @Test
    void refusesFilesThatDataverseRefuses() throws Exception {
        assertThat(contoso.refusal("PATCH", FILE, "x", "Content-Type", BYTES)).isEqualTo("400 0x80060888");
        assertThat(contoso.refusal("PATCH", FILE, "{}", "x-ms-file-name", "a")).isEqualTo("415 0x80060888");
        assertThat(DataverseClient.refusal(put(FILE, "x".repeat(33_554_433), "x-ms-file-name", "a")))
                .isEqualTo("400 0x80044a02");
        assertThat(DataverseClient.refusal(put(IMAGE, "x".repeat(10_485_761), "x-ms-file-name", "a")))
                .isEqualTo("400 0x80044a02");
    }

    @Test
    void keepsImages() throws Exception {
        assertThat(put(IMAGE, "picture", "x-ms-file-name", "a.png").statusCode())
                .isEqualTo(204);

        HttpResponse<String> full = contoso.get(IMAGE + "/$value?size=full");
        assertThat(full.body()).isEqualTo("picture");
        assertThat(full.headers().firstValue("mimetype")).contains("image/png");
        assertThat(full.headers().firstValue("x-ms-file-size")).contains("7");
        assertThat(contoso.get(IMAGE + "/$value").headers().firstValue("x-ms-file-size"))
                .isEmpty();
        assertThat(contoso.json(ACCOUNT_1 + "?$select=entityimage,entityimage_url")
                        .getString("entityimage"))
                .isEqualTo(base64("picture"));
        assertThat(contoso.json(ACCOUNT_1).keySet()).contains("entityimageid").doesNotContain("entityimage");
    }

    @Test
    void movesBlocksByActions() throws Exception {
        String target = "\"Target\":{\"@odata.type\":\"Microsoft.Dynamics.CRM.account\",\"accountid\":\""
                + ACCOUNT_1.substring(9, 45) + "\"},\"FileAttributeName\":\"sim_document\"";
        String token = "\"FileContinuationToken\":\""
                + act("InitializeFileBlocksUpload", "{" + target + ",\"FileName\":\"b.txt\"}")
                        .getString("FileContinuationToken")
                + "\"";
        for (String block : new String[] {"one", "two"}) {
            assertThat(contoso.post(
                                    "UploadBlock",
                                    "{" + token + ",\"BlockId\":\"" + base64(block) + "\",\"BlockData\":\""
                                            + base64(block) + "\"}")
                            .statusCode())
                    .isEqualTo(204);
        }
        JsonObject committed = act(
                "CommitFileBlocksUpload",
                "{" + token + ",\"FileName\":\"b.txt\",\"MimeType\":\"text/plain\",\"BlockList\":[\"" + base64("one")
                        + "\",\"" + base64("two") + "\"]}");
        assertThat(committed.getInt("FileSizeInBytes")).isEqualTo(6);
        assertThat(contoso.get(FILE + "/$value").body()).isEqualTo("onetwo");

        JsonObject download = act("InitializeFileBlocksDownload", "{" + target + "}");
        assertThat(download.getInt("FileSizeInBytes")).isEqualTo(6);
        assertThat(act(
                                "DownloadBlock",
                                "{\"Offset\":3,\"BlockLength\":9,\"FileContinuationToken\":\""
                                        + download.getString("FileContinuationToken") + "\"}")
                        .getString("Data"))
                .isEqualTo(base64("two"));

        contoso.post("DeleteFile", "{\"FileId\":\"" + committed.getString("FileId") + "\"}");
        assertThat(contoso.get(FILE + "/$value").statusCode()).isEqualTo(404);
    }

    private JsonObject act(String action, String body) throws Exception {
        HttpResponse<String> response = contoso.post(action, body);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return TestClient.json(response);
    }

    private HttpResponse<String> put(String path, String content, String... headers) throws Exception {
        return contoso.send(contoso.request("PATCH", path, headers)
                .setHeader("Content-Type", BYTES)
                .method("PATCH", BodyPublishers.ofString(content))
                .build());
    }

    private HttpResponse<String> piece(String session, String content, String range) throws Exception {
        return put(session, content, "Content-Range", range);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
