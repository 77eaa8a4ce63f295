package org.s2sgateway.odata;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.s2sgateway.odata.Filtered.CONTOSO;
import static org.s2sgateway.odata.Filtered.atEverySplit;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MultipartLinksTest {

    private static final String ENVIRONMENT = "https://contoso.crm4.dynamics.com";
    private static final String GATEWAY = "https://gw.example/api/dataverse/contoso.crm4.dynamics.com";

    /** As Dataverse answers; {@code %1$s} stands where links begin. */
    private static final String BATCH =
            """
            --batchresponse_1
            Content-Type: multipart/mixed; boundary=changesetresponse_2

            --changesetresponse_2
            Content-Type: application/http
            Content-Transfer-Encoding: binary
            Content-ID: 1

            HTTP/1.1 204 No Content
            OData-Version: 4.0
            Location: %1$s/api/data/v9.2/accounts(1)
            OData-EntityId: %1$s/api/data/v9.2/accounts(1)


            --changesetresponse_2
            Content-Type: application/http
            Content-Transfer-Encoding: binary
            Content-ID: 2

            HTTP/1.1 201 Created
            Content-Type: application/json; odata.metadata=minimal
            OData-Version: 4.0

            {"@odata.context":"%1$s/api/data/v9.2/$metadata#contacts/$entity","websiteurl":"https://contoso.crm4.dynamics.com/"}
            --changesetresponse_2--
            --batchresponse_1
            Content-Type: application/http
            Content-Transfer-Encoding: binary

            HTTP/1.1 200 OK
            Content-Type: application/json; odata.metadata=minimal
            OData-Version: 4.0

            {
              "@odata.context":"%1$s/api/data/v9.2/$metadata#accounts","value":[],
              "@odata.nextLink":"%1$s/api/data/v9.2/accounts?$skiptoken=x"
            }
            --batchresponse_1
            Content-Type: application/http
            Content-Transfer-Encoding: binary

            HTTP/1.1 404 Not Found
            Content-Type: application/json; odata.metadata=minimal

            {"error":{"code":"0x80040217","message":"account With Id = 2 Does Not Exist"}}
            --batchresponse_1--
            """;

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n"})
    void mapsTheAnswersOfABatchWithAChangeSet(String lineEnd) {
        assertMapped(BATCH.replace("\n", lineEnd));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "multipart/mixed; boundary=batchresponse_1",
                "multipart/mixed;boundary=\"batchresponse_1\"",
                "Multipart/Mixed; charset=utf-8 ; Boundary=\"batch\\response_1\" ; x=y",
            })
    void readsTheBoundaryOfTheHeader(String contentType) {
        BodyFilter filter = CONTOSO.answers().filter(contentType).orElseThrow();

        assertThat(Filtered.whole(filter, BATCH.formatted(ENVIRONMENT))).isEqualTo(BATCH.formatted(GATEWAY));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiterString = " -> ",
            value = {
                "multipart/mixed; boundary=a -> a",
                "multipart/mixed; boundary=\"a;b=c\\\"\" -> a;b=c\"",
                "multipart/mixed; x=\"; boundary=no\"; boundary=yes -> yes",
            })
    void parsesParameters(String contentType, String boundary) {
        assertThat(ContentType.parse(contentType).multipartBoundary()).contains(boundary);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "multipart/mixed",
                "multipart/mixed; boundary=",
                "multipart/mixed; boundary=\"\"",
                "multipart/mixed; boundary=\"a",
                "application/json; boundary=a",
                "multipart/mixed; x=\"; boundary=no\"",
            })
    void knowsNoBoundaryWhereThereIsNone(String contentType) {
        assertThat(ContentType.parse(contentType).multipartBoundary()).isEmpty();
    }

    @Test
    void leavesOtherBodies() {
        assertUntouched(
                """
                --batchresponse_1
                Content-Type: application/http

                HTTP/1.1 200 OK
                Content-Length: 60
                Content-Type: application/xml

                <a>"@odata.id":"https://contoso.crm4.dynamics.com/"</a>
                --batchresponse_1
                Content-Type: application/http

                HTTP/1.1 200 OK
                Content-Type: application/json
                Content-Encoding: gzip
                Content-Length: 60

                "@odata.id":"https://contoso.crm4.dynamics.com/"
                --batchresponse_1
                Content-Type: text/plain

                Location: https://contoso.crm4.dynamics.com/
                HTTP/1.1 200 OK
                --batchresponse_1--
                Location: https://contoso.crm4.dynamics.com/
                """);
    }

    @Test
    void leavesOutALengthThatWouldBeWrong() {
        String body =
                """
                --batchresponse_1
                Content-Length: 200
                Content-Type: application/http
                %1$s
                HTTP/1.1 200 OK
                content-length: 61
                X-Other: a
                Content-Type: application/json

                {"@odata.id":"https://contoso.crm4.dynamics.com/"}
                --batchresponse_1--
                """;
        assertThat(answer(body.formatted("")))
                .isEqualTo(
                        """
                        --batchresponse_1
                        Content-Type: application/http

                        HTTP/1.1 200 OK
                        X-Other: a
                        Content-Type: application/json

                        {"@odata.id":"https://gw.example/api/dataverse/contoso.crm4.dynamics.com/"}
                        --batchresponse_1--
                        """);
    }

    @Test
    void leavesOutALengthWithMoreBehindItThanIsHeldBack() {
        String body = "--batchresponse_1\nContent-Type: application/http\n\nHTTP/1.1 200 OK\n%s"
                + "X: y\n".repeat(5000)
                + "Content-Type: text/plain\n\nabc\n--batchresponse_1--\n";

        assertThat(answerOnce(body.formatted("Content-Length: 3\n"))).isEqualTo(body.formatted(""));
    }

    @Test
    void readsFoldedHeaders() {
        assertMapped(
                """
                --batchresponse_1
                Content-Type: multipart/mixed;
                  boundary="c"

                --c
                Content-Type: application/http

                HTTP/1.1 204 No Content
                LOCATION :
                \t%1$s/a
                Content-Location:%1$s/a\s\s

                --c--
                --batchresponse_1--
                """);
    }

    @Test
    void onlyAnnouncedBoundariesAtTheBeginningOfALineDivide() {
        assertUntouched(
                """
                --batchresponse_2
                Content-Type: application/http

                HTTP/1.1 200 OK
                Location: https://contoso.crm4.dynamics.com/

                --batchresponse_1
                Content-Type: text/plain

                --batchresponse_1x
                --batchresponse_1-
                --batchresponse_1-- x
                 --batchresponse_1
                x--batchresponse_1
                --batchresponse_
                -
                --
                Content-Type: application/json

                {"@odata.id":"https://contoso.crm4.dynamics.com/"}
                """);
    }

    @Test
    void aLineInJsonThatLooksLikeABoundaryMakesNoLinksOfData() {
        assertMapped(
                """
                --batchresponse_1
                Content-Type: application/http

                HTTP/1.1 200 OK
                Content-Type: application/json

                {"a":
                --changesetresponse_9
                "\\n--batchresponse_1\\nLocation: https://contoso.crm4.dynamics.com/",
                "@odata.id":"%1$s/",
                "b":"https://contoso.crm4.dynamics.com/"}
                --batchresponse_1--
                """);
    }

    @Test
    void theOuterBoundaryEndsAnInnerBodyThatBreaksOff() {
        assertMapped(
                """
                ignored: https://contoso.crm4.dynamics.com/
                --batchresponse_1 \t
                Content-Type: multipart/mixed; boundary=c

                --c
                Content-Type: application/http

                HTTP/1.1 200 OK
                Content-Type: application/json

                {"@odata.id":"https://contoso.crm
                --batchresponse_1
                Content-Type: application/http

                HTTP/1.1 204 No Content
                Location: %1$s/
                --batchresponse_1
                Content-Type: application/http


                HTTP/1.1 204 No Content
                Location: %1$s/

                --c
                Content-Type: application/http

                HTTP/1.1 204 No Content
                Location: https://contoso.crm4.dynamics.com/
                """);
    }

    @Test
    void aBrokenBodyComesOutAsBroken() {
        String body = BATCH.formatted(ENVIRONMENT);
        String mapped = BATCH.formatted(GATEWAY);
        for (int length = 0; length <= body.length(); length++) {
            String cut = answerOnce(body.substring(0, length));
            if (mapped.startsWith(cut)) {
                continue;
            }
            // An address that breaks off is not recognised as one.
            int held = cut.lastIndexOf("https://");
            assertThat(mapped).startsWith(cut.substring(0, held));
            assertThat(ENVIRONMENT).startsWith(cut.substring(held));
        }
    }

    @Test
    void mapsTheBeginningOfAnEndlessLine() {
        String url = "/" + "x".repeat(300_000);
        String body =
                "--batchresponse_1\nContent-Type: application/http\n\nHTTP/1.1 204 No Content\nLocation: %s\nA: b\n\n";

        assertThat(answerOnce(body.formatted(ENVIRONMENT + url)).equals(body.formatted(GATEWAY + url)))
                .isTrue();
        String folded = body.formatted(ENVIRONMENT + "\n " + "x".repeat(131_000) + "\n " + "y".repeat(131_000));
        assertThat(answerOnce(folded).length()).isGreaterThan(260_000);
    }

    @Test
    void mapsTheRequestsOfABatch() {
        Links requests = CONTOSO.requests();
        String batch =
                """
                --b
                Content-Type: application/http

                DELETE %1$s/api/data/v9.2/accounts(1)/contacts/$ref?$id=%1$s/api/data/v9.2/contacts(2) HTTP/1.1

                --b
                Content-Type: application/http

                POST /api/data/v9.2/accounts HTTP/1.1
                Content-Type: application/json

                {"primarycontactid@odata.bind":"%1$s/api/data/v9.2/contacts(2)"}
                --b--
                """;
        assertThat(atEverySplit(() -> new MultipartLinks(requests, "b"), batch.formatted(GATEWAY)))
                .isEqualTo(batch.formatted(ENVIRONMENT));
    }

    @Property(tries = 200)
    void isTheSameAtAnySplit(
            @ForAll("almostMultipart") String text,
            @ForAll @Size(max = 200) byte[] bytes,
            @ForAll @Size(max = 12) List<@IntRange(min = 0, max = 100_000) Integer> places) {
        for (byte[] body : List.of(text.getBytes(UTF_8), bytes)) {
            byte[] whole = Filtered.whole(filter(), body);
            assertThat(Filtered.cut(filter(), body, places)).isEqualTo(whole);
            assertThat(Filtered.byteByByte(filter(), body)).isEqualTo(whole);
        }
    }

    @Property(tries = 200)
    void leavesAnythingWithoutLinks(@ForAll("almostMultipart") String text) {
        String body = text.replace("contoso", "fabrikam").replace("Content-Length", "Content-Size");

        assertThat(Filtered.whole(filter(), body)).isEqualTo(body);
    }

    @Property(tries = 200)
    void mapsAnyBatch(
            @ForAll @Size(min = 1, max = 4) List<@net.jqwik.api.From("parts") String> parts,
            @ForAll @Size(max = 12) List<@IntRange(min = 0, max = 100_000) Integer> places) {
        String batch = "--batchresponse_1\r\n" + String.join("\r\n--batchresponse_1\r\n", parts)
                + "\r\n--batchresponse_1--\r\n";
        byte[] body = batch.replace("<link>", ENVIRONMENT).getBytes(UTF_8);

        assertThat(new String(Filtered.cut(filter(), body, places), UTF_8)).isEqualTo(batch.replace("<link>", GATEWAY));
    }

    @Provide
    Arbitrary<String> parts() {
        Arbitrary<String> messages = Arbitraries.of(
                "HTTP/1.1 204 No Content\r\nLocation: <link>/a\r\nodata-entityid:<link>/a\r\nX: https://contoso.crm4.dynamics.com\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{\"@odata.id\":\"<link>/a\",\"a\":\"\u00e4 https://contoso.crm4.dynamics.com/\"}",
                "HTTP/1.1 200 OK\nContent-Type: application/json\n\n{\n  \"@odata.nextLink\" : \"<link>?x\"\n}\n",
                "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 3\r\n\r\n\"@odata.id\":\"https://contoso.crm4.dynamics.com/a\"\r\n--\r\n");
        Arbitrary<String> single = Combinators.combine(
                        Arbitraries.of(
                                "Content-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\n",
                                "content-type:application/http\nContent-ID: 1\n\n"),
                        messages)
                .as((head, message) -> head + message);
        Arbitrary<String> changeSet = single.list()
                .ofMaxSize(3)
                .map(inner -> "Content-Type: multipart/mixed; boundary=\"c s\"\r\n\r\n"
                        + String.join(
                                "",
                                inner.stream()
                                        .map(part -> "--c s\r\n" + part + "\r\n")
                                        .toList())
                        + "--c s--\r\n");
        return Arbitraries.oneOf(single, single, changeSet);
    }

    @Provide
    Arbitrary<String> almostMultipart() {
        return Arbitraries.of(
                        "--batchresponse_1",
                        "--batchresponse_1",
                        "--",
                        "-",
                        "--c",
                        "\r\n",
                        "\n",
                        "\n",
                        "\r",
                        " ",
                        "\t",
                        "\r\n\r\n",
                        "\n\n",
                        "Content-Type: application/http\r\n\r\n",
                        "Content-Type: multipart/mixed; boundary=c\n\n",
                        "Content-Type: ",
                        "application/json\r\n\r\n",
                        "HTTP/1.1 200 OK\r\n",
                        "Location: ",
                        "Content-Length: 5\r\n",
                        "X: y\n",
                        "https://contoso.crm4.dynamics.com/",
                        "{\"@odata.id\":\"https://contoso.crm4.dynamics.com/\"}",
                        "{\"@odata.id\":\"")
                .list()
                .ofMaxSize(30)
                .map(parts -> String.join("", parts));
    }

    private static BodyFilter filter() {
        return new MultipartLinks(CONTOSO.answers(), "batchresponse_1");
    }

    private static String answer(String body) {
        return atEverySplit(MultipartLinksTest::filter, body);
    }

    private static String answerOnce(String body) {
        return new String(Filtered.whole(filter(), body.getBytes(ISO_8859_1)), ISO_8859_1);
    }

    private static void assertMapped(String template) {
        assertThat(answer(template.formatted(ENVIRONMENT))).isEqualTo(template.formatted(GATEWAY));
    }

    private static void assertUntouched(String body) {
        assertThat(answer(body)).isEqualTo(body);
    }
}
