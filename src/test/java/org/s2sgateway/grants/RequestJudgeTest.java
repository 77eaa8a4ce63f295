package org.s2sgateway.grants;

import static org.assertj.core.api.Assertions.assertThat;
import static org.s2sgateway.grants.TestModel.judged;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestJudgeTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            accounts                                                | read on accounts
            accounts/                                               | read on accounts
            accounts/$count                                         | read on accounts
            accounts/$ref                                           | read on accounts
            accounts(00000000-0000-0000-0000-000000000001)          | read on accounts
            accounts(accountid=00000000-0000-0000-0000-000000000001) | read on accounts
            accounts(accountnumber='A1')                            | read on accounts
            accounts(accountnumber=%27A1%27)                        | read on accounts
            accounts(accountnumber=duration'PT1H',statecode=null)   | read on accounts
            accounts(accountnumber='A''1')                          | read on accounts
            accounts(accountnumber='A%2F1(x)')                      | read on accounts
            accounts(accountnumber='A/contacts')                    | read on accounts
            accounts(accountnumber='A)/contacts(1')                 | read on accounts
            accounts(accountnumber='a,b=c',name='x')                | read on accounts
            accounts(_primarycontactid_value=00000000-0000-0000-0000-000000000001,statecode=0) | read on accounts
            accounts(@p)?@p=00000000-0000-0000-0000-000000000001    | read on accounts
            accounts(accountnumber=@p)?@p='A1'                      | read on accounts
            accounts(1)/name                                        | read on accounts
            accounts(1)/name/$value                                 | read on accounts
            accounts(1)/entityimage/$value?size=full                | read on accounts
            accounts(1)/_primarycontactid_value                     | read on accounts
            accounts(1)/$value                                      | read on accounts
            accounts(1)/primarycontactid                            | read on accounts; read on contacts
            accounts(1)/primarycontactid/$ref                       | read on accounts; read on contacts
            accounts(1)/primarycontactid/fullname/$value            | read on accounts; read on contacts
            accounts(1)/contact_customer_accounts                   | read on accounts; read on contacts
            accounts(1)/contact_customer_accounts/$count            | read on accounts; read on contacts
            accounts(1)/contact_customer_accounts(2)/contact_salaries | read on accounts; read on contacts; read on new_salaries
            accounts(1)/ownerid                                     | read on accounts; read on principals
            accounts(1)/ownerid/Microsoft.Dynamics.CRM.systemuser/fullname | read on accounts; read on principals; read on systemusers
            accounts(1)/ownerid/mscrm.team/teammembership_association | read on accounts; read on principals; read on systemusers; read on teams
            activitypointers/mscrm.email                            | read on activitypointers; read on emails
            activitypointers/mscrm.email(1)/email_activity_parties  | read on activityparties; read on activitypointers; read on emails
            activitypointers(1)/Microsoft.Dynamics.CRM.email/sender | read on activitypointers; read on emails
            emails(1)/activitypointer_activity_parties              | read on activityparties; read on emails
            emails(1)/mscrm.email/subject                           | read on emails
            annotations(1)/new_file/$value                          | read on annotations
            annotations(1)/new_details/language                     | read on annotations
            annotations(1)/new_details/author                       | read on annotations; read on systemusers
            opportunities(1)/customerid_account/name                | read on accounts; read on opportunities
            accountleadscollection                                  | read on accountleadscollection
            $1                                                      | read on accounts
            $1/primarycontactid                                     | read on accounts; read on contacts
            $filter/contact_salaries                                | read on contacts; read on new_salaries
            ``                                                      | any table or operation
            $metadata                                               | any table or operation
            $metadata?annotations=true                              | any table or operation
            EntityDefinitions                                       | read on EntityDefinitions
            EntityDefinitions(LogicalName='account')/Attributes(LogicalName='name')/Microsoft.Dynamics.CRM.PicklistAttributeMetadata?$select=LogicalName&$expand=OptionSet | read on EntityDefinitions
            EntityDefinitions(LogicalName='account')?LabelLanguages=1033 | read on EntityDefinitions
            RelationshipDefinitions                                 | read on RelationshipDefinitions
            GlobalOptionSetDefinitions(Name='x')                    | read on GlobalOptionSetDefinitions
            ManagedPropertyDefinitions                              | read on ManagedPropertyDefinitions
            WhoAmI                                                  | the operation WhoAmI
            WhoAmI()                                                | the operation WhoAmI
            WhoAmI()?$select=UserId                                 | the operation WhoAmI
            Microsoft.Dynamics.CRM.WhoAmI()                         | the operation WhoAmI
            mscrm.WhoAmI                                            | the operation WhoAmI
            RetrieveTotalRecordCount(EntityNames=['account','contact']) | the operation RetrieveTotalRecordCount
            accounts(accountnumber='a%22[b%5C')                     | read on accounts
            RetrieveTotalRecordCount(EntityNames=['account'],More='a%22[b%5C') | the operation RetrieveTotalRecordCount
            RetrieveTotalRecordCount(EntityNames=@p)?@p=[%22account%22] | the operation RetrieveTotalRecordCount
            systemusers(1)/Microsoft.Dynamics.CRM.RetrievePrincipalAccess(Target=@tid)?@tid={'@odata.id':'accounts(2)'} | read on accounts; read on systemusers; the operation RetrievePrincipalAccess
            systemusers(1)/RetrievePrincipalAccess(Target=@tid)?@tid={%22@odata.id%22:%22https://contoso.crm4.dynamics.com/api/data/v9.2/contacts(2)/contact_salaries(3)%22} | read on contacts; read on new_salaries; read on systemusers; the operation RetrievePrincipalAccess
            accounts/mscrm.RetrieveByTopIncidentProduct             | read on accounts; the operation RetrieveByTopIncidentProduct
            accounts/RetrieveByTopIncidentProduct()/$count          | read on accounts; read on contacts; the operation RetrieveByTopIncidentProduct
            accounts/mscrm.RetrieveByTopIncidentProduct()?$expand=contact_salaries | read on accounts; read on new_salaries; the operation RetrieveByTopIncidentProduct
            new_Best()/contact_salaries                             | read on contacts; read on new_salaries; the operation new_Best
            new_Best()/fullname                                     | read on contacts; the operation new_Best
            """)
    void readsAlongThePath(String target, String needs) {
        assertThat(judged("GET", target)).isEqualTo(needs);
        assertThat(judged("HEAD", target)).isEqualTo(needs);
    }

    @Test
    void asksForAnOperationByTheNameThatThePathHas() {
        RequestJudge judge = new RequestJudge(
                TestModel.of(
                        """
                <Action Name="new_Close" />
                <EntityContainer Name="System">
                  <ActionImport Name="new_End" Action="Microsoft.Dynamics.CRM.new_Close" />
                </EntityContainer>
                """));

        assertThat(judged(judge, "POST", "new_End")).isEqualTo("the operation new_End");
        assertThat(judged(judge, "POST", "mscrm.new_Close")).isEqualTo("the operation new_Close");
    }

    @Test
    void askForAllTablesWhereRowsHaveNoneOfTheirOwn() {
        assertThat(judged("GET", "new_Any()/mscrm.account/name"))
                .isEqualTo("read on all tables; read on accounts; the operation new_Any");
        assertThat(judged("GET", "accounts?savedQuery=00000000-0000-0000-0000-000000000001"))
                .isEqualTo("read on all tables; read on accounts");
        assertThat(judged("GET", "accounts?USERQUERY=00000000-0000-0000-0000-000000000001"))
                .isEqualTo("read on all tables; read on accounts");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            $select=name,createdon                                  | read on accounts
            $select=*                                               | read on accounts
            $select=primarycontactid                                | read on accounts; read on contacts
            $select=primarycontactid/fullname                       | read on accounts; read on contacts
            $select=primarycontactid($select=fullname)              | read on accounts; read on contacts
            $filter=name eq 'x'                                     | read on accounts
            $filter=name eq 'it''s/primarycontactid' and revenue gt -1.5e3 | read on accounts
            $filter=contains(name,'(')                              | read on accounts
            $filter=contains(primarycontactid/fullname,'x')         | read on accounts; read on contacts
            $filter=not(name eq 'x')                                | read on accounts
            $filter=(name eq 'x' or (primarycontactid/fullname eq 'x')) | read on accounts; read on contacts
            $filter=not (startswith(tolower(name),'a') or revenue in (1,2)) | read on accounts
            $filter=createdon ge 2024-01-31T10:00:00Z and createdon lt 2024-02-01 | read on accounts
            $filter=createdon ge 2024-01-31T10:00:00.123+01:00      | read on accounts
            $filter=accountid eq abcdef00-0000-0000-0000-00000000000f | read on accounts
            $filter=_primarycontactid_value eq null                 | read on accounts
            $filter=createdon gt duration'PT1H'                     | read on accounts
            $filter=statecode eq Microsoft.Dynamics.CRM.AccessRights'None' | read on accounts
            $filter=primarycontactid/fullname eq 'x'                | read on accounts; read on contacts
            $filter=primarycontactid eq null                        | read on accounts; read on contacts
            $filter=name eq 'x' or primarycontactid/parentcustomerid_account/createdby/fullname eq 'y' | read on accounts; read on contacts; read on systemusers
            $filter=contact_customer_accounts/any(c:c/fullname eq 'x') | read on accounts; read on contacts
            $filter=contact_customer_accounts/any()                 | read on accounts; read on contacts
            $filter=contact_customer_accounts/$count gt 3           | read on accounts; read on contacts
            $filter=contact_customer_accounts/all(c:c/contact_salaries/any(s:s/new_amount gt 1)) | read on accounts; read on contacts; read on new_salaries
            $filter=contact_customer_accounts/any(c:c/createdon gt $it/createdon) | read on accounts; read on contacts
            $filter=contact_customer_accounts/any(c:$it/createdby/fullname eq c/fullname) | read on accounts; read on contacts; read on systemusers
            $filter=ownerid/mscrm.systemuser/fullname eq 'x'        | read on accounts; read on principals; read on systemusers
            $filter=Microsoft.Dynamics.CRM.In(PropertyName='name',PropertyValues=['a','b']) | read on accounts
            $filter=mscrm.In(PropertyName='name',PropertyValues=[%22a%22,%22b%22]) | read on accounts
            $filter=mscrm.In(PropertyName='name',PropertyValues=[{'@odata.id':'contacts(1)'}]) | read on accounts; read on contacts
            $filter=Microsoft.Dynamics.CRM.LastXHours(PropertyName='createdon',PropertyValue=2) and name ne 'x' | read on accounts
            $filter=Microsoft.Dynamics.CRM.In(PropertyName='primarycontactid/fullname',PropertyValues=['a']) | read on accounts; read on contacts
            $filter=Microsoft.Dynamics.CRM.EqualUserId(PropertyName=@p)&@p='name' | read on accounts
            $filter=Microsoft.Dynamics.CRM.EqualUserId(PropertyName=@p)&@p='createdby/fullname' | read on accounts; read on systemusers
            $filter=contact_customer_accounts/any(c:c/mscrm.Contains(PropertyName='fullname',PropertyValue='a')) | read on accounts; read on contacts
            $filter=name eq @n&@n='x'                               | read on accounts
            $filter=@f&@f=primarycontactid/fullname eq 'x'          | read on accounts; read on contacts
            $filter=@f&@f=contact_customer_accounts/any(c:c/contact_salaries/any()) | read on accounts; read on contacts; read on new_salaries
            $orderby=name desc,createdon asc                        | read on accounts
            $orderby=primarycontactid/fullname                      | read on accounts; read on contacts
            $orderby=contact_customer_accounts/$count desc          | read on accounts; read on contacts
            $top=3&$count=true&$skip=1                              | read on accounts
            $top=3&&$skip=1&                                      | read on accounts
            $skiptoken=%3Ccookie%20pagenumber=%222%22/%3E           | read on accounts
            $deltatoken=919042%2108%2f22%2f2017                     | read on accounts
            tag=abc&partitionId=x                                   | read on accounts
            $expand=primarycontactid                                | read on accounts; read on contacts
            $expand=primarycontactid/$ref                           | read on accounts; read on contacts
            $expand=contact_customer_accounts/$count                | read on accounts; read on contacts
            $expand=contact_customer_accounts/$ref($filter=contact_salaries/any()) | read on accounts; read on contacts; read on new_salaries
            $expand=primarycontactid($select=fullname;$expand=contact_salaries($filter=new_amount gt 1;$top=1)),createdby | read on accounts; read on contacts; read on new_salaries; read on systemusers
            $expand=contact_customer_accounts($filter=contact_salaries/any(s:s/new_amount gt 1);$orderby=parentcustomerid_contact/fullname) | read on accounts; read on contacts; read on new_salaries
            $expand=contact_customer_accounts(select=fullname;Expand=contact_salaries) | read on accounts; read on contacts; read on new_salaries
            $expand=contact_customer_accounts($filter=fullname eq 'a;b(c';$count=true;$skip=1) | read on accounts; read on contacts
            $expand=account_parent_account($levels=max)             | read on accounts
            $expand=account_parent_account($levels=2;$expand=primarycontactid) | read on accounts; read on contacts
            $expand=ownerid/mscrm.systemuser                        | read on accounts; read on principals; read on systemusers
            $expand=ownerid/Microsoft.Dynamics.CRM.systemuser/teammembership_association($select=name) | read on accounts; read on principals; read on systemusers; read on teams
            $expand=*                                               | read on accounts; read on activitypointers; read on annotations; read on contacts; read on emails; read on leads; read on opportunities; read on principals; read on systemusers
            $expand=primarycontactid($expand=*/$ref)                | read on accounts; read on annotations; read on contacts; read on new_salaries
            $apply=groupby((statecode),aggregate(revenue with sum as total,$count as many))&$orderby=total desc | read on accounts
            $apply=groupby((primarycontactid/fullname),aggregate(revenue with average as mean)) | read on accounts; read on contacts
            $apply=filter(createdby/fullname eq 'x')/groupby((name))/orderby(name)/top(3) | read on accounts; read on systemusers
            $apply=aggregate(contact_customer_accounts/$count as many) | read on accounts; read on contacts
            $apply=aggregate(primarycontactid/createdon with max as latest) | read on accounts; read on contacts
            $apply=identity/skip(1)/compute(revenue mul 2 as double)&$filter=double gt 1&$select=double | read on accounts
            $compute=primarycontactid/fullname as who&$select=who&$orderby=who | read on accounts; read on contacts
            fetchXml=%3Cfetch%3E%3Centity name='account'/%3E%3C/fetch%3E | read on accounts
            fetchxml=%3Cfetch top='3'%3E%3Centity name='account'%3E%3Cattribute name='name'/%3E%3Clink-entity name='contact' from='contactid' to='primarycontactid'%3E%3Clink-entity name='new_salary' from='new_contactid' to='contactid' link-type='exists'/%3E%3C/link-entity%3E%3C/entity%3E%3C/fetch%3E | read on accounts; read on contacts; read on new_salaries
            FETCHXML=%3Cfetch%3E%3Centity name='account'%3E%3Cfilter type='or'%3E%3Ccondition attribute='name' operator='eq' value='contact'/%3E%3Clink-entity name='opportunity' from='customerid' to='accountid' link-type='any'%3E%3Cfilter%3E%3Ccondition attribute='name' operator='in'%3E%3Cvalue%3Ex%3C/value%3E%3C/condition%3E%3C/filter%3E%3C/link-entity%3E%3C/filter%3E%3C/entity%3E%3C/fetch%3E | read on accounts; read on opportunities
            fetchXml=%3Cfetch%3E%3Centity+name=%22account%22%3E%3Clink-entity+name=%22accountleads%22+intersect=%22true%22/%3E%3C/entity%3E%3C/fetch%3E | read on accountleadscollection; read on accounts
            """)
    void readsWhatTheQueryOfAccountsLeadsTo(String query, String needs) {
        assertThat(judged(
                        "GET",
                        "accounts?"
                                + query.replace(" ", "%20").replace("\"", "%22").replace("<", "%3C")))
                .isEqualTo(needs);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            POST   | accounts                                             | create on accounts
            POST   | accounts?$select=name                                | read, create on accounts
            POST   | accounts?$expand=primarycontactid                    | read, create on accounts; read on contacts
            POST   | accounts(1)/contact_customer_accounts                | read, update on accounts; create on contacts
            POST   | $1/contact_customer_accounts                         | read, update on accounts; create on contacts
            POST   | accounts(1)/contact_customer_accounts/$ref           | read, update on accounts; update on contacts
            POST   | accounts(1)/accountleads_association/$ref            | read, update on accounts; update on leads
            POST   | activitypointers/mscrm.email                         | create on activitypointers; create on emails
            POST   | emails(1)/email_activity_parties                     | create on activityparties; read, update on emails
            PATCH  | accounts(1)                                          | create, update on accounts
            PATCH  | accounts(accountnumber='A1')?$select=name            | read, create, update on accounts
            PATCH  | $1                                                   | create, update on accounts
            PUT    | accounts(1)                                          | create, update on accounts
            PATCH  | accounts(1)/primarycontactid                         | read, update on accounts; create, update on contacts
            PATCH  | accounts(1)/contact_customer_accounts(2)             | read, update on accounts; create, update on contacts
            PATCH  | activitypointers(1)/mscrm.task                       | create, update on activitypointers; create, update on tasks
            PATCH  | activitypointers(1)                                  | create, update on activitypointers; update on emails; update on tasks
            PUT    | activitypointers(1)/subject                          | update on activitypointers; update on emails; update on tasks
            DELETE | activitypointers(1)                                  | delete on activitypointers; delete on emails; delete on tasks
            DELETE | activitypointers(1)/mscrm.email                      | delete on activitypointers; delete on emails
            DELETE | accounts(1)/ownerid                                  | read, update on accounts; delete on principals; delete on systemusers; delete on teams
            POST   | activitypointers                                     | create on activitypointers
            PUT    | accounts(1)/name                                     | update on accounts
            PATCH  | annotations(1)/new_file?x-ms-file-name=a.txt         | update on annotations
            PUT    | annotations(1)/new_file/$value                       | update on annotations
            PUT    | annotations(1)/$value                                | update on annotations
            DELETE | accounts(1)/name                                     | update on accounts
            DELETE | annotations(1)/new_file/$value                       | update on annotations
            DELETE | accounts(1)                                          | delete on accounts
            DELETE | accounts(accountnumber='A1')                         | delete on accounts
            DELETE | accounts(1)/primarycontactid                         | read, update on accounts; delete on contacts
            PUT    | accounts(1)/primarycontactid/$ref                    | read, update on accounts; update on contacts
            DELETE | accounts(1)/primarycontactid/$ref                    | read, update on accounts; update on contacts
            DELETE | accounts(1)/contact_customer_accounts(2)/$ref        | read, update on accounts; update on contacts
            DELETE | accounts(1)/contact_customer_accounts/$ref?$id=contacts(2) | read, update on accounts; read, update on contacts
            DELETE | accounts(1)/contact_customer_accounts/$ref?%24id=https%3A%2F%2Fcontoso.crm4.dynamics.com%2Fapi%2Fdata%2Fv9.2%2Fnew_salaries(2) | read, update on accounts; update on contacts; read, update on new_salaries
            POST   | WinOpportunity                                       | the operation WinOpportunity
            POST   | Microsoft.Dynamics.CRM.WinOpportunity()              | the operation WinOpportunity
            POST   | accounts(1)/new_Rename                               | read on accounts; the operation new_Rename
            POST   | accounts(1)/Microsoft.Dynamics.CRM.new_Rename        | read on accounts; the operation new_Rename
            DELETE | accounts(1)/Account_ActivityPointers/$ref?$id=emails(2) | read, update on accounts; update on activitypointers; read, update on emails
            DELETE | accounts(1)/Account_ActivityPointers/$ref?$id=activitypointers(2) | read, update on accounts; read, update on activitypointers; update on emails; update on tasks
            POST   | activitypointers/UpdateMultiple                      | read, update on activitypointers; update on emails; update on tasks; the operation UpdateMultiple
            POST   | activitypointers/DeleteMultiple                      | read, delete on activitypointers; delete on emails; delete on tasks; the operation DeleteMultiple
            POST   | accounts/mscrm.CreateMultiple                        | read, create on accounts; the operation CreateMultiple
            POST   | contacts/CreateMultiple                              | read, create on contacts; the operation CreateMultiple
            POST   | accounts(1)/contact_customer_accounts/CreateMultiple | read on accounts; read, create on contacts; the operation CreateMultiple
            POST   | accounts/UpdateMultiple                              | read, update on accounts; the operation UpdateMultiple
            POST   | accounts/mscrm.UpsertMultiple                        | read, create, update on accounts; the operation UpsertMultiple
            POST   | accounts/DeleteMultiple                              | read, delete on accounts; the operation DeleteMultiple
            POST   | UpsertMultiple                                       | create, update on all tables; the operation UpsertMultiple
            POST   | emails(1)/mscrm.SendEmail                            | read on emails; the operation SendEmail
            POST   | EntityDefinitions                                    | create, update on EntityDefinitions
            PUT    | EntityDefinitions(LogicalName='x')                   | update on EntityDefinitions
            PATCH  | GlobalOptionSetDefinitions(Name='x')                 | update on GlobalOptionSetDefinitions
            DELETE | EntityDefinitions(LogicalName='x')/Attributes(LogicalName='y') | delete on EntityDefinitions
            """)
    void writesAtTheEndOfThePath(String method, String target, String needs) {
        assertThat(judged(method, target)).isEqualTo(needs);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            If-Match      | *                     | update on contacts
            if-match      | W/"1234"              | update on contacts
            IF-MATCH      | W/"1" , W/"23"        | update on contacts
            If-Match      | W/"1" , "2"           | create, update on contacts
            If-Match      | "1"                   | create, update on contacts
            If-Match      | W/"abc"               | create, update on contacts
            If-Match      | 1234                  | create, update on contacts
            If-Match      | ``                    | create, update on contacts
            If-Match      | ""                    | create, update on contacts
            If-Match      | "a"b"                 | create, update on contacts
            If-None-Match | *                     | create on contacts
            if-none-match | ` * `                 | create on contacts
            If-None-Match | W/"1234"              | create, update on contacts
            If-None-Match | null                  | create, update on contacts
            Prefer        | return=representation | read, create, update on contacts
            prefer        | x, RETURN = "representation" | read, create, update on contacts
            Prefer        | return=minimal        | create, update on contacts
            Prefer        | odata.include-annotations="*" | create, update on contacts
            Other         | *                     | create, update on contacts
            """)
    void takesAHeaderForWhatItForbids(String name, String value, String needs) {
        Conditions conditions = Conditions.of(Map.of(name, List.of(value)));

        assertThat(judged("PATCH", "contacts(1)", conditions)).isEqualTo(needs);
    }

    @Test
    void takesContradictoryConditionsForNone() {
        assertThat(Conditions.of(Map.of("If-Match", List.of("*"), "If-None-Match", List.of("*"))))
                .isEqualTo(new Conditions(true, true, false));
        assertThat(Conditions.of(Map.of("If-Match", List.of("*", "*"))).mayCreate())
                .isTrue();
        assertThat(Conditions.of(Map.of("If-None-Match", List.of("*", "*"))).mayUpdate())
                .isTrue();
    }

    @Test
    void changesTheSourceOnlyWhereARowMayBeCreated() {
        Conditions exists = Conditions.of(Map.of("If-Match", List.of("*")));

        assertThat(judged("PATCH", "accounts(1)/contact_customer_accounts(2)", exists))
                .isEqualTo("read on accounts; update on contacts");
    }

    @Test
    void tellsTheTableForLaterRequests() {
        assertThat(TestModel.must("POST", "contacts").table()).contains("contacts");
        assertThat(TestModel.must("PATCH", "accounts(1)/primarycontactid").table())
                .contains("contacts");
        assertThat(TestModel.must("GET", "accounts/$count").table()).isEmpty();
        assertThat(TestModel.must("GET", "WhoAmI").table()).isEmpty();
        assertThat(TestModel.must("POST", "activitypointers/mscrm.email").table())
                .isEmpty();
    }
}
