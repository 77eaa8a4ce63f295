package org.s2sgateway.identity;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReturnAddressTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/connect",
                "/connect/",
                "/connect?environment=https%3A%2F%2Fcontoso.crm4.dynamics.com&again=1",
                "/connect?environment=https://contoso.crm4.dynamics.com",
                "/connect/progress",
                "/my",
                "/console",
                "/console/grant?consumer=https%3A%2F%2Forders",
                "/my/environments/contoso.crm4.dynamics.com:8443/check"
            })
    void isAPlaceOfOnboardingOfATenantOrOfTheConsole(String place) {
        assertThat(ReturnAddress.isOne(place)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "//evil.example",
                "/\\evil.example",
                "\\\\evil.example",
                "https://evil.example/connect",
                "javascript:alert(1)",
                "/connected",
                "/connect.evil.example",
                "/connect@evil.example",
                "/connect//evil.example",
                "/connect/\\evil.example",
                "/connect/../api/tenants",
                "/connect/%2e%2e/api",
                "/connect/..;/api",
                "/connect/%0d%0aSet-Cookie:a",
                "/connect\r\nSet-Cookie: a=b",
                "/connect#fragment",
                "/connect?a=%zz",
                "/connect?a=<script>",
                "/connect?a=\"b\"",
                "/consoles",
                "/sign-in/callback",
                " /connect"
            })
    void isNothingElse(String place) {
        assertThat(ReturnAddress.isOne(place)).isFalse();
    }

    @Test
    void isNothingThatDoesNotFitIntoTheDatabase() {
        assertThat(ReturnAddress.isOne("/connect?a=" + "b".repeat(989))).isTrue();
        assertThat(ReturnAddress.isOne("/connect?a=" + "b".repeat(990))).isFalse();
    }

    @Test
    void isJudgedInNoTimeHoweverLongItIs() {
        assertThat(ReturnAddress.isOne("/connect" + "/a.a".repeat(240) + "!")).isFalse();
    }
}
