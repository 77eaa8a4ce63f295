package org.s2sgateway.odata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.s2sgateway.odata.Filtered.CONTOSO;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LinkMappingTest {

    private static final LinkMapping LOCAL =
            new LinkMapping("http://localhost:8080/api/dataverse/", List.of("localhost:9444"));

    @ParameterizedTest
    @CsvSource({
        "https://contoso.crm4.dynamics.com/api/data/v9.2/accounts(1), https://gw.example/api/dataverse/contoso.crm4.dynamics.com/api/data/v9.2/accounts(1)",
        "https://contoso.api.crm4.dynamics.com/api/data/v9.2/, https://gw.example/api/dataverse/contoso.crm4.dynamics.com/api/data/v9.2/",
        "HTTPS://CONTOSO.Crm4.Dynamics.COM/Api, https://gw.example/api/dataverse/contoso.crm4.dynamics.com/Api",
        "https://contoso.crm4.dynamics.com:443/api, https://gw.example/api/dataverse/contoso.crm4.dynamics.com/api",
        "https://contoso.crm4.dynamics.com, https://gw.example/api/dataverse/contoso.crm4.dynamics.com",
        "https://contoso.crm4.dynamics.com?a=b, https://gw.example/api/dataverse/contoso.crm4.dynamics.com?a=b",
        "https://contoso.crm4.dynamics.com#a, https://gw.example/api/dataverse/contoso.crm4.dynamics.com#a",
    })
    void leadsAnswersToTheGateway(String link, String mapped) {
        assertThat(CONTOSO.answers().map(link)).isEqualTo(mapped);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Location",
                "OData-EntityId",
                "odata-entityid",
                "Content-Location",
                "Operation-Location",
                "Azure-AsyncOperation"
            })
    void leadsHeadersToTheGatewayThatAreALink(String name) {
        assertThat(CONTOSO.answers().mapHeader(name, "https://contoso.crm4.dynamics.com/api/data/v9.2/accounts(1)"))
                .isEqualTo("https://gw.example/api/dataverse/contoso.crm4.dynamics.com/api/data/v9.2/accounts(1)");
    }

    @Test
    void leavesOtherHeaders() {
        assertThat(CONTOSO.answers().mapHeader("x-ms-file-name", "https://contoso.crm4.dynamics.com/a"))
                .isEqualTo("https://contoso.crm4.dynamics.com/a");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "accounts(1)",
                "/api/data/v9.2/accounts(1)",
                "http://contoso.crm4.dynamics.com/api",
                "https://contoso.crm4.dynamics.com.evil.example/api",
                "https://contoso.crm4.dynamics.com@evil.example/api",
                "https://contoso.crm4.dynamics.com:8443/api",
                "https://contoso.crm4.dynamics.com:4430/api",
                "https://contoso.crm4.dynamics.com:44",
                "https://contoso.crm4.dynamics.com\\@evil.example",
                "https://contoso.crm4.dynamics.com%2f",
                "https://contoso.crm4.dynamics.co",
                "https://contoso.crm4.dynamics.c\u00f6m/",
                "https://contoso.crm4.dynami\u212as.com/",
                "https://evil-contoso.crm4.dynamics.com/api",
                "https://user@contoso.crm4.dynamics.com/api",
                "https://contoso.crm.dynamics.com/api",
                " https://contoso.crm4.dynamics.com/api",
                "https://gw.example/api/dataverse/contoso.crm4.dynamics.com/api",
            })
    void leavesEverythingElseInAnswers(String link) {
        assertThat(CONTOSO.answers().map(link)).isEqualTo(link);
    }

    @ParameterizedTest
    @CsvSource({
        "https://gw.example/api/dataverse/contoso.crm4.dynamics.com/api/data/v9.2/accounts(1), https://contoso.crm4.dynamics.com/api/data/v9.2/accounts(1)",
        "https://gw.example/api/dataverse/contoso.api.crm4.dynamics.com/api/data, https://contoso.crm4.dynamics.com/api/data",
        "https://GW.example:443/api/dataverse/Contoso.crm4.dynamics.com/api, https://contoso.crm4.dynamics.com/api",
        "https://gw.example/api/dataverse/contoso.crm4.dynamics.com:443/api, https://contoso.crm4.dynamics.com/api",
        "https://gw.example/api/dataverse/contoso.crm4.dynamics.com%3A443/api, https://contoso.crm4.dynamics.com/api",
        "/api/dataverse/contoso.crm4.dynamics.com/api/data/v9.2/accounts(1), https://contoso.crm4.dynamics.com/api/data/v9.2/accounts(1)",
        "https://gw.example/api/dataverse/contoso.crm4.dynamics.com, https://contoso.crm4.dynamics.com",
    })
    void leadsRequestsToTheEnvironment(String link, String mapped) {
        assertThat(CONTOSO.requests().map(link)).isEqualTo(mapped);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "accounts(1)",
                "/accounts(1)",
                "https://contoso.crm4.dynamics.com/api/data/v9.2/accounts(1)",
                "https://gw.example/api/dataverse/fabrikam.crm4.dynamics.com/api",
                "https://gw.example/api/dataverse/contoso.crm4.dynamics.com.evil.example/api",
                "https://gw.example/API/dataverse/contoso.crm4.dynamics.com/api",
                "https://gw.example.evil.example/api/dataverse/contoso.crm4.dynamics.com/api",
                "https://gw.example/api/tenants",
                "http://gw.example/api/dataverse/contoso.crm4.dynamics.com/api",
            })
    void leavesEverythingElseInRequests(String link) {
        assertThat(CONTOSO.requests().map(link)).isEqualTo(link);
    }

    @Test
    void keepsPorts() {
        assertThat(LOCAL.answers().map("https://localhost:9444/api"))
                .isEqualTo("http://localhost:8080/api/dataverse/localhost:9444/api");
        assertThat(LOCAL.answers().map("https://localhost/api")).isEqualTo("https://localhost/api");
        assertThat(LOCAL.requests().map("http://localhost:8080/api/dataverse/localhost:9444/api"))
                .isEqualTo("https://localhost:9444/api");
        assertThat(LOCAL.requests().map("http://localhost:8080/api/dataverse/localhost%3a9444/api"))
                .isEqualTo("https://localhost:9444/api");
        assertThat(LOCAL.requests().map("http://localhost/api/dataverse/localhost:9444/api"))
                .isEqualTo("http://localhost/api/dataverse/localhost:9444/api");
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " -> ",
            value = {
                "$id=https://gw.example/api/dataverse/contoso.crm4.dynamics.com/api/data/v9.2/roles(1) -> $id=https://contoso.crm4.dynamics.com/api/data/v9.2/roles(1)",
                "a=b&%24id=https%3A%2F%2Fgw.example%2fapi%2Fdataverse%2Fcontoso.crm4.dynamics.com%2Fapi%2Froles(1)&c -> a=b&%24id=https://contoso.crm4.dynamics.com%2Fapi%2Froles(1)&c",
                "$id=/api/dataverse/contoso.crm4.dynamics.com/api -> $id=https://contoso.crm4.dynamics.com/api",
                "$id=https://gw.example/api/dataverse/contoso.crm4.dynamics.com%2eevil.example/ -> $id=https://gw.example/api/dataverse/contoso.crm4.dynamics.com%2eevil.example/",
                "$filter=websiteurl eq 'https://gw.example/api/dataverse/contoso.crm4.dynamics.com/' -> $filter=websiteurl eq 'https://gw.example/api/dataverse/contoso.crm4.dynamics.com/'",
                "$id=accounts(1)&&=&% -> $id=accounts(1)&&=&%",
                "$id=%zz%4 -> $id=%zz%4",
                "$id -> $id",
                "id=https://gw.example/api/dataverse/contoso.crm4.dynamics.com/ -> id=https://gw.example/api/dataverse/contoso.crm4.dynamics.com/",
            })
    void mapsTheEntityOfAReferenceInAQuery(String query, String mapped) {
        assertThat(CONTOSO.requests().mapQuery(query)).isEqualTo(mapped);
    }

    @Test
    void mapsTheTargetOfARequestInABatch() {
        assertThat(
                        CONTOSO.requests()
                                .mapTarget(
                                        "https://gw.example/api/dataverse/contoso.crm4.dynamics.com/api/data/v9.2/a(1)/b/$ref"
                                                + "?$id=https://gw.example/api/dataverse/contoso.crm4.dynamics.com/api/data/v9.2/c(2)"))
                .isEqualTo("https://contoso.crm4.dynamics.com/api/data/v9.2/a(1)/b/$ref"
                        + "?$id=https://contoso.crm4.dynamics.com/api/data/v9.2/c(2)");
        assertThat(CONTOSO.requests().mapTarget("$1/primarycontactid")).isEqualTo("$1/primarycontactid");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "gw.example/api",
                "ftp://gw.example/api",
                "https://gw.example/\"",
                "https://g\u00fc.example/api",
                "https://-/api"
            })
    void takesNoGatewayThatIsNoAddress(String gateway) {
        List<String> hosts = List.of("contoso.crm4.dynamics.com");
        assertThatIllegalArgumentException().isThrownBy(() -> new LinkMapping(gateway, hosts));
    }

    @Test
    void takesNoHostThatIsNone() {
        assertThatIllegalArgumentException().isThrownBy(() -> new LinkMapping("https://gw.example", List.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> new LinkMapping("https://gw.example", List.of("a/b")));
    }

    @ParameterizedTest
    @CsvSource({
        "application/json, false",
        "application/json; charset=utf-8, false",
        "application/json;odata.metadata=minimal; Charset=UTF-8, false",
        "application/json; charset=us-ascii, false",
        "application/json; charset=utf-16, true",
        "'application/json; odata.metadata=minimal; charset=\"UTF-16LE\"', true",
        "application/problem+json; charset=utf-32, true",
        "text/plain; charset=utf-16, false",
        "application/xml; charset=utf-16, false"
    })
    void knowsJsonThatItCannotRead(String type, boolean strange) {
        assertThat(Links.isStrangeJson(type)).isEqualTo(strange);
    }
}
