package org.s2sgateway.dataverse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestTargetTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/data/v9.2",
                "/api/data/v9.2/",
                "/api/data/v9.2/accounts",
                "/api/data/v9.2/$metadata",
                "/api/data/v9.2/$batch",
                "/api/data/v9.1/accounts(28630624-cac9-e811-a964-000d3a3ac063)/name/$value",
                "/api/data/v9.2/accounts(accountnumber='A%2F1')",
                "/api/data/v9.2/accounts(accountnumber='A/1')",
                "/api/data/v9.2/accounts(accountnumber='A//1')",
                "/api/data/v9.2/accounts(name='O''Neill%20%26%20Sons')",
                "/api/data/v9.2/accounts(name=%27A%2F1%27)",
                "/api/data/v9.2/accounts(name='..a')",
                "/api/data/v9.2/Microsoft.Dynamics.CRM.WhoAmI()",
                "/api/data/v10.0/accounts",
                "/api/data/v9.2/contacts(emailaddress1='a@b.example')"
            })
    void keepsWhatItGotByteForByte(String path) {
        assertThat(RequestTarget.parse(path, null).toString()).isEqualTo(path);
    }

    @Test
    void keepsTheQueryByteForByte() {
        String query = "$filter=name%20eq%20'a%2Fb'&$skiptoken=%3Ccookie%20a=%22%2525%22/%3E&x=//..?;";

        assertThat(RequestTarget.parse("/api/data/v9.2/accounts", query).toString())
                .isEqualTo("/api/data/v9.2/accounts?" + query);
    }

    @Test
    void keepsAnEmptyQuery() {
        assertThat(RequestTarget.parse("/api/data/v9.2/accounts", "").toString())
                .isEqualTo("/api/data/v9.2/accounts?");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "",
                "/api/data/",
                "/api/data/v9/accounts",
                "/api/data/9.2/accounts",
                "/api/data/v9.2accounts",
                "/api/data/v9.x/accounts",
                "/api/data/v100.0/accounts",
                "/api/data/v9/accounts",
                "/api/data/v999.2/accounts",
                "/XRMServices/2011/Organization.svc",
                "/api/discovery/v9.2/Instances",
                "//api/data/v9.2/accounts",
                "http://evil.example/api/data/v9.2/accounts",
                "/API/data/v9.2/accounts"
            })
    void refusesWhatIsNotTheWebApi(String path) {
        assertThatThrownBy(() -> RequestTarget.parse(path, null))
                .isInstanceOf(RequestTarget.Refused.class)
                .hasMessageContaining("/api/data/v<n>.<n>/");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "/api/data/v9.2/../admin dot",
                "/api/data/v9.2/.. dot",
                "/api/data/v9.2/..;x/accounts dot",
                "/api/data/v9.2/..%3b/accounts dot",
                "/api/data/v9.2/..%20/accounts dot",
                "/api/data/v9.2/%2e%2e%20;a=b/accounts dot",
                "/api/data/v9.2/.../accounts dot",
                "/api/data/v9.2/./accounts dot",
                "/api/data/v9.2/%2e%2e/admin dot",
                "/api/data/v9.2/.%2E/admin dot",
                "/api/data/v9.2/accounts(name='/../../x') dot",
                "/api/data/v9.2/accounts(name='%2F..%2Fx') dot",
                "/api/data/v9.2/accounts%2Fx encoded",
                "/api/data/v9.2/accounts%5Cx encoded",
                "/api/data/v9.2//accounts empty",
                "/api/data/v9.2/accounts// empty",
                "/api/data/v9.2/accounts%00 control",
                "/api/data/v9.2/accounts(name='%0D%0AHost:x') control",
                "/api/data/v9.2/accounts%7F control",
                "/api/data/v9.2/accounts(name='a closed",
                "/api/data/v9.2/accounts(name=%27a closed",
                "/api/data/v9.2/accounts%2 percent",
                "/api/data/v9.2/accounts%zz percent",
                "/api/data/v9.2/acc|ounts percent-encoded",
                "/api/data/v9.2/acc\\ounts percent-encoded",
                "/api/data/v9.2/accounts#x percent-encoded",
                "/api/data/v9.2/acc{ percent-encoded",
                "/api/data/v9.2/\u00e4 percent-encoded"
            })
    void refusesAPathThatCouldBeReadInAnotherWay(String path, String reason) {
        assertThatThrownBy(() -> RequestTarget.parse(path, null))
                .isInstanceOf(RequestTarget.Refused.class)
                .hasMessageContaining(reason);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a=|",
                "a=\"",
                "a={",
                "a=<x>",
                "a=b c",
                "a=%",
                "a=%4",
                "a=#",
                "a=\u00e4",
                "a=\u0001",
                "a=`",
                "a=^"
            })
    void refusesAQueryWithBytesThatTheRfcDoesNotAllow(String query) {
        assertThatThrownBy(() -> RequestTarget.parse("/api/data/v9.2/accounts", query))
                .isInstanceOf(RequestTarget.Refused.class);
    }

    @Test
    void mayBeLongerInABatchAndFollowsTheSameRulesThere() {
        String query = "a".repeat(65_536 - "/api/data/v9.2/accounts?".length());

        assertThat(RequestTarget.parsePart("/api/data/v9.2/accounts", query).toString())
                .hasSize(65_536);
        assertThat(catchThrowableOfType(
                                RequestTarget.Refused.class,
                                () -> RequestTarget.parsePart("/api/data/v9.2/accounts", query + "a"))
                        .tooLong())
                .isTrue();
        assertThatThrownBy(() -> RequestTarget.parsePart("/api/data/v9.2/../x", null))
                .hasMessageContaining("dot");
    }

    @Test
    void neverRepeatsTheTargetInItsReason() {
        assertThatThrownBy(() -> RequestTarget.parse("/api/data/v9.2/accounts(name='geheim|')", null))
                .hasMessageNotContaining("geheim");
    }

    @Test
    void saysThatALongTargetIsTooLong() {
        String query = "a=" + "b".repeat(RequestTarget.MAX_LENGTH);

        RequestTarget.Refused refused = catchThrowableOfType(
                RequestTarget.Refused.class, () -> RequestTarget.parse("/api/data/v9.2/accounts", query));

        assertThat(refused.tooLong()).isTrue();
        assertThat(refused).hasMessageContaining("$batch");
    }

    @Test
    void takesATargetOfJustTheLongestLength() {
        String path = "/api/data/v9.2/accounts";
        String query = "b".repeat(RequestTarget.MAX_LENGTH - path.length() - 1);

        assertThat(RequestTarget.parse(path, query).toString()).hasSize(32_768);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/data/v9.2/$batch",
                "/api/data/v9.2/%24batch",
                "/api/data/v9.2/$%42atch",
                "/api/data/v9.2/$BATCH/",
                "/api/data/v9.2/$batch;x",
                "/api/data/v9.2/$batch()",
                "/api/data/v9.2/%20$batch",
                "/api/data/v9.2/;$batch",
                "/api/data/v9.2/+$batch",
                "/api/data/v9.2/$bat%C2%ADch",
                "/api/data/v9.2/%EF%BC%84batch",
                "/api/data/v9.2/%2524batch"
            })
    void knowsABatchHoweverItIsWritten(String path) {
        assertThat(RequestTarget.parse(path, null).isBatch()).isTrue();
    }

    @Test
    void takesNothingElseForABatch() {
        assertThat(RequestTarget.parse("/api/data/v9.2/accounts(name='$batch')", "$batch")
                        .isBatch())
                .isFalse();
        assertThat(RequestTarget.parse("/api/data/v9.2/batches", null).isBatch())
                .isFalse();
    }
}
