package org.s2sgateway.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The landing page: Faces, CDI and JPA together, for anybody. */
class LandingPageIT {

    private final RunningGateway gateway = GatewayRun.gateway();

    @Test
    void saysWhatThisIsAndThatTheRegistrationIsReady() {
        HttpResponse<String> answer = gateway.get("/");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("text/html");
        assertThat(answer.body())
                .contains(
                        "One address for every Dataverse environment",
                        "The app registration is ready: tenant, application and credential are configured.",
                        "Single-tenant")
                .contains(gateway.address() + "/api/dataverse/")
                .contains("href=\"/api/openapi\"");
    }

    @Test
    void speaksGermanToWhoAsksForIt() {
        assertThat(gateway.send(gateway.request("/").header("Accept-Language", "de-AT,de;q=0.9"))
                        .body())
                .contains("lang=\"de\"", "Die App-Registrierung ist bereit:");
    }

    @Test
    void tellsAStrangerNothingThatIdentifiesTheOrganisation() {
        assertThat(gateway.get("/").body())
                .doesNotContain("c0a00000-0000-4000-8000-000000000001", "a0000000-0000-4000-8000-000000000001");
    }

    @Test
    void allowsNoScriptAndNoStyleOfOthers() {
        assertThat(gateway.get("/").headers().firstValue("Content-Security-Policy"))
                .hasValueSatisfying(policy -> assertThat(policy)
                        .contains("default-src 'none'", "frame-ancestors 'none'")
                        .doesNotContain("unsafe"));
        assertThat(gateway.get("/").body()).doesNotContain("<style", " style=", "<script");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/assets/s2s.css", "/assets/icon.svg"})
    void bringsWhatThePageNeeds(String path) {
        assertThat(gateway.get(path).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/WEB-INF/layout.xhtml", "/WEB-INF/web.xml", "/META-INF/MANIFEST.MF"})
    void showsNothingFromBehindThePages(String path) {
        assertThat(gateway.get(path).statusCode()).isEqualTo(404);
    }
}
