package org.s2sgateway.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.s2sgateway.problem.ProblemType;
import org.s2sgateway.problem.Refusal;
import org.s2sgateway.settings.Secret;

class FormTest {

    private static final Browser BROWSER = new Browser(Secret.of("x".repeat(43)));

    @Test
    void readsFieldsInTheirOrder() {
        assertThat(parse("b=1&a=2+3&b=%c3%A4%2B&empty=&bare&&=nameless").fields())
                .containsExactly(
                        Map.entry("b", List.of("1", "ä+")),
                        Map.entry("a", List.of("2 3")),
                        Map.entry("empty", List.of("")),
                        Map.entry("bare", List.of("")),
                        Map.entry("", List.of("nameless")));
        assertThat(parse("").fields()).isEmpty();
    }

    @Test
    void readsUnescapedUtf8() {
        assertThat(parse("name=Müller").fields()).containsEntry("name", List.of("Müller"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a=%", "a=%4", "a=%4g", "%zz=1", "a=%+1", "a=%-1"})
    void refusesEscapesThatAreNone(String text) {
        assertRefused(text, "The form has a percent sign without two hexadecimal digits after it.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a=%ff", "a=%c3", "a=%c0%80", "a=%ed%a0%80", "a=%f5%80%80%80"})
    void refusesWhatIsNotUtf8(String text) {
        assertRefused(text, "The form is not in UTF-8.");
    }

    @Test
    void refusesMoreThan100Fields() {
        assertThat(parse("a=1&".repeat(100)).fields().get("a")).hasSize(100);
        assertRefused("a=1&".repeat(101), "A form has at most 100 fields.");
    }

    @Test
    void letsInTheFormOfThisBrowser() {
        parse("formToken=" + BROWSER.formToken()).mustBeOf(Optional.of(BROWSER));
        parse("formToken=" + BROWSER.formToken() + "&jakarta.faces.ViewState=stateless")
                .mustBeOf(Optional.of(BROWSER));
    }

    @Test
    void refusesAFormWithoutTheTokenOfThisBrowser() {
        assertNotOf(Optional.of(BROWSER), "a=b", ProblemType.FOREIGN_FORM);
        assertNotOf(Optional.of(BROWSER), "formToken=", ProblemType.FOREIGN_FORM);
        assertNotOf(Optional.of(BROWSER), "formToken=" + Browser.unknown().formToken(), ProblemType.FOREIGN_FORM);
        assertNotOf(Optional.empty(), "formToken=" + BROWSER.formToken(), ProblemType.FOREIGN_FORM);
    }

    @Test
    void refusesTwoTokens() {
        String token = "formToken=" + BROWSER.formToken();

        assertNotOf(Optional.of(BROWSER), token + "&" + token, ProblemType.BAD_REQUEST);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jakarta.faces.ViewState=garbage",
                "jakarta.faces.ViewState=",
                "jakarta.faces.ViewState=stateless&jakarta.faces.ViewState=x",
                "jakarta.faces%2EViewState=-123:456"
            })
    void refusesAStateThatNoPageHas(String state) {
        assertNotOf(Optional.of(BROWSER), "formToken=" + BROWSER.formToken() + "&" + state, ProblemType.BAD_REQUEST);
    }

    @Test
    void putsAQueryBeforeAForm() {
        assertThat(parse("a=query&b=query").with(parse("a=form&c=form")).fields())
                .containsExactly(
                        Map.entry("a", List.of("query", "form")),
                        Map.entry("b", List.of("query")),
                        Map.entry("c", List.of("form")));
    }

    private static void assertRefused(String text, String detail) {
        assertThatThrownBy(() -> parse(text)).isInstanceOfSatisfying(Refusal.class, refusal -> {
            assertThat(refusal.type()).isEqualTo(ProblemType.BAD_REQUEST);
            assertThat(refusal.detail()).isEqualTo(detail);
        });
    }

    private static void assertNotOf(Optional<Browser> browser, String text, ProblemType type) {
        assertThatThrownBy(() -> parse(text).mustBeOf(browser))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.type()).isEqualTo(type));
    }

    private static Form parse(String text) {
        return Form.parse(text.getBytes(StandardCharsets.UTF_8));
    }
}
