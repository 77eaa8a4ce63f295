package org.s2sgateway.grants;

import static org.assertj.core.api.Assertions.assertThat;
import static org.s2sgateway.grants.TestModel.judged;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.s2sgateway.dataverse.RequestTarget;

/** What nobody could tell, and what somebody writes who hopes that nobody can. */
class UnjudgedRequestsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            GET    | Accounts                             | "Accounts" is no column
            GET    | ghosts                               | "ghosts" is no column
            GET    | accounts(1)/ghost                    | "ghost" is no column
            GET    | accounts(1)/Primarycontactid         | "Primarycontactid" is no column
            GET    | accounts/primarycontactid            | "primarycontactid" is no column
            GET    | accounts(1)/name/x                   | "x" is no column
            GET    | accounts(1)/mscrm.contact            | "contact" is no column
            GET    | accounts(1)/other.contact            | "other.contact" is no column
            GET    | accounts/00000000-0000-0000-0000-000000000001 | A segment of the path is no name.
            GET    | accounts()                           | A key or a parameter is no literal.
            GET    | accounts(1)(2)                       | A segment of the path goes on
            GET    | accounts(1)x                         | A segment of the path goes on
            GET    | accounts(1                           | Brackets are not balanced.
            GET    | accounts(1))                         | A segment of the path goes on
            GET    | accounts(1]                          | Brackets are not balanced.
            GET    | accounts(ghost=1)                    | "ghost" is no column
            GET    | accounts(primarycontactid/contactid=1) | Brackets are not balanced.
            GET    | accounts(name=primarycontactid)      | A key or a parameter is no literal.
            GET    | accounts(accountnumber=primarycontactid'x') | A key or a parameter is no literal.
            GET    | accounts(accountnumber='A1'x)        | A key or a parameter is no literal.
            GET    | accounts(@p)                         | A parameter alias has no value
            GET    | accounts(@p)?@p=@q&@q=1              | A parameter alias stands for another one
            GET    | accounts(@p)?@p={}                   | A key or a parameter is no literal.
            GET    | accounts(1)/primarycontactid(2)      | A key stands behind what is one row already.
            GET    | accounts(1)/name(2)                  | "name" is no column
            GET    | accounts(1)/$count                   | The path has a segment that is not judged
            GET    | accounts/$value                      | The path has a segment that is not judged
            GET    | accounts(1)/name/$ref                | The path has a segment that is not judged
            GET    | accounts(1)/name/$value/$value       | The path has a segment that is not judged
            GET    | accounts/$count/$count               | The path has a segment that is not judged
            GET    | accounts/$count(1)                   | The path has a segment that is not judged
            GET    | accounts/$ref/name                   | "name" is no column
            GET    | accounts/$each                       | The path has a segment that is not judged
            GET    | accounts/$filter(name%20eq%20'x')    | The path has a segment that is not judged
            GET    | accounts/$query                      | The path has a segment that is not judged
            GET    | $entity?$id=accounts(1)              | The path begins with something that is not judged
            GET    | $all                                 | The path begins with something that is not judged
            GET    | $crossjoin(accounts,contacts)        | The path begins with something that is not judged
            POST   | $batch                               | The path begins with something that is not judged
            GET    | $metadata(1)                         | The path begins with something that is not judged
            GET    | $metadata/accounts                   | "accounts" is no column
            GET    | $1(2)                                | The path begins with something that is not judged
            GET    | $2                                   | The path begins with something that is not judged
            GET    | $9                                   | "ghosts" is no column
            GET    | %24all                               | The path begins with something that is not judged
            GET    | accounts%252Fx                       | The path is percent-encoded twice.
            GET    | accounts(1)/primarycontactid;x=1     | A segment of the path is no name.
            GET    | EntityDefinitions/mscrm.new_Rename   | An operation is called on a definition.
            GET    | EntityDefinitions?fetchXml=x         | FetchXML stands elsewhere
            GET    | WinOpportunity                       | A function is called with GET
            POST   | WhoAmI                               | A function is called with GET
            POST   | WinOpportunity(Status=1)             | The parameters of an action stand in its body.
            GET    | WhoAmI()/UserId                      | The path goes on behind an operation
            GET    | WhoAmI(1)                            | The parameters of a function have names.
            GET    | WhoAmI(x=accounts)                   | A key or a parameter is no literal.
            GET    | RetrieveTotalRecordCount(EntityNames=[1,)  | Brackets are not balanced.
            GET    | RetrieveTotalRecordCount(EntityNames=[1,]) | A value in the URL looks like JSON and is none.
            GET    | RetrieveTotalRecordCount(EntityNames=@p)?@p=[%22a%22,'b'] | JSON in the URL
            GET    | RetrieveTotalRecordCount(EntityNames=@p)?@p=['a%5Cu0062'] | JSON in the URL
            GET    | RetrieveTotalRecordCount(EntityNames=@p)?@p=[1 | A value in the URL looks like JSON and is none.
            GET    | RetrieveTotalRecordCount(EntityNames=['a%5Db']) | A value in JSON has signs
            GET    | In(PropertyName='name')              | "In" is no column
            GET    | new_Rename                           | "new_Rename" is no column
            POST   | mscrm.new_Rename                     | An operation is called on something that it is not bound to.
            POST   | contacts(1)/new_Rename               | An operation is called on something that it is not bound to.
            POST   | accounts/new_Rename                  | An operation is called on something that it is not bound to.
            POST   | accounts(1)/CreateMultiple           | An operation is called on something that it is not bound to.
            POST   | accounts(1)/new_Twice                | An operation has overloads
            POST   | annotations(1)/new_details/new_Rename | "new_Rename" is no column
            POST   | accounts(1)/name/new_Rename          | "new_Rename" is no column
            GET    | accounts/mscrm.nothing               | "nothing" is no column
            POST   | accounts(1)                          | The method does nothing that is known
            POST   | accounts(1)/name                     | The method does nothing that is known
            POST   | accounts/$ref                        | The method does nothing that is known
            POST   | $metadata                            | The method does nothing that is known
            PATCH  | accounts                             | The method does nothing that is known
            PUT    | accounts                             | The method does nothing that is known
            PUT    | accounts(1)/$ref                     | The method does nothing that is known
            PUT    | annotations(1)/new_details           | The method does nothing that is known
            DELETE | accounts                             | The method does nothing that is known
            DELETE | accounts/$count                      | The method does nothing that is known
            DELETE | WhoAmI                               | The method does nothing that is known
            PATCH  | WhoAmI                               | The method does nothing that is known
            OPTIONS | accounts                            | The method does nothing that is known
            get    | accounts                             | The method does nothing that is known
            MERGE  | accounts(1)                          | The method does nothing that is known
            DELETE | accounts(1)?$id=contacts(1)          | $id stands elsewhere than behind $ref.
            DELETE | accounts(1)/primarycontactid/$ref?$id=contacts(emailaddress1='$1') | An address of a row has what
            DELETE | accounts(1)/primarycontactid/$ref?$id=contacts | An address of a row is none
            DELETE | accounts(1)/primarycontactid/$ref?$id=contacts(1)?x | An address of a row is none
            DELETE | accounts(1)/primarycontactid/$ref?$id=contacts(1)%23x | An address of a row is none
            DELETE | accounts(1)/primarycontactid/$ref?$id=contacts(1)/fullname | An address of a row is none
            DELETE | accounts(1)/primarycontactid/$ref?$id=https://evil.example/contacts(1) | A segment of the path is no name.
            GET    | accounts(1)/name?$expand=*           | Something is no column
            GET    | accounts(1)?fetchXml=x               | FetchXML stands elsewhere
            GET    | accounts(1)/contact_customer_accounts?fetchXml=x | FetchXML stands elsewhere
            """)
    void refusesPaths(String method, String target, String reason) {
        assertThat(judged(method, target)).startsWith("refused: " + reason);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            $search=x                                        | The query has the option "$search", which is not judged.
            search=x                                         | The query has the option "search", which is not judged.
            $format=json                                     | The query has the option "$format", which is not judged.
            $index=1                                         | The query has the option "$index", which is not judged.
            $levels=1                                        | The query has the option "$levels", which is not judged.
            $fetchXml=x                                      | The query has the option "$fetchXml", which is not judged.
            $tag=x                                           | The query has the option "$tag", which is not judged.
            unknown=x                                        | The query has the option "unknown", which is not judged.
            unknown                                          | The query has the option "unknown", which is not judged.
            %20$expand=primarycontactid                      | The query has an option that is not judged.
            $expand%00=primarycontactid                      | There are control characters in the URL.
            %EF%BC%84expand=primarycontactid                 | The query has an option that is not judged.
            %2524expand=primarycontactid                     | The query has an option that is not judged.
            $expand%3Dprimarycontactid                       | The query has an option that is not judged.
            $select=name&$select=name                        | An option of the query is there twice.
            $select=name&select=name                         | An option of the query is there twice.
            $select=name&%24SELECT=name                      | An option of the query is there twice.
            $filter=@a eq 1&@a=1&@A=primarycontactid/x       | An option of the query is there twice.
            @a=1                                             | A parameter alias is not used
            $filter=@a                                       | A parameter alias has no value
            $filter=@a&@a=@b&@b=1                            | A parameter alias stands for another one
            $filter=@                                        | An alias in an expression has no name.
            $top=x                                           | An option of the query has a value
            $top=99999999999                                 | An option of the query has a value
            $skip=-1                                         | An option of the query has a value
            $count=maybe                                     | An option of the query has a value
            $expand=account_parent_account($levels=x)        | An option of the query has a value
            $filter=ghost eq 1                               | "ghost" is no column
            $filter=NAME eq 'x'                              | "NAME" is no column
            $filter=name AND name                            | "AND" is no column
            $filter=name/x eq 1                              | "x" is no column
            $filter=name eq primarycontactid'x'              | A quotation mark follows a name
            $filter=name eq eq'x'                            | A quotation mark follows a name
            $filter=name eq mscrm.x/'x'                      | "mscrm.x" is no column
            $filter=name eq 'x                               | A quotation mark is not closed.
            $filter=name eq 'x''                            | A quotation mark is not closed.
            $filter=(name eq 'x'                             | Brackets are not balanced.
            $filter=name eq 'x')                             | An expression has something in it
            $filter=name eq "x"                              | An expression has something in it
            $filter=(name eq "x")                            | A double quotation mark
            $filter=name eq 'x'/*primarycontactid*/          | An expression has something in it
            $filter=name eq 1/primarycontactid               | An expression has something in it
            $filter=1primarycontactid eq 1                   | An expression has something in it
            $filter=2024-01-01primarycontactid eq 1          | An expression has something in it
            $filter=name eq 'x'&$orderby=(primarycontactid)/fullname | An expression has something in it
            $filter=$root/contacts(1)/fullname eq 'x'        | "$root" is no column
            $filter=$it/ghost eq 1                           | "ghost" is no column
            $filter=$this/name eq 1                          | "$this" is no column
            $filter=cast(ownerid,mscrm.systemuser)/fullname eq 'x' | A function is called
            $filter=isof(mscrm.systemuser)                   | A function is called
            $filter=mscrm.WhoAmI() eq 1                      | A function is called
            $filter=ghost(name)                              | A function is called
            $filter=other.In(PropertyName='name')            | A function is called
            $filter=any(c:c/fullname eq 'x')                 | A function is called
            $filter=in/fullname eq 'x'                       | "in" is no column
            $filter=mscrm.In('name')                         | The parameters of a query function have names.
            $filter=mscrm.In(PropertyName=name)              | The PropertyName of a query function
            $filter=mscrm.In(PropertyName='ghost')           | "ghost" is no column
            $filter=mscrm.In(PROPERTYNAME='contact_salaries') | "contact_salaries" is no column
            $filter=mscrm.In(PropertyName='name ')           | The PropertyName of a query function
            $filter=mscrm.In(PropertyName='name',PropertyValue=createdon) | A name stands in an expression where
            $filter=mscrm.In(PropertyName='name',PropertyValues=[1) | Brackets are not balanced.
            $filter=mscrm.In(PropertyName='name',PropertyValues=[%22'(%22,%22)'%22]) | A value in JSON has signs
            $filter=contact_customer_accounts/any            | A lambda has no parentheses.
            $filter=contact_customer_accounts/any(c/fullname eq 'x') | A lambda has no variable.
            $filter=contact_customer_accounts/any(c:name eq 'x') | A name stands in an expression where
            $filter=contact_customer_accounts/any(c:fullname eq 'x') | A name stands in an expression where
            $filter=contact_customer_accounts/any(c:c/ghost eq 'x') | "ghost" is no column
            $filter=contact_customer_accounts/any(name:name/fullname eq 'x') | The variable of a lambda
            $filter=contact_customer_accounts/any(primarycontactid:primarycontactid/fullname eq 'x') | The variable of a lambda
            $filter=contact_customer_accounts/any(fullname:fullname/fullname eq 'x') | The variable of a lambda
            $filter=contact_customer_accounts/any(eq:eq/fullname eq 'x') | The variable of a lambda
            $filter=contact_customer_accounts/any(contains:contains/fullname eq 'x') | The variable of a lambda
            $filter=contact_customer_accounts/any(any:any/fullname eq 'x') | The variable of a lambda
            $filter=contact_customer_accounts/any(c:c/contact_salaries/any(c:c/new_amount gt 1)) | The variable of a lambda
            $filter=contact_customer_accounts/any(c:c/contact_salaries/any(createdby:createdby/new_amount gt 1)) | The variable of a lambda
            $filter=contact_customer_accounts/any(c:c/contact_salaries/any(revenue:revenue/new_amount gt 1)) | The variable of a lambda
            $filter=name/any(c:c/fullname eq 1)              | "fullname" is no column
            $filter=ownerid/mscrm.contact/fullname eq 'x'    | "mscrm.contact" is no column
            $filter=contact_customer_accounts(1)/fullname eq 'x' | A function is called
            $compute=revenue as name                         | A value in $apply or $compute gets the name
            $compute=revenue as primarycontactid             | A value in $apply or $compute gets the name
            $compute=revenue as eq                           | A value in $apply or $compute gets the name
            $compute=revenue                                 | $apply or $compute has something in it
            $compute=revenue as double&$filter=double/x eq 1 | "x" is no column
            $compute=revenue as c&$filter=contact_customer_accounts/any(c:c/fullname eq 'x') | The variable of a lambda
            $apply=join(contact_customer_accounts as c)      | $apply or $compute has something in it
            $apply=expand(primarycontactid,filter(true))     | $apply or $compute has something in it
            $apply=concat(identity,identity)                 | $apply or $compute has something in it
            $apply=identity(1)                               | $apply or $compute has something in it
            $apply=top(x)                                    | $apply or $compute has something in it
            $apply=Filter(name eq 'x')                       | $apply or $compute has something in it
            $apply=filter(name eq 'x')(1)                    | $apply or $compute has something in it
            $apply=groupby(name)                             | $apply or $compute has something in it
            $apply=groupby((name),identity,identity)         | $apply or $compute has something in it
            $apply=groupby((name)x)                          | $apply or $compute has something in it
            $apply=groupby((rollup(name)))                   | A function is called
            $apply=groupby((name),expand(primarycontactid))  | $apply or $compute has something in it
            $apply=aggregate(revenue with custom.x as total) | $apply or $compute has something in it
            $apply=aggregate(revenue)                        | $apply or $compute has something in it
            $apply=aggregate($count as name)                 | A value in $apply or $compute gets the name
            $select=ghost                                    | "ghost" is no column
            $select=primarycontactid/$ref                    | "$ref" is no column
            $select=contact_customer_accounts/$count         | "$count" is no column
            $select=mscrm.*                                  | Something is no column
            $select=name)(                                   | Brackets are not balanced.
            $select=primarycontactid($select=fullname)x      | An item of $expand or $select goes on
            $expand=ghost                                    | "ghost" is no column
            $expand=primarycontactid($expand=contact_salaries | Brackets are not balanced.
            $expand=primarycontactid)                        | Brackets are not balanced.
            $expand=primarycontactid($expand=ghost)          | "ghost" is no column
            $expand=primarycontactid($search=x)              | The query has the option "$search", which is not judged.
            $expand=primarycontactid($apply=identity)        | The query has the option "$apply", which is not judged.
            $expand=primarycontactid(fullname)               | The query has an option that is not judged.
            $expand=primarycontactid()                       | The query has an option that is not judged.
            $expand=primarycontactid(%24%65xpand=contact_salaries;expand=contact_salaries) | An option of the query is there twice.
            $expand=primarycontactid($filter=$it/name eq 'x') | "$it" is no column
            $expand=*($levels=2)                             | Something is no column
            $expand=*/$count                                 | Something is no column
            $expand=$ref                                     | "$ref" is no column
            $expand=primarycontactid/$value                  | "$value" is no column
            $expand=primarycontactid/$ref/fullname           | "$ref" is no column
            fetchXml=x                                       | The FetchXML is not read
            fetchXml=                                        | The FetchXML is not read
            fetchXml=<fetch/>                                | FetchXML has one entity.
            fetchXml=<fetch><entity name='contact'/></fetch> | The entity of the FetchXML is not the table of the path.
            fetchXml=<fetch><entity/></fetch>                | The FetchXML names a table that is not known.
            fetchXml=<fetch><entity name='account'/><entity name='account'/></fetch> | FetchXML has one entity.
            fetchXml=<fetch><entity name='account'><link-entity name='ghost'/></entity></fetch> | The FetchXML names a table that is not known.
            fetchXml=<fetch><entity name='account'><link-entity name='CONTACT'/></entity></fetch> | The FetchXML names a table that is not known.
            fetchXml=<fetch><entity name='account'><Link-Entity name='contact'/></entity></fetch> | The FetchXML has an element that is not known
            fetchXml=<fetch><entity name='account'><x:link-entity xmlns:x='y' name='contact'/></entity></fetch> | The FetchXML has an element that is not known
            fetchXml=<fetch><entity name='account'><entity name='account'/></entity></fetch> | The FetchXML has an element that is not known
            fetchXml=<entity name='account'/>                | The FetchXML has an element that is not known
            fetchXml=<fetch><filter/><entity name='account'/></fetch> | The FetchXML has an element that is not known
            fetchXml=<!DOCTYPE x><fetch><entity name='account'/></fetch> | The FetchXML is not read
            fetchXml=<!DOCTYPE fetch [<!ENTITY x 'contact'>]><fetch><entity name='account'><link-entity name='%26x;'/></entity></fetch> | The FetchXML is not read
            fetchXml=<fetch><entity name='account' Name='contact'/></fetch> | The FetchXML has an element with two attributes
            fetchXml=<?x y?><fetch><entity name='account'/></fetch> | The FetchXML is not read
            fetchXml=<fetch><entity name='account'/></fetch><fetch/> | The FetchXML is not read
            """)
    void refusesQueriesOfAccounts(String query, String reason) {
        assertThat(judged("GET", "accounts?" + query)).startsWith("refused: " + reason);
    }

    @Test
    void refusesAContentIdThatIsCalledAsSomethingElse() {
        String reason = "refused: The path begins with something that is not judged";

        assertThat(judged("GET", "$entity")).startsWith(reason);
        assertThat(judgedAmong("GET", "$metadata", "metadata"::equals)).startsWith(reason);
        assertThat(judgedAmong("GET", "$metadata", "other"::equals)).isEqualTo("any table or operation");
    }

    private static String judgedAmong(String method, String path, Predicate<String> isContentId) {
        return TestModel.JUDGE
                .judge(
                        method,
                        RequestTarget.parsePart("/api/data/v9.2/" + path, null),
                        Conditions.NONE,
                        id -> isContentId.test(id) ? Optional.of("accounts") : Optional.empty())
                .fold(judged -> judged.needs().toString(), unjudged -> "refused: " + unjudged.reason());
    }

    @Test
    void seesThroughCommentsInFetchXml() {
        assertThat(judged(
                        "GET",
                        "accounts?fetchXml=%3Cfetch%3E%3C!--%3Centity%20name='contact'/%3E--%3E%3Centity%20name='account'%3E"
                                + "%3Clink-entity%20name='new_%26%23115;alary'/%3E%3C/entity%3E%3C/fetch%3E"))
                .isEqualTo("read on accounts; read on new_salaries");
    }

    @Test
    void seesThroughPercentEncoding() {
        assertThat(judged("GET", "accounts?%24expand=%70rimarycontactid"))
                .isEqualTo("read on accounts; read on contacts");
        assertThat(judged("GET", "accounts?expand=primarycontactid")).isEqualTo("read on accounts; read on contacts");
        assertThat(judged("GET", "accounts?$EXPAND=primarycontactid")).isEqualTo("read on accounts; read on contacts");
        assertThat(judged(
                        "GET",
                        "accounts?$filter=name%20eq%20%27x%27%20or%20primarycontactid%2Ffullname%20eq%20%27x%27"))
                .isEqualTo("read on accounts; read on contacts");
        assertThat(judged("GET", "accounts(1)/%70rimarycontactid")).isEqualTo("read on accounts; read on contacts");
    }

    @Test
    void takesForQuotedWhatIsQuoted() {
        assertThat(judged("GET", "accounts?$filter=name%20eq%20'%26$expand=primarycontactid'"))
                .isEqualTo("read on accounts");
        assertThat(judged("GET", "accounts?$filter=name%20eq%20'x''y'%20or%20primarycontactid%20eq%20null"))
                .isEqualTo("read on accounts; read on contacts");
    }

    @Tag("endurance")
    @ParameterizedTest
    @ValueSource(
            strings = {
                "accounts?$filter=%s",
                "accounts?$filter=mscrm.In(PropertyName='%s')",
                "accounts?$filter=x'%s'",
                "accounts?$select=%s",
                "accounts?$expand=%s",
                "accounts?$apply=%s",
                "accounts?$compute=%s",
                "accounts?$filter=%s'x'",
                "accounts?%s=x",
                "accounts(%s)",
                "accounts(%s'x')",
                "%s",
                "accounts(1)/%s"
            })
    void survivesWhatIsLong(String target) {
        for (String piece :
                List.of("a.", "a/", "a,", "a ", "' ", "''", "(a)", "a(", "a:", "a=", "1.", "- ", "a as ", "/")) {
            String text = target.formatted("a" + piece.repeat(60_000 / piece.length() - 50))
                    .replace(" ", "+");
            try {
                assertThat(judged("GET", text)).isNotEmpty();
            } catch (RequestTarget.Refused refused) {
                assertThat(target.contains("?")).isFalse();
            }
        }
    }

    @Test
    void boundsDepthAndWork() {
        assertThat(judged("GET", "accounts?$filter=" + "(".repeat(65) + "name" + ")".repeat(65)))
                .startsWith("refused: Brackets are nested deeper than 64.");
        assertThat(judged("GET", "accounts?$filter=" + "(".repeat(63) + "name" + ")".repeat(63)))
                .isEqualTo("read on accounts");
        assertThat(judged("GET", "accounts?$filter=" + "@p%20or%20".repeat(2_000) + "@p&@p=" + "name,".repeat(2_000)))
                .startsWith("refused: The query is too entangled");
    }
}
