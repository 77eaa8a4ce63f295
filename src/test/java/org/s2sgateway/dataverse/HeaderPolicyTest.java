package org.s2sgateway.dataverse;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderPolicyTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Accept",
                "accept-encoding",
                "Content-Type",
                "If-Match",
                "If-None-Match",
                "Prefer",
                "Range",
                "OData-Version",
                "OData-MaxVersion",
                "Consistency",
                "MSCRM.SolutionUniqueName",
                "MSCRM.BypassBusinessLogicExecution",
                "x-ms-file-name",
                "x-ms-client-request-id",
                "traceparent"
            })
    void sendsUpWhatTheWebApiKnows(String name) {
        assertThat(HeaderPolicy.goesUp(name, List.of())).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Authorization",
                "Cookie",
                "Host",
                "Content-Length",
                "Connection",
                "Keep-Alive",
                "TE",
                "Trailer",
                "Transfer-Encoding",
                "Upgrade",
                "Proxy-Authorization",
                "Forwarded",
                "X-Forwarded-For",
                "X-Forwarded-Host",
                "X-Original-URL",
                "X-HTTP-Method-Override",
                "CallerObjectId",
                "MSCRMCallerID",
                "User-Agent",
                "Expect",
                "MSCRM.",
                "MSCRM.Solution\tUniqueName",
                "MSCRM.Caller:ObjectId",
                "MSCRM.Caller\u0000ObjectId",
                "X-Anything"
            })
    void keepsBackWhatItDoesNotKnow(String name) {
        assertThat(HeaderPolicy.goesUp(name, List.of())).isFalse();
    }

    @Test
    void keepsBackWhatConnectionNamesInBothDirections() {
        assertThat(HeaderPolicy.goesUp("Prefer", List.of("close, PREFER"))).isFalse();
        assertThat(HeaderPolicy.comesDown("X-Odd", List.of("keep-alive", "x-odd")))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ETag",
                "OData-EntityId",
                "Location",
                "Preference-Applied",
                "Retry-After",
                "OData-Version",
                "x-ms-ratelimit-time-remaining-xrm-requests",
                "x-ms-dop-hint",
                "x-ms-service-request-id",
                "REQ_ID",
                "Content-Range",
                "Content-Length",
                "Content-Encoding",
                "Content-Type"
            })
    void bringsDownWhatIsForTheConsumer(String name) {
        assertThat(HeaderPolicy.comesDown(name, List.of())).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Set-Cookie",
                "Server",
                "Strict-Transport-Security",
                "Connection",
                "Keep-Alive",
                "Transfer-Encoding",
                "Proxy-Authenticate",
                "Trailer",
                "Upgrade",
                "Content-Security-Policy",
                "X-Content-Type-Options",
                "Authorization",
                "WWW-Authenticate",
                "Access-Control-Allow-Origin",
                "Clear-Site-Data",
                "Refresh",
                "X-AspNet-Version"
            })
    void keepsWhatBelongsToTheUpstreamConnectionOrHost(String name) {
        assertThat(HeaderPolicy.comesDown(name, List.of())).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CallerObjectId",
                "callerobjectid",
                "Caller_Object_Id",
                "caller-object-id",
                "MSCRMCallerID",
                "MSCRM_CallerId",
                "mscrm-caller-id",
                "MSCRM.CallerID",
                "MSCRM.CallerObjectId",
                "Caller.ObjectId"
            })
    void knowsEverySpellingOfImpersonation(String name) {
        assertThat(HeaderPolicy.impersonates(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "MSCRM.BypassCustomPluginExecution",
                "MSCRM.BypassBusinessLogicExecution",
                "mscrm.bypassbusinesslogicexecutionstepids"
            })
    void knowsWhatBypassesCustomLogic(String name) {
        assertThat(HeaderPolicy.bypassesLogic(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"MSCRM.SuppressDuplicateDetection", "MSCRM.SolutionUniqueName", "Prefer", "Bypass"})
    void takesNothingElseForABypass(String name) {
        assertThat(HeaderPolicy.bypassesLogic(name)).isFalse();
    }

    @Test
    void tellsWhichHeadersGoUp() {
        assertThat(HeaderPolicy.goingUp(Map.of(
                        "Accept",
                        List.of("*/*"),
                        "If-Match",
                        List.of("*"),
                        "Cookie",
                        List.of("a=b"),
                        "Connection",
                        List.of("If-Match"))))
                .containsExactly(Map.entry("Accept", List.of("*/*")));
    }

    /** ISO 8859-1 as HttpClient takes octets for characters, and UTF-8 likewise. */
    @ParameterizedTest
    @CsvSource({
        "a b%20.txt, a b%20.txt",
        "\u00fc.txt, %C3%BC.txt",
        "\u00c3\u00bc.txt, %C3%BC.txt",
        "100% \u00fc, 100%25 %C3%BC",
        "\u007f, %7F"
    })
    void percentEncodesAValueBeyondAscii(String value, String ascii) {
        assertThat(HeaderPolicy.ascii(value)).isEqualTo(ascii);
    }
}
