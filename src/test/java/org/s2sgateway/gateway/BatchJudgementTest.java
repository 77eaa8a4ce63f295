package org.s2sgateway.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.s2sgateway.odata.BatchReader;
import org.s2sgateway.odata.Boundary;
import org.s2sgateway.problem.ProblemType;
import org.s2sgateway.problem.Refusal;
import org.s2sgateway.tenant.EnvironmentHost;

class BatchJudgementTest {

    private static final String USER = "5f0d3a9c-1111-4222-8333-444455556666";
    private static final PartAddresses ADDRESSES = new PartAddresses(
            EnvironmentHost.parse("contoso.crm4.dynamics.com"), "https://gw.example", "/api/data/v9.2/");

    private final List<BatchPart> judged = new ArrayList<>();
    private Set<String> users = Set.of();
    private boolean mayImpersonate;
    private Consumer<BatchPart> rule = judged::add;
    private PartLinks links = PartLinks.NONE;

    @Test
    void writesTheBatchDownAsItIsSent() {
        String batch =
                """

                --b
                content-type: application/http; msgtype=request
                Content-Transfer-Encoding: binary
                Content-Length: 999
                X-Anything: x

                GET https://gw.example/api/dataverse/contoso.crm4.dynamics.com/api/data/v9.2/accounts?$top=1 HTTP/1.1
                Host: gw.example
                Accept: application/json
                Accept-Encoding: gzip
                Cookie: a=b
                Forwarded: for=x
                X-Forwarded-Host: x
                Proxy-Authorization: x
                TE: trailers
                Connection: If-Match
                If-Match: x
                User-Agent: x
                MSCRM.SuppressDuplicateDetection: false
                Prefer: odata.maxpagesize=1


                --b
                Content-Type: multipart/mixed; boundary="c d"
                Content-Length: 999

                --c d
                Content-Type: application/http
                Content-Transfer-Encoding: binary
                Content-ID: 1

                POST contacts HTTP/1.1
                Content-Type: application/json; charset=utf-8
                Content-Length: 10

                {"a": "b"}
                --c d
                Content-Type: application/http
                Content-Transfer-Encoding: binary

                PUT $1/lastname HTTP/1.1
                Content-ID: 2
                Content-Type: application/json

                {"value":"x"}

                --c d--
                --b--
                """
                        .replace("\n", "\r\n");

        assertThat(judge(batch))
                .isEqualTo(
                        """
                        --b
                        Content-Type: application/http
                        Content-Transfer-Encoding: binary

                        GET /api/data/v9.2/accounts?$top=1 HTTP/1.1
                        Accept: application/json
                        MSCRM.SuppressDuplicateDetection: false
                        Prefer: odata.maxpagesize=1


                        --b
                        Content-Type: multipart/mixed;boundary="c d"

                        --c d
                        Content-Type: application/http
                        Content-Transfer-Encoding: binary
                        Content-ID: 1

                        POST /api/data/v9.2/contacts HTTP/1.1
                        Content-Type: application/json; charset=utf-8

                        {"a": "b"}
                        --c d
                        Content-Type: application/http
                        Content-Transfer-Encoding: binary

                        PUT $1/lastname HTTP/1.1
                        Content-ID: 2
                        Content-Type: application/json

                        {"value":"x"}

                        --c d--
                        --b--
                        """
                                .replace("\n", "\r\n"));
    }

    @Test
    void showsEveryRequestToTheRule() {
        judge(get("accounts?$top=1", "Accept: */*") + change("7", "POST", "contacts", "")
                + inChangeSet("8", "PATCH", "$7", "") + "--c--\r\n--b--");

        assertThat(judged)
                .extracting(
                        BatchPart::number,
                        BatchPart::method,
                        part -> part.target().toString(),
                        BatchPart::reference,
                        BatchPart::contentId)
                .containsExactly(
                        tuple(1, "GET", "/api/data/v9.2/accounts?$top=1", null, null),
                        tuple(2, "POST", "/api/data/v9.2/contacts", null, "7"),
                        tuple(3, "PATCH", "/api/data/v9.2/$7", "7", "8"));
        assertThat(judged.get(0).headers()).containsEntry("ACCEPT", List.of("*/*"));
    }

    @Test
    void refusesTheWholeBatchForOneRequestThatTheRuleRefuses() {
        rule = part -> {
            if (part.method().equals("POST")) {
                throw new Refusal(ProblemType.NOT_PERMITTED, "No.")
                        .withHeader("X", "y")
                        .with("actor", "operator");
            }
        };
        Refusal refused = refused(get("accounts") + change("1", "POST", "contacts", "") + "--c--\r\n--b--");

        assertThat(refused.type()).isEqualTo(ProblemType.NOT_PERMITTED);
        assertThat(refused.detail()).isEqualTo("Request 2 of the batch: No.");
        assertThat(refused.headers()).containsEntry("X", "y");
        assertThat(refused.members()).containsEntry("actor", "operator");
    }

    @Test
    void mapsTheAddressesInQueriesAndInBodiesOfJson() {
        links = new PartLinks() {
            @Override
            public String query(String query) {
                return query.replace("gw", "dv");
            }

            @Override
            public Body body() {
                return new Body() {
                    private final StringBuilder heldBack = new StringBuilder();

                    @Override
                    public void write(byte[] octets, int offset, int length, OutputStream out) {
                        heldBack.append(new String(octets, offset, length, StandardCharsets.US_ASCII));
                    }

                    @Override
                    public void end(OutputStream out) throws IOException {
                        out.write(heldBack.toString().toUpperCase(Locale.ROOT).getBytes(StandardCharsets.US_ASCII));
                    }
                };
            }
        };

        assertThat(judge(part("POST", "a/$ref?$id=gw", "", "", "{\"x\":1}") + "--b--"))
                .contains("POST /api/data/v9.2/a/$ref?$id=dv HTTP/1.1\r\n", "\r\n\r\n{\"X\":1}\r\n--b--");
        assertThat(judge(part("POST", "a", "", "Content-Type: application/ld+json; x=y\r\n", "{\"x\":1}") + "--b--"))
                .contains("{\"X\":1}");
        assertThat(judge(part("PATCH", "a", "", "Content-Type: application/octet-stream\r\n", "{\"x\":1}") + "--b--"))
                .contains("{\"x\":1}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$batch",
                "%24batch",
                "/api/data/v9.2/$batch",
                "/api/data/v9.2/%24%62atch",
                "https://contoso.crm4.dynamics.com/api/data/v9.2/$BATCH",
                "$batch?x"
            })
    void refusesABatchInABatch(String target) {
        refuses("batch in a batch", part("POST", target, "", "", "{}") + "--b--");
    }

    @Test
    void refusesARequestToAnotherHostAndSaysWhichItIs() {
        Refusal refused = refused(get("accounts") + get("https://evil.example/api/data/v9.2/accounts") + "--b--");

        assertThat(refused.type()).isEqualTo(ProblemType.BAD_REQUEST);
        assertThat(refused.detail()).startsWith("Request 2 of the batch: The URL leads to another host");
    }

    @Test
    void refusesAUrlThatIsTooLong() {
        assertThat(refused(get("x".repeat(65_540)) + "--b--").type()).isEqualTo(ProblemType.URI_TOO_LONG);
        assertThat(refused(get("x".repeat(100_000)) + "--b--").type()).isEqualTo(ProblemType.URI_TOO_LONG);
    }

    @Test
    void saysWhereABatchIsBroken() {
        assertThat(refused("hello").detail()).startsWith("The batch: There is text outside of the parts");
        assertThat(refused(get("accounts")).detail()).startsWith("Request 1 of the batch: The closing boundary");
        assertThat(refused(get("accounts") + get("accounts").replace("GET", "HEAD") + "--b--")
                        .detail())
                .startsWith("Request 2 of the batch: The method");
        refuses("Content-Length", part("POST", "a", "", "Content-Length: 1\r\n", "{}") + "--b--");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Authorization: Bearer x",
                "authorization: x",
                "Host: evil.example",
                "Host: contoso.crm4.dynamics.com.evil.example"
            })
    void refusesAHeaderThatSpeaksForAnother(String header) {
        assertThat(refused(get("accounts", header) + "--b--").type()).isEqualTo(ProblemType.BAD_REQUEST);
        assertThat(refused(part("GET", "accounts", header + "\r\n", "", "") + "--b--")
                        .type())
                .isEqualTo(ProblemType.BAD_REQUEST);
        assertThat(refused(changeSet(header) + "--c--\r\n--b--").type()).isEqualTo(ProblemType.BAD_REQUEST);
    }

    @Test
    void refusesACompressedBodyOfARequest() {
        refuses("compressed", get("accounts", "Content-Encoding: gzip") + "--b--");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CallerObjectId",
                "callerobjectid",
                "MSCRMCallerID",
                "Caller_Object_Id",
                "MSCRM.CallerId",
                "MSCRM-CallerObjectId"
            })
    void refusesToActAsAnotherUserWithoutTheRoleWhereverItStands(String name) {
        String header = name + ": " + USER;
        for (String batch : List.of(
                get("accounts", header) + "--b--",
                part("GET", "accounts", header + "\r\n", "", "") + "--b--",
                changeSet(header) + "--c--\r\n--b--",
                change("1", "POST", "a", header + "\r\n") + "--c--\r\n--b--")) {
            Refusal refused = refused(batch);
            assertThat(refused.type()).isEqualTo(ProblemType.IMPERSONATION_NOT_PERMITTED);
            assertThat(refused.detail()).startsWith("Request 1 of the batch: ").contains("Dataverse.Impersonate");
            assertThat(refused.lack()).hasValue("the role Dataverse.Impersonate");
        }
    }

    @Test
    void letsACallerWithTheRoleActAsAnotherUser() {
        mayImpersonate = true;
        String header = "CallerObjectId: " + USER + "\r\n";

        assertThat(judge(get("accounts", "CallerObjectId: " + USER) + "--b--")).contains("HTTP/1.1\r\n" + header);
        assertThat(judge(part("GET", "accounts", header, "", "") + "--b--")).contains("http\r\n" + header);
        assertThat(judge(changeSet("CallerObjectId: " + USER) + "--c--\r\n--b--"))
                .contains(header);
    }

    @Test
    void tellsAsWhomItsRequestsActThatDoMoreThanRead() {
        mayImpersonate = true;
        judge(get("accounts", "CallerObjectId: 5f0d3a9c-1111-4222-8333-000000000001")
                + part("DELETE", "accounts(1)", "mscrmcallerid: 5f0d3a9c-1111-4222-8333-000000000002\r\n", "", "")
                + part("PATCH", "accounts(1)", "", "CallerObjectId: 5f0d3a9c-1111-4222-8333-000000000003\r\n", "{}")
                + changeSet("CallerObjectId: 5f0d3a9c-1111-4222-8333-000000000004")
                + inChangeSet("1", "POST", "a", "") + "--c--\r\n--b--");

        assertThat(users)
                .containsExactly(
                        "CallerObjectId 5f0d3a9c-1111-4222-8333-000000000003",
                        "CallerObjectId 5f0d3a9c-1111-4222-8333-000000000004",
                        "MSCRMCallerID 5f0d3a9c-1111-4222-8333-000000000002");
    }

    @Test
    void refusesTwoUsersForOneRequest() {
        mayImpersonate = true;
        String object = "CallerObjectId: " + USER + "\r\n";
        String user = "MSCRMCallerID: " + USER + "\r\n";

        refuses("More than one", part("GET", "accounts", "", object + user, "") + "--b--");
        refuses("More than one", part("GET", "accounts", object, object, "") + "--b--");
        refuses(
                "More than one",
                changeSet("CallerObjectId: " + USER) + inChangeSet("1", "POST", "a", user) + "--c--\r\n--b--");
    }

    @Test
    void refusesAUserThatIsNoGuidAndASpellingThatDataverseDoesNotKnow() {
        mayImpersonate = true;

        refuses("GUID", get("accounts", "CallerObjectId: me") + "--b--");
        refuses("Write the header", get("accounts", "Caller_Object_Id: " + USER) + "--b--");
    }

    @ParameterizedTest
    @ValueSource(strings = {"$1", "$1/name", "$1/Microsoft.Dynamics.CRM.x()", "$1?$select=name", "$1/a?x='$2'"})
    void sendsAReferenceToAnEarlierRequestOfTheChangeSetAsItIs(String target) {
        assertThat(judge(change("1", "POST", "a", "") + inChangeSet("", "PATCH", target, "") + "--c--\r\n--b--"))
                .contains("PATCH " + target + " HTTP/1.1\r\n");
    }

    @Test
    void refusesAReferenceToNothing() {
        String reason = "no earlier request of the same change set";

        refuses(reason, get("$1") + "--b--");
        refuses(reason, change("1", "PATCH", "$1/name", "") + "--c--\r\n--b--");
        refuses(reason, change("2", "POST", "a", "") + inChangeSet("", "PATCH", "$1/name", "") + "--c--\r\n--b--");
        refuses(
                reason,
                change("1", "POST", "a", "") + "--c--\r\n" + change("2", "PATCH", "$1/name", "") + "--c--\r\n--b--");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "contacts?$filter=x",
                "/api/data/v9.2/$filter/name",
                "https://contoso.crm4.dynamics.com/api/data/v9.2/$filter/name",
                "$1/a?$filter",
                "%24filter/name",
                "contacts?%24filter=x"
            })
    void refusesAReferenceInAPlaceWhereOnlySomeReadersSeeIt(String target) {
        refuses(
                "elsewhere than at its start",
                change("filter", "POST", "a", "") + inChangeSet("1", "POST", "a", "")
                        + inChangeSet("", "PATCH", target, "") + "--c--\r\n--b--");
        refuses(
                "elsewhere than at its start",
                change("filter", "POST", "a", "") + "--c--\r\n" + get(target.replace("$1/", "")) + "--b--");
    }

    @Test
    void refusesContentIdsThatAreNotClear() {
        refuses("same Content-ID", change("1", "POST", "a", "") + inChangeSet("1", "POST", "a", "") + "--c--\r\n--b--");
        refuses("two Content-IDs", change("1", "POST", "a", "Content-ID: 2\r\n") + "--c--\r\n--b--");
        refuses("1 to 128", change("a/b", "POST", "a", "") + "--c--\r\n--b--");
        refuses("1 to 128", change("x".repeat(129), "POST", "a", "") + "--c--\r\n--b--");

        assertThat(judge(change("1", "POST", "a", "Content-ID: 1\r\n") + "--c--\r\n" + change("1", "POST", "a", "")
                        + "--c--\r\n--b--"))
                .contains("Content-ID: 1");
    }

    private static String get(String target, String... headers) {
        StringBuilder lines = new StringBuilder();
        for (String header : headers) {
            lines.append(header).append("\r\n");
        }
        return part("GET", target, "", lines.toString(), "");
    }

    private static String part(String method, String target, String partHeaders, String headers, String body) {
        return "--b\r\nContent-Type: application/http\r\n" + partHeaders + "\r\n" + method + " " + target
                + " HTTP/1.1\r\n" + headers + "\r\n" + body + "\r\n";
    }

    private static String changeSet(String header) {
        return "--b\r\nContent-Type: multipart/mixed;boundary=c\r\n" + header + "\r\n\r\n";
    }

    /** The first request of a change set, which it begins. */
    private static String change(String contentId, String method, String target, String headers) {
        return changeSet("X: y") + inChangeSet(contentId, method, target, headers);
    }

    private static String inChangeSet(String contentId, String method, String target, String headers) {
        return "--c\r\nContent-Type: application/http\r\n"
                + (contentId.isEmpty() ? "" : "Content-ID: " + contentId + "\r\n") + "\r\n" + method + " " + target
                + " HTTP/1.1\r\n" + headers + "\r\n{}\r\n";
    }

    private void refuses(String reason, String batch) {
        Refusal refused = refused(batch);
        assertThat(refused.type()).isEqualTo(ProblemType.BAD_REQUEST);
        assertThat(refused.detail()).contains(reason);
    }

    private Refusal refused(String batch) {
        Refusal refused = catchThrowableOfType(Refusal.class, () -> judge(batch));
        assertThat(refused).as("a refusal").isNotNull();
        return refused;
    }

    private String judge(String batch) {
        Boundary boundary = new Boundary("b");
        BatchReader reader =
                new BatchReader(new ByteArrayInputStream(batch.getBytes(StandardCharsets.ISO_8859_1)), boundary);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            BatchJudgement judgement = new BatchJudgement(
                    ADDRESSES,
                    new TestPartRule(role -> mayImpersonate && role.equals("Dataverse.Impersonate"), rule),
                    links);
            judgement.run(reader, boundary, out);
            users = judgement.users();
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
        return out.toString(StandardCharsets.ISO_8859_1);
    }
}
