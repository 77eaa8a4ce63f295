package org.s2sgateway.identity;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.s2sgateway.problem.ProblemType;
import org.s2sgateway.problem.Refusal;
import org.s2sgateway.testing.TestExchange;

class FormHeadTest {

    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String OWN = "https://gateway.example.com";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/connect",
                "/connect/",
                "/connect/environment",
                "/my",
                "/my/a/b",
                "/sign-out",
                "/console",
                "/console/grant/edit"
            })
    void knowsThePagesWithForms(String path) {
        assertThat(FormHead.isPlace(path)).isTrue();
    }

    @Test
    void knowsAPageByItsWholePath() {
        assertThat(FormHead.isPlace(
                        new TestExchange("GET", "/my").inside("/environment").request()))
                .isTrue();
        assertThat(FormHead.isPlace(
                        new TestExchange("GET", "/connect").inside(".xhtml").request()))
                .isFalse();
        assertThat(FormHead.isConsole(
                        new TestExchange("GET", "/console").inside("/grant").request()))
                .isTrue();
        assertThat(FormHead.isConsole(
                        new TestExchange("GET", "/my").inside("/console").request()))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "",
                "/connected",
                "/connect.xhtml",
                "/mine",
                "/consoles",
                "/sign-out/",
                "/sign-out.xhtml",
                "/api/my"
            })
    void knowsThatOtherAddressesHaveNone(String path) {
        assertThat(FormHead.isPlace(path)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {FORM, "Application/X-WWW-Form-Urlencoded", FORM + ";charset=utf-8", FORM + " ; charset=\"UTF-8\""
            })
    void readsForms(String type) {
        assertThat(new FormHead(type, 16384, OWN, "same-origin").refusal(OWN, FormHead.LONGEST))
                .isEmpty();
    }

    @Test
    void needsNoHeadersThatOlderBrowsersLack() {
        assertThat(new FormHead(FORM, 0, null, null).refusal(OWN, FormHead.LONGEST))
                .isEmpty();
    }

    /** What browsers send because of our own Referrer-Policy. */
    @Test
    void takesANullOriginForOneThatIsNotTold() {
        assertThat(new FormHead(FORM, 10, "null", "same-origin").refusal(OWN, FormHead.LONGEST))
                .isEmpty();
        assertThat(new FormHead(FORM, 10, "null", null).refusal(OWN, FormHead.LONGEST))
                .isEmpty();
        assertThat(refused(new FormHead(FORM, 10, "null", "cross-site"))).isEqualTo(ProblemType.FOREIGN_FORM);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "application/json",
                "multipart/form-data; boundary=b",
                FORM + "; charset=iso-8859-1",
                FORM + "; charset=utf-8; a=b",
                FORM + "x"
            })
    void refusesOtherMediaTypes(String type) {
        assertThat(refused(new FormHead(type, 10, OWN, null))).isEqualTo(ProblemType.UNSUPPORTED_MEDIA_TYPE);
    }

    @Test
    void refusesABodyWithoutAType() {
        assertThat(refused(new FormHead(null, 10, OWN, null))).isEqualTo(ProblemType.UNSUPPORTED_MEDIA_TYPE);
    }

    @Test
    void refusesABodyOfUnknownLength() {
        assertThat(refused(new FormHead(FORM, -1, OWN, null))).isEqualTo(ProblemType.LENGTH_REQUIRED);
    }

    @Test
    void refusesMoreThan16KiB() {
        FormHead tooLong = new FormHead(FORM, 16385, OWN, null);

        assertThat(refused(tooLong)).isEqualTo(ProblemType.PAYLOAD_TOO_LARGE);
        assertThat(tooLong.unreadable(FormHead.LONGEST).orElseThrow().detail()).contains("at most 16 KiB");
    }

    @ParameterizedTest
    @CsvSource({
        "https://evil.example, ",
        "http://gateway.example.com, ",
        "https://gateway.example.com:8443, ",
        "https://gateway.example.com, same-site",
        ", cross-site",
        ", none"
    })
    void refusesWhatAnotherSiteSends(String origin, String fetchSite) {
        assertThat(refused(new FormHead(FORM, 10, origin, fetchSite))).isEqualTo(ProblemType.FOREIGN_FORM);
    }

    private static ProblemType refused(FormHead head) {
        return head.refusal(OWN, FormHead.LONGEST).map(Refusal::type).orElseThrow();
    }
}
