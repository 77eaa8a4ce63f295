package org.s2sgateway.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** German says of every code what English says. */
class GermanWordsTest {

    private static final ResourceBundle BUNDLE =
            ResourceBundle.getBundle("org.s2sgateway.diagnosis.words", Locale.GERMAN);

    /** Configuration keys, addresses and other words that are the same in every language. */
    private static final Pattern NAMES = Pattern.compile("(?<![\\w/.])(?:s2s\\.[a-z.-]*[a-z]|\\.[a-z]+-file"
            + "|/[a-z][a-z/-]*|prv[A-Za-z]+|user_impersonation|Retry-After|Get-AdfsClient|[0-9a-f]{8}-[0-9a-f-]{27}"
            + "|(?:iss|sub|aud|PEM|NTP|TLS|AD FS|Entra ID|Dataverse|Power Platform)\\b)");

    @TestFactory
    Stream<DynamicTest> speaksGerman() {
        return diagnoses()
                .map(english -> DynamicTest.dynamicTest(english.code(), () -> {
                    Diagnosis german = english.in(Locale.GERMAN);
                    assertThat(german.explanation()).endsWith(".").isNotEqualTo(english.explanation());
                    assertThat(german.remedy()).endsWith(".").isNotEqualTo(english.remedy());
                    assertThat(german.code()).isEqualTo(english.code());
                    assertThat(german.actor()).isEqualTo(english.actor());
                    assertThat(german.retryable()).isEqualTo(english.retryable());
                }));
    }

    @TestFactory
    Stream<DynamicTest> namesInGermanWhatEnglishNames() {
        return diagnoses()
                .map(english -> DynamicTest.dynamicTest(english.code(), () -> {
                    Diagnosis german = english.in(Locale.GERMAN);
                    assertThat(names(german.explanation())).containsAll(names(english.explanation()));
                    assertThat(names(german.remedy())).containsAll(names(english.remedy()));
                }));
    }

    @Test
    void holdsNoWordsThatNobodyAsksFor() {
        Set<String> asked = Stream.of(
                        diagnoses().flatMap(it -> Stream.of(it.row() + ".explanation", it.row() + ".remedy")),
                        Stream.of(Actor.values()).map(Actor::word),
                        Stream.of("canPutItRight"))
                .flatMap(it -> it)
                .collect(Collectors.toSet());

        assertThat(BUNDLE.keySet()).containsExactlyInAnyOrderElementsOf(asked);
    }

    @Test
    void givesAllCodesOfARowTheSameWords() {
        assertThat(Dictionary.diagnose("AADSTS53011").in(Locale.GERMANY))
                .isEqualTo(new Diagnosis(
                        "AADSTS53011",
                        "Eine Richtlinie des Mandanten für bedingten Zugriff lässt diese Anmeldung von diesem Gerät, mit"
                                + " dieser Anwendung oder von diesem Ort aus nicht zu.",
                        Actor.TENANT_ADMIN,
                        "Von einem Gerät aus und auf eine Weise anmelden, die die Richtlinie des Mandanten zulässt; die"
                                + " Anmeldeprotokolle im Microsoft Entra Admin Center nennen die Richtlinie.",
                        false,
                        "AADSTS53000"));
    }

    @Test
    void speaksEnglishToEverybodyElse() {
        Diagnosis english = Dictionary.diagnose("0x80072560");

        assertThat(english.in(Locale.ENGLISH)).isEqualTo(english);
        assertThat(english.in(Locale.FRENCH)).isEqualTo(english);
        assertThat(english.in(Locale.ROOT)).isEqualTo(english);
        assertThat(english.in(Locale.GERMAN).in(Locale.ENGLISH)).isEqualTo(english);
    }

    @Test
    void speaksOneLanguageInASentence() {
        Diagnosis diagnosis = Dictionary.diagnose("S2S.TenantSuspended");

        assertThat(diagnosis.inWords(Locale.forLanguageTag("de-AT")))
                .isEqualTo(
                        "Der Mandant ist an diesem Gateway ausgesetzt. Der Betreiber dieses Gateways kann das beheben:"
                                + " Die Aussetzung des Mandanten aufheben.");
        assertThat(diagnosis.in(Locale.GERMAN).inWords())
                .isEqualTo("The tenant is suspended at this gateway. The operator of this gateway can put it right:"
                        + " Lift the suspension of the tenant.");
    }

    @Test
    void keepsACodeThatItDoesNotKnow() {
        Diagnosis german = Dictionary.diagnose("AADSTS999999999").in(Locale.GERMAN);

        assertThat(german.code()).isEqualTo("AADSTS999999999");
        assertThat(german.explanation())
                .isEqualTo("Die Anfrage wurde aus einem Grund abgelehnt, den dieses Gateway nicht erklären kann.");
    }

    @Test
    void namesWhoActs() {
        assertThat(Stream.of(Actor.values()).map(actor -> actor.inWords(Locale.GERMAN)))
                .containsExactly(
                        "Der Betreiber dieses Gateways",
                        "Die Administration des Mandanten",
                        "Die Administration der Umgebung");
        assertThat(Actor.OPERATOR.inWords(Locale.ENGLISH)).isEqualTo("The operator of this gateway");
    }

    private static Stream<Diagnosis> diagnoses() {
        return Stream.concat(
                Stream.of(
                                EntraCodes.TABLE,
                                OAuthErrors.TABLE,
                                DataverseCodes.TABLE,
                                OwnCauses.TABLE,
                                OnboardingCauses.TABLE)
                        .flatMap(List::stream),
                Stream.of(Dictionary.diagnose("unknown")));
    }

    private static Set<String> names(String text) {
        return NAMES.matcher(text).results().map(MatchResult::group).collect(Collectors.toSet());
    }
}
