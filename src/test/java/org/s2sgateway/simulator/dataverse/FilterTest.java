package org.s2sgateway.simulator.dataverse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FilterTest {

    private static final Row ROW = new Row(
            UUID.fromString("28630624-cac9-e811-a964-000d3a3ac063"),
            1,
            0,
            Map.of(
                    "name",
                    "O'Neill & Söhne",
                    "accountid",
                    UUID.fromString("28630624-cac9-e811-a964-000d3a3ac063"),
                    "numberofemployees",
                    12,
                    "revenue",
                    new BigDecimal("10.50"),
                    "creditonhold",
                    false,
                    "createdon",
                    Instant.parse("2021-10-07T08:00:00Z")));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "name eq 'O''Neill & Söhne'",
                "name eq 'o''neill & söhne'",
                "contains(name,'neill')",
                "startswith( name , 'O' )",
                "endswith(name,'hne')",
                "not contains(name,'x')",
                "numberofemployees gt 11 and numberofemployees ge 12 and numberofemployees lt 13",
                "numberofemployees le 12",
                "numberofemployees ne 13",
                "revenue eq 10.5",
                "revenue gt 10",
                "creditonhold eq false",
                "telephone1 eq null",
                "name ne null",
                "telephone1 ne '1'",
                "not (telephone1 gt '1')",
                "createdon lt 2021-10-08",
                "createdon eq 2021-10-07T10:00:00+02:00",
                "accountid eq 28630624-CAC9-E811-A964-000D3A3AC063",
                "name eq 'x' or name eq 'y' or numberofemployees eq 12",
                "name eq 'x' and name eq 'y' or numberofemployees eq 12",
                "(numberofemployees eq 12)",
                "not(not(numberofemployees eq 12))",
            })
    void holds(String filter) {
        assertThat(Filter.parse(Schema.ACCOUNT, filter).test(ROW)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "name eq 'x'",
                "name eq 'x' and (name eq 'y' or numberofemployees eq 12)",
                "telephone1 gt '1'",
                "telephone1 ne null",
                "contains(telephone1,'1')",
                "not numberofemployees eq 12",
            })
    void doesNotHold(String filter) {
        assertThat(Filter.parse(Schema.ACCOUNT, filter).test(ROW)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "name",
                "name eq",
                "name eq 'x",
                "name eq 'x' and",
                "(name eq 'x'",
                "name eq 'x')",
                "name like 'x'",
                "name eq 'x' xor name eq 'y'",
                "name eq 1",
                "numberofemployees eq 'x'",
                "numberofemployees eq 1.5",
                "creditonhold eq 1",
                "accountid eq 1",
                "createdon eq yesterday",
                "name gt null",
                "nothing eq 1",
                "contains(numberofemployees,'1')",
                "contains(name,1)",
                "tolower(name) eq 'x'",
            })
    void refusesWhatItDoesNotUnderstand(String filter) {
        assertThatThrownBy(() -> Filter.parse(Schema.ACCOUNT, filter))
                .isInstanceOfSatisfying(ODataRefusal.class, refusal -> {
                    assertThat(refusal.status()).isEqualTo(400);
                    assertThat(refusal.code()).isEqualTo("0x80060888");
                });
    }

    @Test
    void refusesEndlessNesting() {
        String filter = "(".repeat(10_000) + "name eq 'x'" + ")".repeat(10_000);

        assertThatThrownBy(() -> Filter.parse(Schema.ACCOUNT, filter)).isInstanceOf(ODataRefusal.class);
    }

    @Test
    void refusesMoreThan500Conditions() {
        String filter = "name eq 'x'" + " or name eq 'x'".repeat(500);

        assertThatThrownBy(() -> Filter.parse(Schema.ACCOUNT, filter)).isInstanceOf(ODataRefusal.class);
    }
}
