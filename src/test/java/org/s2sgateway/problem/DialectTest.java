package org.s2sgateway.problem;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DialectTest {

    @ParameterizedTest
    @CsvSource({
        "/api/dataverse/contoso.crm4.dynamics.com/api/data/v9.2/accounts, ODATA",
        "/api/dataverse, ODATA",
        "/api/dataverses, PROBLEM_DETAILS",
        "/api/tenants, PROBLEM_DETAILS",
        "/api, PROBLEM_DETAILS",
        "/apis, PAGE",
        "/connect/api/dataverse/x, PAGE",
        "/, PAGE"
    })
    void isChosenByTheAddress(String path, Dialect expected) {
        assertThat(Dialect.ofPath(path)).isEqualTo(expected);
    }
}
