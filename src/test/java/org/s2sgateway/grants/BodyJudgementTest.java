package org.s2sgateway.grants;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.s2sgateway.grants.Bodies.JSON;
import static org.s2sgateway.grants.Bodies.grantOf;
import static org.s2sgateway.grants.Bodies.sent;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BodyJudgementTest {

    private static final String NOT_JUDGED = "refused: The body cannot be judged: ";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            {"name":"x","revenue":1.5e3,"statecode":null,"ghost":true}      | nothing
            {}                                                              | nothing
            ` { } \r\n\t`                                                   | nothing
            {"name@OData.Community.Display.V1.FormattedValue":"x","@odata.etag":"W/1"} | nothing
            {"primarycontactid":{"firstname":"x"}}                          | create on contacts
            {"primarycontactid":{}}                                         | create on contacts
            {"primarycontactid":null}                                       | nothing
            {"contact_customer_accounts":[]}                                | nothing
            {"contact_customer_accounts":[null]}                            | nothing
            {"contact_customer_accounts":[{"firstname":"x"}]}               | create on contacts
            {"contact_customer_accounts":[{"contact_salaries":[{"new_amount":1}]}]} | create on contacts; create on new_salaries
            {"primarycontactid":{"parentcustomerid_account":{"createdby":{}}}} | create on accounts; create on contacts; create on systemusers
            {"primary\\u0063ontactid":{"firstname":"x"}}                    | create on contacts
            {"\\u0070\\u0072imarycontactid@odata\\u002Ebind":"new_salaries(1)"} | read on new_salaries
            {"primarycontactid":null,"primarycontactid":{}}                 | create on contacts
            {"ownerid":{}}                                                  | create on principals
            {"ownerid":{"@odata.type":"#Microsoft.Dynamics.CRM.systemuser","fullname":"x"}} | create on principals; create on systemusers
            {"ownerid":{"teamid":"x","@odata.type":"mscrm.team","teammembership_association":[{}]}} | create on principals; create on systemusers; create on teams
            {"@odata.type":"Microsoft.Dynamics.CRM.account"}                | create on accounts
            {"primarycontactid@odata.bind":"/contacts(00000000-0000-0000-0000-000000000001)"} | read on contacts
            {"primarycontactid@odata.bind":"contacts(emailaddress1='a/b@c.example')"} | read on contacts
            {"primarycontactid@odata.bind":"https://contoso.crm4.dynamics.com/api/data/v9.2/new_salaries(1)"} | read on new_salaries
            {"primarycontactid@odata.bind":"HTTPS:\\/\\/contoso.crm4.dynamics.com:443\\/api\\/data\\/v9.2\\/contacts(1)"} | read on contacts
            {"primarycontactid@odata.bind":"https://gw.example/api/dataverse/contoso.crm4.dynamics.com/api/data/v9.2/contacts(1)"} | read on contacts
            {"primarycontactid@odata.bind":"/api/data/v9.2/contacts(1)"}    | read on contacts
            {"primarycontactid@odata.bind":"$1"}                            | read on accounts
            {"primarycontactid@odata.bind":"$1/primarycontactid"}           | read on accounts; read on contacts
            {"primarycontactid@odata.bind":"contacts(emailaddress1='$2$11')"} | read on contacts
            {"primarycontactid@odata.bind":null}                            | nothing
            {"primarycontactid@OData.Bind":"new_salaries(1)"}               | read on new_salaries
            {"primarycontactid@bind":"new_salaries(1)"}                     | read on new_salaries
            {"contact_customer_accounts@odata.bind":["contacts(1)","contacts(2)"]} | read, update on contacts
            {"contact_customer_accounts@odata.bind":["contacts(1)","new_salaries(2)"]} | read, update on contacts; read, update on new_salaries
            {"primarycontactid":{"@odata.id":"new_salaries(1)"}}            | create on contacts; read, update on new_salaries
            {"@odata.id":"contacts(1)"}                                     | read, update on contacts
            {"@id":"contacts(1)"}                                           | read, update on contacts
            """)
    void findsWhatAnInsertDoesToOtherTables(String body, String needs) {
        assertThat(Bodies.needs(TestModel.must("POST", "accounts").body(), body))
                .isEqualTo(needs);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            {"primarycontactid":"contacts(1)"}                     | a value is of another kind than its name says
            {"primarycontactid":1}                                 | a value is of another kind
            {"primarycontactid":["x"]}                             | a value is of another kind
            {"name":{}}                                            | a value is of another kind
            {"name":["a",["b"]]}                                   | a value is of another kind
            {"name":[{}]}                                          | a value is of another kind
            {"Primarycontactid":{}}                                | a value is of another kind
            {"ghost":{}}                                           | a value is of another kind
            {"ghost":[]}                                           | a value is of another kind
            {"contact_customer_accounts@delta":[{}]}               | a value is of another kind
            {"contact_customer_accounts@odata.delta":[]}           | a value is of another kind
            {"name@odata.type":{}}                                 | a value is of another kind
            {"ghost@odata.bind":"contacts(1)"}                     | "ghost" is no column
            {"name@odata.bind":"contacts(1)"}                      | "name" is no column
            {"@odata.bind":"contacts(1)"}                          | something is no column
            {"primarycontactid@odata.bind":{}}                     | a value is of another kind
            {"primarycontactid@odata.bind":1}                      | a value is of another kind
            {"primarycontactid@odata.bind":"contacts"}             | an address of a row is none
            {"primarycontactid@odata.bind":""}                     | an address of a row is none
            {"primarycontactid@odata.bind":"contacts(1)/fullname"} | an address of a row is none
            {"primarycontactid@odata.bind":"contacts(1)?$expand=x"} | an address of a row is none
            {"primarycontactid@odata.bind":"contacts(1)#x"}        | an address of a row is none
            {"primarycontactid@odata.bind":"ghosts(1)"}            | "ghosts" is no column
            {"primarycontactid@odata.bind":"//contacts(1)"}        | a segment of the path is no name.
            {"primarycontactid@odata.bind":" contacts(1)"}         | a segment of the path is no name.
            {"primarycontactid@odata.bind":"https://evil.example/contacts(1)"} | a segment of the path is no name.
            {"primarycontactid@odata.bind":"contacts(1)%2F..%2Fnew_salaries(1)"} | a segment of the path goes on
            {"primarycontactid@odata.bind":"contacts(@p)"}         | a parameter alias has no value
            {"primarycontactid@odata.bind":"contacts(emailaddress1='$1')"} | an address of a row has what could be taken
            {"primarycontactid@odata.bind":"contacts(emailaddress1='%241/createdby')"} | an address of a row has what could be taken
            {"primarycontactid@odata.bind":"$1/$1"}                | an address of a row has what could be taken
            {"primarycontactid@odata.bind":"$2"}                   | the path begins with something
            {"primarycontactid@odata.bind":"WhoAmI"}               | the body needs what is not granted: the operation WhoAmI
            {"primarycontactid@odata.type":"mscrm.contact"}        | the type of a row stands before it
            {"@odata.type":"mscrm.contact"}                        | a row says that it has a type
            {"@odata.type":"account"}                              | a row says that it has a type
            {"@odata.type":"ghost.account"}                        | a row says that it has a type
            {"@odata.type":1}                                      | a value is of another kind
            {"@odata.type":null}                                   | a value is of another kind
            {"ownerid":{"@odata.type":"mscrm.team","@odata.type":"mscrm.systemuser"}} | a row says that it has a type
            {"a@b@odata.bind":"contacts(1)"}                       | the name of an annotation
            {"primarycontactid@@odata.bind":"contacts(1)"}         | the name of an annotation
            {"primarycontactid@odata.bind ":"contacts(1)"}         | the name of an annotation
            []                                                     | a value is of another kind
            [{}]                                                   | a value is of another kind
            "x"                                                    | a value is of another kind
            null                                                   | a value is of another kind
            ``                                                     | the JSON ends before it is whole.
            {"name":"x"                                            | the JSON ends before it is whole.
            {"name":"x"}{"primarycontactid":{}}                    | the body is not JSON
            {"name":"x"}x                                          | the body is not JSON
            {'name':'x'}                                           | the body is not JSON
            {name:"x"}                                             | the body is not JSON
            {"name":"x",}                                          | the body is not JSON
            {"name":"x"/*,*/}                                      | the body is not JSON
            {"name":01}                                            | the body is not JSON
            {"name":NaN}                                           | the body is not JSON
            """)
    void refusesInserts(String body, String reason) {
        BodyJudgement judgement = TestModel.must("POST", "accounts").body();
        Grant grant = grantOf(Set.of("contacts", "accounts", "principals", "teams", "systemusers", "new_salaries"));

        assertThatThrownBy(() -> sent(judgement.filter(grant, JSON), body.getBytes(UTF_8), List.of()))
                .isInstanceOf(BodyRefused.class)
                .satisfies(refused -> assertThat(refused.getMessage().replace("The body cannot be judged: ", ""))
                        .startsWithIgnoringCase(reason));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            PATCH | accounts(1)                           | {"primarycontactid":{}}            | create, update on contacts
            PUT   | accounts(1)                           | {"contact_customer_accounts":[{}]} | create, update on contacts
            PATCH | activitypointers(1)/mscrm.email       | {"email_activity_parties":[{"partyid_contact@odata.bind":"contacts(1)"}]} | create, update on activityparties; read on contacts
            PATCH | activitypointers(1)                   | {"@odata.type":"#mscrm.email","email_activity_parties":[]} | create, update on emails
            POST  | emails                                | {"email_activity_parties":[{"partyid_systemuser":{}}]} | create on activityparties; create on systemusers
            POST  | annotations                           | {"new_details":{"language":"x","lines":["a"],"author":{}}} | create on systemusers
            POST  | annotations                           | {"new_details":{"@odata.type":"#mscrm.NoteDetails","language":"x"}} | nothing
            POST  | annotations                           | {"new_details":null,"documentbody":"x"} | nothing
            POST  | annotations                           | {"new_details":{"author@odata.bind":"systemusers(1)"}} | read on systemusers
            POST  | opportunities                         | {"customerid_account@odata.bind":"/accounts(1)"} | read on accounts
            POST  | accounts(1)/contact_customer_accounts | {"contact_salaries":[{}]}          | create on new_salaries
            PATCH | $1                                    | {"primarycontactid":{}}            | create, update on contacts
            POST  | accounts(1)/contact_customer_accounts/$ref | {"@odata.id":"contacts(1)"}   | read, update on contacts
            POST  | accounts(1)/Account_ActivityPointers/$ref | {"@odata.id":"emails(1)"} | read, update on emails
            PUT   | accounts(1)/primarycontactid/$ref     | {"@odata.context":"x","@odata.id":"new_salaries(1)"} | read, update on new_salaries
            PUT   | accounts(1)/primarycontactid/$ref     | {"@odata.id":"contacts(1)","@odata.id":"new_salaries(1)"} | read, update on contacts; read, update on new_salaries
            POST  | WinOpportunity                        | {"OpportunityClose":{"opportunityid@odata.bind":"opportunities(1)","a":[[1],{"b":null}]},"Status":3} | read on opportunities
            POST  | WinOpportunity                        | {"Target":{"@odata.type":"Microsoft.Dynamics.CRM.account","@odata.id":"accounts(1)"}} | read on accounts
            POST  | WinOpportunity                        | {"Targets":[{"a":{}}]}             | nothing
            POST  | WinOpportunity                        | {"Target":{"@odata.type":"Microsoft.Dynamics.CRM.contact","contactid":"x"}} | read on contacts
            POST  | WinOpportunity                        | {"Targets":[{"@type":"#mscrm.account"},{"@OData.Type":"#mscrm.contact"}]} | read on accounts; read on contacts
            POST  | WinOpportunity                        | {"Targets@odata.type":"#Collection(mscrm.contact)","Targets":[]} | read on contacts
            POST  | WinOpportunity                        | {"Day@odata.type":"#Date","Ids@odata.type":"#Collection(Guid)","a":{"@odata.type":"#mscrm.NoteDetails"}} | nothing
            POST  | accounts(1)/Account_ActivityPointers/$ref | {"@odata.id":"activitypointers(1)"} | read, update on activitypointers; update on emails; update on tasks
            PATCH | accounts(1)                           | {"Account_ActivityPointers@odata.bind":["activitypointers(1)"]} | read, update on activitypointers; update on emails; update on tasks
            POST  | emails(1)/SendEmail                   | {"IssueSend":true,"x":{"a":[1]}}   | nothing
            PUT   | EntityDefinitions(LogicalName='account') | {"Attributes":[{"a":1}]}        | nothing
            POST  | WinOpportunity                        | ``                                 | nothing
            POST  | WinOpportunity                        | {}                                 | nothing
            POST  | accounts/CreateMultiple               | {"Targets":[{"name":"x"},{"name":"y"}]} | nothing
            POST  | accounts/CreateMultiple               | {"Targets":[{"@odata.type":"Microsoft.Dynamics.CRM.account","primarycontactid":{}}]} | create on accounts; create on contacts
            POST  | accounts/CreateMultiple               | {"Targets":[{"ownerid@odata.bind":"teams(1)"}],"Targets":[{"createdby":{}}]} | create on systemusers; read on teams
            POST  | accounts/UpdateMultiple               | {"Targets":[{"@odata.type":"Microsoft.Dynamics.CRM.account","accountid":"x","primarycontactid":{}}]} | update on accounts; create, update on contacts
            POST  | accounts/UpsertMultiple               | {"Targets":[{"@odata.type":"mscrm.account","@odata.id":"accounts(accountnumber='1')"}]} | read, create, update on accounts
            POST  | accounts/DeleteMultiple               | {"Targets":[{"@odata.type":"mscrm.account","primarycontactid":{}}],"x":1} | delete on accounts; create, update on contacts
            POST  | UpsertMultiple                        | {"Targets":[{"@odata.id":"accounts(1)","x":{}}]} | read on accounts
            POST  | EntityDefinitions                     | {"@odata.type":"x","Attributes":[{"@odata.type":"y","x@z":{}}]} | nothing
            POST  | EntityDefinitions                     | {"@odata.type":"mscrm.account","a@odata.bind":"contacts(1)"} | read on contacts
            """)
    void findsWhatOtherBodiesDo(String method, String target, String body, String needs) {
        assertThat(Bodies.needs(TestModel.must(method, target).body(), body)).isEqualTo(needs);
    }

    @Test
    void createsRelatedRowsOnlyWhereTheRowItselfIsOnlyCreated() {
        Conditions absent = Conditions.of(Map.of("If-None-Match", List.of("*")));
        Conditions exists = Conditions.of(Map.of("If-Match", List.of("*")));

        assertThat(Bodies.needs(body("PATCH", "accounts(1)", absent), "{\"primarycontactid\":{}}"))
                .isEqualTo("create on contacts");
        assertThat(Bodies.needs(body("PATCH", "accounts(1)", exists), "{\"primarycontactid\":{}}"))
                .isEqualTo("create, update on contacts");
        assertThat(Bodies.needs(body("PATCH", "activitypointers(1)", exists), "{\"@odata.type\":\"#mscrm.email\"}"))
                .isEqualTo("update on emails");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            POST   | accounts(1)/contact_customer_accounts/$ref | {"a":{}}    | a value is of another kind
            POST   | accounts(1)/contact_customer_accounts/$ref | {"a":[]}    | a value is of another kind
            POST   | accounts(1)/contact_customer_accounts/$ref | []          | a value is of another kind
            POST   | accounts(1)/contact_customer_accounts/$ref | ``          | the JSON ends before
            POST   | accounts(1)/contact_customer_accounts/$ref | {"url":"contacts(1)"} | a value is of another kind
            POST   | accounts(1)/contact_customer_accounts/$ref | {"@odata.id":"contacts(1)","uri":"contacts(1)"} | a value is of another kind
            POST   | accounts/CreateMultiple                    | {"Targets":[{"@odata.type":"mscrm.contact"}]} | a row says that it has a type
            POST   | accounts/CreateMultiple                    | {"Targets":[[{}]]} | a value is of another kind
            POST   | accounts/CreateMultiple                    | {"Targets":[null]} | a value is of another kind
            POST   | accounts/CreateMultiple                    | {"Targets":{}} | a value is of another kind
            POST   | accounts/CreateMultiple                    | {"Targets":[{"Primarycontactid":{}}]} | a value is of another kind
            POST   | accounts/CreateMultiple                    | {"targets":[{}]} | a value is of another kind
            POST   | accounts/CreateMultiple                    | {"Targets":[{"Targets":[{}]}]} | a value is of another kind
            POST   | accounts/CreateMultiple                    | {"x":{}}    | a value is of another kind
            POST   | accounts/CreateMultiple                    | []          | a value is of another kind
            POST   | WinOpportunity                             | []          | a value is of another kind
            POST   | WinOpportunity                             | 1           | a value is of another kind
            POST   | WinOpportunity                             | "x"         | a value is of another kind
            POST   | WinOpportunity                             | ` `         | the JSON ends before
            POST   | WinOpportunity                             | {"a@odata.id":"ghosts(1)"} | "ghosts" is no column
            GET    | accounts                                   | {}          | a body belongs to the request only where
            DELETE | accounts(1)                                | x           | a body belongs to the request only where
            """)
    void refusesOtherBodies(String method, String target, String body, String reason) {
        assertThat(Bodies.needs(TestModel.must(method, target).body(), body))
                .startsWithIgnoringCase(NOT_JUDGED + reason);
    }

    @Test
    void takesTheOctetsOfAColumn() {
        BodyJudgement judgement =
                TestModel.must("PUT", "annotations(1)/new_file").body();

        assertThat(sent(
                        judgement.filter(grantOf(Set.of()), "application/octet-stream"),
                        new byte[] {1, 2, 3},
                        List.of(1)))
                .containsExactly(1, 2, 3);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            accounts(1)/name           | application/json                  | {"value":"x"}
            accounts(1)/name           | application/json                  | {"@odata.context":"x","value":null}
            accounts(1)/name           | text/plain; charset=utf-16        | {"primarycontactid":{}}
            annotations(1)/new_file    | image/png                         | x
            annotations(1)/new_file    | Application/Octet-Stream          | {
            annotations(1)/new_file/$value | application/json              | {
            """)
    void takesTheValueOfAColumn(String target, String contentType, String body) {
        BodyJudgement judgement = TestModel.must("PUT", target).body();

        assertThat(sent(judgement.filter(grantOf(Set.of()), contentType), body.getBytes(UTF_8), List.of(1)))
                .hasSize(body.length());
    }

    /** Lest whoever reads JSON at a column reads a row. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            application/json                  | {"primarycontactid":{}}
            application/json                  | {"value":{"primarycontactid":{}}}
            application/json                  | {"contact_customer_accounts":[{}]}
            application/json                  | {"primarycontactid@odata.bind":"contacts(1)"}
            application/json                  | [{"primarycontactid":{}}]
            application/json                  | {"value":
            application/json; charset=utf-16  | {"value":"x"}
            application/JSON+x                | {"value":"x"}
            text/plain, application/json      | {"value":"x"}
            text/plain,text/html              | {"value":"x"}
            `text/plain; x="application/json"` | {"value":"x"}
            */*                               | {"value":"x"}
            x                                 | {"value":"x"}
            ``                                | {"value":"x"}
            """)
    void takesNoRowForAColumn(String contentType, String body) {
        BodyJudgement judgement = TestModel.must("PATCH", "accounts(1)/name").body();

        assertThatThrownBy(
                        () -> sent(judgement.filter(grantOf(Set.of()), contentType), body.getBytes(UTF_8), List.of()))
                .isInstanceOf(BodyRefused.class);
    }

    @Test
    void takesNoBodyWhereNoneIs() {
        BodyJudgement judgement = TestModel.must("GET", "accounts").body();

        assertThat(sent(judgement.filter(grantOf(Set.of()), ""), new byte[0], List.of()))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "Application/JSON; charset=UTF-8",
                "application/json;charset=\"utf-8\" ",
                "application/json; odata.metadata=minimal; IEEE754Compatible=true; charset=utf-8",
                "application/json; charset=utf-8; odata.metadata=minimal"
            })
    void judgesJsonInUtf8(String contentType) {
        BodyJudgement judgement = TestModel.must("POST", "accounts").body();

        assertThat(sent(judgement.filter(grantOf(Set.of()), contentType), new byte[] {'{', '}'}, List.of()))
                .containsExactly('{', '}');
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "text/plain",
                "application/xml",
                "application/json; charset=utf-16",
                "application/json; charset=utf-7",
                "application/json; charset=utf-8; charset=utf-16",
                "application/json; charset=utf-16; charset=utf-8",
                "application/json, text/plain",
                "application/jsonx",
                "multipart/mixed; boundary=x"
            })
    void refusesWhatAnotherReaderMayReadOtherwise(String contentType) {
        BodyJudgement judgement = TestModel.must("POST", "accounts").body();

        assertThatThrownBy(
                        () -> sent(judgement.filter(grantOf(Set.of()), contentType), new byte[] {'{', '}'}, List.of()))
                .isInstanceOf(BodyRefused.class)
                .hasMessageContaining("Content-Type: application/json in UTF-8");
    }

    @Test
    void refusesWhatIsTooLongToBeJudged() {
        BodyJudgement judgement = TestModel.must("POST", "accounts").body();
        String tooLong = "a".repeat(8193);

        assertThat(Bodies.needs(judgement, "{\"name\":\"" + tooLong + "\"}")).isEqualTo("nothing");
        assertThat(Bodies.needs(judgement, "{\"@odata.type\":\"" + tooLong + "\"}"))
                .startsWithIgnoringCase(NOT_JUDGED + "a row says that it has a type");
        assertThat(Bodies.needs(judgement, "{\"primarycontactid@odata.bind\":\"" + tooLong + "\"}"))
                .startsWithIgnoringCase(NOT_JUDGED + "an address of a row is too long");
    }

    @Test
    void refusesALongContentType() {
        BodyJudgement judgement = TestModel.must("POST", "accounts").body();
        String longest = "application/json" + ";a=b".repeat(60);

        assertThat(sent(judgement.filter(grantOf(Set.of()), longest), new byte[] {'{', '}'}, List.of()))
                .hasSize(2);
        assertThatThrownBy(() ->
                        sent(judgement.filter(grantOf(Set.of()), longest + ";a=b"), new byte[] {'{', '}'}, List.of()))
                .isInstanceOf(BodyRefused.class);
        assertThatThrownBy(() -> sent(
                        judgement.filter(grantOf(Set.of()), longest.repeat(100)), new byte[] {'{', '}'}, List.of()))
                .isInstanceOf(BodyRefused.class);
    }

    @Test
    void refusesALongTypeOfOctets() {
        BodyJudgement judgement = TestModel.must("PUT", "accounts(1)/name").body();
        String longest = "text/plain;" + "a".repeat(245);

        assertThat(sent(judgement.filter(grantOf(Set.of()), longest), new byte[] {'x'}, List.of()))
                .containsExactly('x');
        assertThatThrownBy(() -> sent(judgement.filter(grantOf(Set.of()), longest + "a"), new byte[] {'x'}, List.of()))
                .isInstanceOf(BodyRefused.class);
    }

    @Test
    void neverPassesOnAWholeDocumentThatIsRefused() {
        for (String body : List.of(
                "{\"name\":\"x\",\"primarycontactid\":{}}",
                "{\"name\":\"x\"} {}",
                "{\"name\":\"x\"}" + " ".repeat(1025))) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            List<Integer> everywhere = IntStream.range(0, body.length()).boxed().toList();

            BodyRefused refused = catchThrowableOfType(
                    BodyRefused.class,
                    () -> Bodies.send(
                            TestModel.must("POST", "accounts").body().filter(grantOf(Set.of()), JSON),
                            body.getBytes(UTF_8),
                            everywhere,
                            out));

            assertThat(refused).isNotNull();
            assertThat(out.toString(UTF_8)).doesNotEndWith("}").startsWith("{\"name\":\"x\"");
        }
    }

    @Test
    void holdsTheLastBracketBackAlsoWhereWhiteSpaceCameWithIt() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        String whole = "{\"name\":\"x\"} \n";

        BodyRefused refused = catchThrowableOfType(
                BodyRefused.class,
                () -> Bodies.send(
                        TestModel.must("POST", "accounts").body().filter(grantOf(Set.of()), JSON),
                        (whole + "{}").getBytes(UTF_8),
                        List.of(whole.length()),
                        out));

        assertThat(refused).isNotNull();
        assertThat(out.toString(UTF_8)).isEqualTo("{\"name\":\"x\"");
    }

    @Test
    void takesALittleWhiteSpaceBehindTheDocument() {
        String body = "{\"a\":[]".replace("[]", "1") + "}" + " ".repeat(1023);
        List<Integer> everywhere = IntStream.range(0, body.length()).boxed().toList();

        assertThat(sent(
                        TestModel.must("POST", "accounts").body().filter(grantOf(Set.of()), JSON),
                        body.getBytes(UTF_8),
                        everywhere))
                .hasSize(body.length());
        assertThat(sent(
                        TestModel.must("POST", "accounts").body().filter(grantOf(Set.of()), JSON),
                        body.getBytes(UTF_8),
                        List.of()))
                .hasSize(body.length());
    }

    @Test
    void saysWhatIsMissing() {
        BodyRefused refused = catchThrowableOfType(
                BodyRefused.class,
                () -> sent(
                        TestModel.must("POST", "accounts").body().filter(grantOf(Set.of("accounts")), JSON),
                        "{\"primarycontactid\":{}}".getBytes(UTF_8),
                        List.of()));

        assertThat(refused.getMessage()).isEqualTo("The body needs what is not granted: create on contacts.");
        assertThat(refused.missing().tables()).containsExactly(new Need("contacts", Verb.CREATE));
    }

    @Test
    void refusesAnAddressThatIsTooLong() {
        String body = "{\"primarycontactid@odata.bind\":\"contacts(" + "1".repeat(9_000) + ")\"}";

        assertThat(Bodies.needs(TestModel.must("POST", "accounts").body(), body))
                .isEqualTo(NOT_JUDGED + "An address of a row is too long.");
    }

    private static BodyJudgement body(String method, String target, Conditions conditions) {
        return TestModel.judgement(method, target, conditions).fold(Judgement.Judged::body, unjudged -> {
            throw new AssertionError(unjudged.reason());
        });
    }
}
