package org.s2sgateway.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.s2sgateway.it.WebApiConsumer.Answer;

/** Contents of file and image columns, in one go and in pieces. */
class FilesIT {

    private static final String ACCOUNT_1 = "accounts(28630624-cac9-e811-a964-000d3a3ac063)";
    private static final String FILE = ACCOUNT_1 + "/sim_document";
    private static final String IMAGE = ACCOUNT_1 + "/entityimage";

    private final RunningGateway gateway = GatewayRun.gateway();

    private WebApiConsumer contoso;

    @BeforeEach
    void know() {
        contoso = WebApiConsumer.of(gateway, "contoso");
    }

    @Test
    void takesAFileInOneGoAndBringsItToTheByte() {
        String content = "{\"@odata.id\":\"" + contoso.past() + "/api/data/v9.2/accounts\"} \u00e4";

        assertThat(put(FILE, content, "x-ms-file-name", "a.json").status()).isEqualTo(204);

        Answer file = contoso.whoseDataHolds(content).get(FILE + "/$value");
        assertThat(file.text()).isEqualTo(content);
        assertThat(file.header("Content-Length"))
                .isEqualTo(String.valueOf(content.getBytes(StandardCharsets.UTF_8).length));
        assertThat(file.header("x-ms-file-name")).isEqualTo("a.json");
        assertThat(contoso.send("DELETE", FILE, "").status()).isEqualTo(204);
        assertThat(contoso.get(FILE + "/$value").refusal()).isEqualTo("404 0x80040217");
    }

    @Test
    void bringsTheNameOfAFileBeyondAsciiAsAQueryTakesIt() {
        assertThat(put(FILE + "?x-ms-file-name=100%25%20%C3%BC.bin", "x", "OData-Version", "4.0")
                        .status())
                .isEqualTo(204);

        assertThat(contoso.get(FILE + "/$value").header("x-ms-file-name")).isEqualTo("100%25 %C3%BC.bin");
    }

    @Test
    void takesAFileInPiecesAtTheAddressOfTheSession() {
        Answer begun = contoso.send("PATCH", FILE + "?x-ms-file-name=a.bin", "", "x-ms-transfer-mode", "chunked");
        assertThat(begun.status()).isEqualTo(200);
        assertThat(begun.header("x-ms-chunk-size")).isEqualTo("4194304");
        String session = begun.header("Location");
        assertThat(session).startsWith(contoso.root() + FILE + "?sessiontoken=");

        String first = "0".repeat(4_194_304);
        assertThat(put(session, first, "Content-Range", "bytes 0-4194303/4194306")
                        .status())
                .isEqualTo(206);
        assertThat(put(session, "12", "Content-Range", "bytes 4194304-4194305/4194306")
                        .status())
                .isEqualTo(204);

        assertThat(contoso.get(FILE + "/$value").text()).isEqualTo(first + "12");
    }

    @Test
    void bringsAFileInPieces() {
        put(FILE, "0123456789", "x-ms-file-name", "a.txt");

        Answer piece = contoso.get(FILE + "/$value", "Range", "bytes=2-4");

        assertThat(piece.status()).isEqualTo(206);
        assertThat(piece.text()).isEqualTo("234");
        assertThat(piece.header("Content-Range")).isEqualTo("bytes 2-4/10");
        assertThat(piece.header("x-ms-file-size")).isEqualTo("10");
        assertThat(piece.header("mimetype")).isEqualTo("text/plain");
        assertThat(contoso.get(FILE + "/$value", "Range", "bytes=10-11").status())
                .isEqualTo(416);
    }

    @Test
    void saysHowLongAFileIsWithoutBringingIt() {
        put(FILE, "0123456789", "x-ms-file-name", "a.txt");

        Answer head = contoso.send("HEAD", FILE + "/$value", "");

        assertThat(head.status()).isEqualTo(200);
        assertThat(head.octets()).isEmpty();
        assertThat(head.header("x-ms-file-size")).isEqualTo("10");
    }

    @Test
    void takesAndBringsImages() {
        assertThat(put(IMAGE, "GIF89a", "x-ms-file-name", "a.gif").status()).isEqualTo(204);

        Answer image = contoso.get(IMAGE + "/$value?size=full");
        assertThat(image.text()).isEqualTo("GIF89a");
        assertThat(image.header("x-ms-file-size")).isEqualTo("6");
        JsonObject row = contoso.json(ACCOUNT_1 + "?$select=entityimage,entityimage_url");
        assertThat(row.getString("entityimage")).isEqualTo("R0lGODlh");
        assertThat(row.getString("entityimage_url")).startsWith("/Image/download.aspx?");
    }

    @Test
    void takesAFileByMessages() {
        String target = "\"Target\":{\"@odata.type\":\"Microsoft.Dynamics.CRM.account\","
                + "\"accountid\":\"28630624-cac9-e811-a964-000d3a3ac063\"},\"FileAttributeName\":\"sim_document\"";
        String token = contoso.send("POST", "InitializeFileBlocksUpload", "{" + target + ",\"FileName\":\"a.txt\"}")
                .json()
                .getString("FileContinuationToken");
        assertThat(contoso.send(
                                "POST",
                                "UploadBlock",
                                "{\"BlockId\":\"MQ==\",\"BlockData\":\"" + base64("hello")
                                        + "\",\"FileContinuationToken\":\"" + token + "\"}")
                        .status())
                .isEqualTo(204);

        JsonObject committed = contoso.send(
                        "POST",
                        "CommitFileBlocksUpload",
                        "{\"FileName\":\"a.txt\",\"MimeType\":\"text/plain\",\"BlockList\":[\"MQ==\"],"
                                + "\"FileContinuationToken\":\"" + token + "\"}")
                .json();

        assertThat(committed.getInt("FileSizeInBytes")).isEqualTo(5);
        assertThat(contoso.get(FILE + "/$value").text()).isEqualTo("hello");
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private Answer put(String target, String content, String name, String value) {
        return contoso.send("PATCH", target, content, "Content-Type", "application/octet-stream", name, value);
    }
}
