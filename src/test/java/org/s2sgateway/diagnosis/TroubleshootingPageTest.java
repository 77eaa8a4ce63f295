package org.s2sgateway.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The document says what the dictionary says, word for word. */
class TroubleshootingPageTest {

    private static final Path PAGE = Path.of("docs", "troubleshooting.md");

    @Test
    void saysWhatTheDictionarySays() throws IOException {
        String page = page();
        // Where the dictionary changed, this is the new page.
        Files.writeString(Path.of("target", "troubleshooting.md"), page);

        assertThat(Files.readString(PAGE))
                .as("docs/troubleshooting.md; its new text is in target/troubleshooting.md")
                .isEqualTo(page);
    }

    private static String page() {
        return """
                # What went wrong, who acts, and how

                Every refusal, every failed step of the readiness ladder and every log line speaks from the dictionary below. *Again*: the
                same request may succeed later without anybody acting. Who acts: the *operator* of the gateway, an administrator of the
                customer's *tenant* in Entra ID, or of the Dataverse *environment*. What services and people are refused for what
                they ask, or may not, is in [access.md](access.md#refusals).
                """
                + section("Entra ID", EntraCodes.TABLE)
                + section("OAuth 2.0 errors without an AADSTS code", OAuthErrors.TABLE)
                + section("Dataverse", DataverseCodes.TABLE)
                + section("The gateway's own", OwnCauses.TABLE)
                + section("Onboarding", OnboardingCauses.TABLE);
    }

    private static String section(String title, List<Diagnosis> table) {
        StringBuilder text = new StringBuilder("\n## " + title
                + "\n| Code | What is the case | Who acts | How | Again |\n" + "| --- | --- | --- | --- | --- |\n");
        for (Diagnosis row : table) {
            text.append("| `%s` | %s | %s | %s | %s |\n"
                    .formatted(
                            row.code(),
                            row.explanation(),
                            actor(row.actor()),
                            row.remedy(),
                            row.retryable() ? "yes" : ""));
        }
        return text.toString();
    }

    private static String actor(Actor actor) {
        return switch (actor) {
            case OPERATOR -> "operator";
            case TENANT_ADMIN -> "tenant";
            case ENVIRONMENT_ADMIN -> "environment";
        };
    }
}
