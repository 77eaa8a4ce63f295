package org.s2sgateway.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ProblemTypeTest {

    @Test
    void keepsTheContract() {
        assertThat(Stream.of(ProblemType.values()).map(type -> type.status() + " " + type.code()))
                .containsExactly(
                        "401 S2S.Unauthenticated",
                        "403 S2S.NotPermitted",
                        "403 S2S.ImpersonationNotPermitted",
                        "403 S2S.ConsentRequired",
                        "403 S2S.TenantSuspended",
                        "403 S2S.EnvironmentDisabled",
                        "404 S2S.UnknownEnvironment",
                        "403 S2S.ForeignForm",
                        "403 S2S.StaffOnly",
                        "403 S2S.OperatorsOnly",
                        "404 S2S.NotFound",
                        "409 S2S.OtherTenant",
                        "409 S2S.Conflict",
                        "400 S2S.BadRequest",
                        "405 S2S.MethodNotAllowed",
                        "406 S2S.NotAcceptable",
                        "408 S2S.RequestTimeout",
                        "411 S2S.LengthRequired",
                        "415 S2S.UnsupportedMediaType",
                        "413 S2S.PayloadTooLarge",
                        "414 S2S.UriTooLong",
                        "431 S2S.HeadersTooLarge",
                        "429 S2S.TooManyAttempts",
                        "429 S2S.Throttled",
                        "502 S2S.TokenRefused",
                        "502 S2S.EnvironmentUnreachable",
                        "502 S2S.UnexpectedAnswer",
                        "504 S2S.Timeout",
                        "503 S2S.Busy",
                        "500 S2S.Unexpected");
    }

    @Test
    void isExplainedInTheDocuments() throws IOException {
        String documents = Files.readString(Path.of("docs", "access.md"))
                + Files.readString(Path.of("docs", "troubleshooting.md"));

        assertThat(Stream.of(ProblemType.values()).map(type -> "`" + type.code() + "`"))
                .allSatisfy(code -> assertThat(documents).containsPattern("(?m)^\\|[^|]*" + Pattern.quote(code)));
    }

    @Test
    void identifiesEveryTypeByAName() {
        assertThat(ProblemType.UNKNOWN_ENVIRONMENT.type()).isEqualTo("urn:s2s-gateway:problem:unknown-environment");
        assertThat(Stream.of(ProblemType.values()).map(ProblemType::type)).doesNotHaveDuplicates();
    }
}
