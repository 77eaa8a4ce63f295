package org.s2sgateway.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ErrorPageTest {

    @ParameterizedTest
    @EnumSource(ProblemType.class)
    void saysEveryRefusalInBothLanguages(ProblemType type) {
        Refusal refusal = new Refusal(type, "<b>detail</b>");

        assertThat(ErrorPage.of(refusal, Locale.ENGLISH))
                .contains("lang=\"en\"", "<h1>", "<code>" + type.code() + "</code>", "<a href=\"/\">")
                .doesNotContain("detail");
        assertThat(ErrorPage.of(refusal, Locale.GERMAN))
                .contains("lang=\"de\"", "Zur Startseite", "<code>" + type.code() + "</code>");
    }

    @Test
    void leadsBackToTheFormThatWasOfAnotherBrowser() {
        assertThat(ErrorPage.of(new Refusal(ProblemType.FOREIGN_FORM, "x"), Locale.ENGLISH))
                .contains(
                        "<h1>This form was opened in another browser session</h1>",
                        "<a href=\"?\">Open the page again</a>");
    }

    @Test
    void namesTheErrorIdThatTheLogHas() {
        assertThat(ErrorPage.of(new Refusal(ProblemType.UNEXPECTED, "x").with("errorId", "4711"), Locale.ENGLISH))
                .contains("<code>S2S.Unexpected · 4711</code>");
    }

    @Test
    void speaksTheFirstLanguageThatItKnows() {
        assertThat(ErrorPage.language(List.of(Locale.FRENCH, Locale.forLanguageTag("de-AT"), Locale.ENGLISH)))
                .isEqualTo(Locale.GERMAN);
        assertThat(ErrorPage.language(List.of(Locale.UK, Locale.GERMAN))).isEqualTo(Locale.ENGLISH);
        assertThat(ErrorPage.language(List.of())).isEqualTo(Locale.ENGLISH);
    }

    @Test
    void hasTheSameWordsInBothLanguages() {
        assertThat(bundle(Locale.GERMAN).keySet())
                .containsExactlyInAnyOrderElementsOf(bundle(Locale.ROOT).keySet());
    }

    private static ResourceBundle bundle(Locale locale) {
        return ResourceBundle.getBundle("org.s2sgateway.problem.errors", locale);
    }
}
