package org.s2sgateway.management;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.s2sgateway.problem.ProblemType;
import org.s2sgateway.problem.Refusal;

class JsonBodyTest {

    private static final Set<String> STATUS = Set.of("status");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"status\":\"\u00e4ctive\"}",
                " {\n\"status\" : \"\\u00e4ctive\"}\n ",
            })
    void readsAnObject(String text) {
        assertThat(JsonBody.read(body(text), STATUS).text("status")).isEqualTo("\u00e4ctive");
    }

    @Test
    void refusesAMissingBody() {
        assertRefused(null, ProblemType.BAD_REQUEST, "has no body");
        assertRefused(body(""), ProblemType.BAD_REQUEST, "has no body");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                " ",
                "{",
                "{\"status\"",
                "{status:\"active\"}",
                "{\"status\":\"active\"} x",
                "{\"status\":\"active\"}{}",
                "{\"status\":\"active\",}",
                "\u0000",
            })
    void refusesWhatIsNotJson(String text) {
        assertRefused(body(text), ProblemType.BAD_REQUEST, "one valid JSON object");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "\"status\"", "1", "null"})
    void refusesWhatIsNotAnObject(String text) {
        assertRefused(body(text), ProblemType.BAD_REQUEST, "one valid JSON object");
    }

    @Test
    void refusesAMemberTwice() {
        assertRefused(
                body("{\"status\":\"active\",\"status\":\"suspended\"}"), ProblemType.BAD_REQUEST, "a member twice");
    }

    @Test
    void refusesDeepNestingWithoutFailing() {
        assertRefused(body("[".repeat(60_000)), ProblemType.BAD_REQUEST, "one valid JSON object");
    }

    @Test
    void namesWhatIsAllowedBesideAnUnknownMember() {
        assertRefused(
                body("{\"status\":\"active\",\"stauts\":1}"),
                ProblemType.BAD_REQUEST,
                "The body has an unknown member, stauts; allowed: status");
    }

    @Test
    void refusesABodyThatBreaksOff() {
        InputStream breaking = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("reset");
            }
        };

        assertRefused(breaking, ProblemType.BAD_REQUEST, "broke off");
    }

    @Test
    void shortensAnUnknownMember() {
        assertRefused(
                body("{\"" + "x".repeat(60_000) + "\":1}"),
                ProblemType.BAD_REQUEST,
                "unknown member, " + "x".repeat(40) + "...; allowed");
    }

    @Test
    void saysWhereABodyStopsBeingJson() {
        assertRefused(
                body("{\"status\":\n  active}"), ProblemType.BAD_REQUEST, "it stops being one in line 2, column 3");
    }

    @Test
    void namesAMissingMember() {
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> JsonBody.read(body("{}"), STATUS).text("status"))
                .withMessageContaining("The member status is missing");
    }

    @ParameterizedTest
    @CsvSource({"1", "true", "null", "[]", "{}"})
    void namesAMemberOfAnotherType(String value) {
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> JsonBody.read(body("{\"status\":" + value + "}"), STATUS)
                        .text("status"))
                .withMessageContaining("The member status has to be a string");
    }

    @Test
    void readsMembersThatMayBeMissing() {
        JsonBody empty = JsonBody.read(body("{}"), STATUS);
        JsonBody full = JsonBody.read(
                body("{\"a\":\"x\",\"b\":true,\"c\":false,\"d\":[\"y\",\"z\"],\"e\":{\"n\":[\"y\"],\"m\":[]}}"),
                Set.of("a", "b", "c", "d", "e"));

        assertThat(empty.text("a", "otherwise")).isEqualTo("otherwise");
        assertThat(empty.flag("b")).isFalse();
        assertThat(empty.textsIfAny("d")).isEmpty();
        assertThat(empty.textsByName("e")).isEmpty();
        assertThat(full.text("a", "otherwise")).isEqualTo("x");
        assertThat(full.flag("b")).isTrue();
        assertThat(full.flag("c")).isFalse();
        assertThat(full.texts("d")).containsExactly("y", "z");
        assertThat(full.textsIfAny("d")).containsExactly("y", "z");
        assertThat(full.textsByName("e")).containsExactly(Map.entry("n", List.of("y")), Map.entry("m", List.of()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"1", "null", "\"true\"", "[1]", "{\"a\":1}", "{\"a\":[null]}"})
    void namesAMemberThatIsNeitherFlagNorTexts(String value) {
        JsonBody json = JsonBody.read(body("{\"status\":" + value + "}"), STATUS);

        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> json.flag("status"))
                .withMessageContaining("The member status has to be true or false");
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> json.textsIfAny("status"))
                .withMessageContaining("The member status has to be an array of strings");
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> json.textsByName("status"))
                .withMessageMatching(".*The member status (has to be an object of arrays|takes arrays) of strings.*");
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> json.texts("missing"))
                .withMessageContaining("The member missing is missing");
    }

    @Test
    void refusesMoreThan64KiB() {
        assertRefused(body(" ".repeat(64 * 1024 + 1)), ProblemType.PAYLOAD_TOO_LARGE, "64 KiB");
    }

    private static void assertRefused(InputStream body, ProblemType type, String detail) {
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> JsonBody.read(body, STATUS))
                .satisfies(refusal -> assertThat(refusal.type()).isEqualTo(type))
                .withMessageContaining(detail);
    }

    private static InputStream body(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }
}
