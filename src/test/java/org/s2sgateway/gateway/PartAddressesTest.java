package org.s2sgateway.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.s2sgateway.dataverse.RequestTarget;
import org.s2sgateway.problem.ProblemType;
import org.s2sgateway.problem.Refusal;
import org.s2sgateway.settings.PublicUrl;
import org.s2sgateway.tenant.EnvironmentHost;

class PartAddressesTest {

    private static final PartAddresses CONTOSO =
            addresses("contoso.crm4.dynamics.com", "https://gw.example", "/api/data/v9.2/$batch");
    private static final PartAddresses LOCAL =
            addresses("localhost:9444", "http://localhost:8080", "/api/data/v9.1/%24batch");

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "accounts /api/data/v9.2/accounts",
                "accounts(1)?$select=name&x=%7c//..? /api/data/v9.2/accounts(1)?$select=name&x=%7c//..?",
                "contacts(emailaddress1='a:b@c') /api/data/v9.2/contacts(emailaddress1='a:b@c')",
                "$metadata /api/data/v9.2/$metadata",
                "?x /api/data/v9.2/?x",
                "/api/data/v9.1/accounts /api/data/v9.1/accounts",
                "/api/data/v9.2/accounts(name='A%2F1') /api/data/v9.2/accounts(name='A%2F1')",
                "/api/dataverse/contoso.crm4.dynamics.com/api/data/v9.2/accounts /api/data/v9.2/accounts",
                "/api/dataverse/CONTOSO.api.crm4.dynamics.com/api/data/v9.2/accounts?a=/ /api/data/v9.2/accounts?a=/",
                "https://contoso.crm4.dynamics.com/api/data/v9.2/accounts /api/data/v9.2/accounts",
                "HTTPS://Contoso.API.crm4.dynamics.com:443/api/data/v9.2/accounts? /api/data/v9.2/accounts?",
                "https://gw.example/api/dataverse/contoso.crm4.dynamics.com/api/data/v9.2/accounts /api/data/v9.2/accounts",
                "https://GW.example:443/api/dataverse/contoso.crm4.dynamics.com:443/api/data/v9.2/a /api/data/v9.2/a",
                "accounts?x=https://evil.example/ /api/data/v9.2/accounts?x=https://evil.example/",
            })
    void leadToTheEnvironmentOfTheBatch(String written, String sent) {
        assertThat(CONTOSO.target(written, UnaryOperator.identity()).toString()).isEqualTo(sent);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://localhost:9444/api/data/v9.1/a",
                "http://localhost:8080/api/dataverse/localhost:9444/api/data/v9.1/a",
                "http://localhost:8080/api/dataverse/localhost%3A9444/api/data/v9.1/a",
                "/api/dataverse/localhost%3a9444/api/data/v9.1/a",
                "a",
            })
    void knowPorts(String written) {
        assertThat(LOCAL.target(written, UnaryOperator.identity()).toString()).isEqualTo("/api/data/v9.1/a");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://fabrikam.crm4.dynamics.com/api/data/v9.2/accounts",
                "https://contoso.crm4.dynamics.com.evil.example/api/data/v9.2/accounts",
                "https://evil.example/api/dataverse/contoso.crm4.dynamics.com/api/data/v9.2/accounts",
                "https://contoso.crm4.dynamics.com:444/api/data/v9.2/accounts",
                "http://contoso.crm4.dynamics.com/api/data/v9.2/accounts",
                "http://contoso.crm4.dynamics.com:443/api/data/v9.2/accounts",
                "https://user@contoso.crm4.dynamics.com/api/data/v9.2/accounts",
                "https://contoso.crm4.dynamics.com@evil.example/api/data/v9.2/accounts",
                "https://contoso.crm4.dynamics.com#@evil.example/api/data/v9.2/accounts",
                "https://contoso.crm4.dynamics.com\\@evil.example/api/data/v9.2/accounts",
                "https://contoso.crm4.dynamics.com?/api/data/v9.2/accounts",
                "https://contoso.crm4.dynamics.com",
                "https:///api/data/v9.2/accounts",
                "https:accounts",
                "ftp://contoso.crm4.dynamics.com/api/data/v9.2/accounts",
                "javascript:accounts",
                "http://gw.example/api/dataverse/contoso.crm4.dynamics.com/api/data/v9.2/accounts",
                "https://gw.example:8443/api/dataverse/contoso.crm4.dynamics.com/api/data/v9.2/accounts",
                "https://user@gw.example/api/dataverse/contoso.crm4.dynamics.com/api/data/v9.2/accounts",
                "https://gw.example/api/dataverse/fabrikam.crm4.dynamics.com/api/data/v9.2/accounts",
                "https://gw.example/api/data/v9.2/accounts",
                "https://gw.example/api/tenants",
                "/api/dataverse/fabrikam.crm4.dynamics.com/api/data/v9.2/accounts",
                "/api/dataverse/contoso.crm4.dynamics.com",
                "/api/dataverse/https%3A//contoso.crm4.dynamics.com/api/data/v9.2/accounts",
            })
    void refuseAnotherPlace(String written) {
        Refusal refused = refused(written);

        assertThat(refused.type()).isEqualTo(ProblemType.BAD_REQUEST);
        assertThat(refused.detail()).contains("another host or environment");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "//evil.example/api/data/v9.2/accounts below",
                "/accounts below",
                "/API/data/v9.2/accounts below",
                "/api/tenants below",
                "https://contoso.crm4.dynamics.com/api/dataverse/contoso.crm4.dynamics.com/api/data/v9.2/accounts below",
                "../../../x dot",
                "%2e%2e/x dot",
                "/api/data/v9.2/./accounts dot",
                "accounts%2Fx encoded",
                "accounts//x empty",
                "accounts#x percent-encoded",
                "acc|ounts percent-encoded",
                "accounts?a={ percent-encoded",
                "accounts(name='a closed",
            })
    void followTheRulesOfSingleCalls(String written, String reason) {
        Refusal refused = refused(written);

        assertThat(refused.type()).isEqualTo(ProblemType.BAD_REQUEST);
        assertThat(refused.detail()).contains(reason);
    }

    @Test
    void mayBeTwiceAsLongAsAlone() {
        String root = "/api/data/v9.2/";
        String longest = "x".repeat(65_536 - root.length());

        assertThat(CONTOSO.target(longest, UnaryOperator.identity()).toString()).hasSize(65_536);
        assertThat(refused(longest + "x").type()).isEqualTo(ProblemType.URI_TOO_LONG);
        assertThat(refused("?" + longest).type()).isEqualTo(ProblemType.URI_TOO_LONG);
    }

    @Test
    void judgeTheQueryThatIsSent() {
        assertThat(CONTOSO.target("accounts?$id=x", query -> "$id=y"))
                .isEqualTo(new RequestTarget("/api/data/v9.2/accounts", "$id=y"));
        assertThat(catchThrowableOfType(Refusal.class, () -> CONTOSO.target("accounts?a", query -> "{")))
                .isNotNull();
    }

    @ParameterizedTest
    @CsvSource({
        "contoso.crm4.dynamics.com, true",
        "CONTOSO.api.crm4.dynamics.com:443, true",
        "gw.example, true",
        "GW.example:443, true",
        "gw.example:8443, false",
        "fabrikam.crm4.dynamics.com, false",
        "contoso.crm4.dynamics.com.evil.example, false",
        "user@contoso.crm4.dynamics.com, false",
        "'', false",
    })
    void knowWhichHostsAreTheirOwn(String authority, boolean own) {
        assertThat(CONTOSO.isOwn(authority)).isEqualTo(own);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/data/v9.2/$Batch",
                "/api/data/v9.2/%24%62atch",
                "/api/data/v9.2/$batch/",
                "/api/data/v9.2/accounts/$batch",
                "/api/data/v9.2/$batch;x"
            })
    void areThoseOfABatchThatIsWrittenAsEverybodyWritesIt(String path) {
        assertThat(catchThrowableOfType(
                                Refusal.class, () -> addresses("contoso.crm4.dynamics.com", "https://gw.example", path))
                        .type())
                .isEqualTo(ProblemType.BAD_REQUEST);
    }

    private static Refusal refused(String written) {
        Refusal refused = catchThrowableOfType(Refusal.class, () -> CONTOSO.target(written, UnaryOperator.identity()));
        assertThat(refused).as(written).isNotNull();
        return refused;
    }

    private static PartAddresses addresses(String host, String gateway, String path) {
        IncomingCall call =
                new IncomingCall("POST", EnvironmentHost.parse(host), RequestTarget.parse(path, null), Map.of(), null);
        return PartAddresses.of(call, new PublicUrl(gateway));
    }
}
