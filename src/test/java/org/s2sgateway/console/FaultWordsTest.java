package org.s2sgateway.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.ResourceBundle.Control;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.s2sgateway.grants.Grant;
import org.s2sgateway.grants.GrantFault;
import org.s2sgateway.grants.MalformedGrant;

/** What a page says of a grant that is none: in English what the API says, and something in German. */
class FaultWordsTest {

    @ParameterizedTest
    @EnumSource(GrantFault.class)
    void areTheOnesOfTheApi(GrantFault fault) {
        assertThat(words(Locale.ENGLISH).getString("grantFault." + fault.name()))
                .isEqualTo(fault.sentence());
        assertThat(words(Locale.GERMAN).getString("grantFault." + fault.name()))
                .isNotEqualTo(fault.sentence())
                .satisfies(german -> assertThat(german.contains("{0}"))
                        .isEqualTo(fault.sentence().contains("{0}")));
    }

    @Test
    void nameTheFieldAndWhatItIsAbout() {
        FieldError error = FieldError.of(malformed());

        assertThat(error).isEqualTo(new FieldError("tenants", "grantFault.TOO_MANY", "1000"));
        assertThat(malformed()).hasMessage("A grant names at most 1000 of them, or all by \"*\".");
    }

    private static MalformedGrant malformed() {
        List<String> many = java.util.stream.IntStream.range(0, 1_001)
                .mapToObj("c0a00000-0000-4000-8000-%012d"::formatted)
                .toList();
        try {
            Grant.of("orders", many, List.of("*"), Map.<String, List<String>>of(), "none", List.of(), false, false);
            throw new AssertionError("a thousand tenants are the most");
        } catch (MalformedGrant malformed) {
            return malformed;
        }
    }

    private static ResourceBundle words(Locale locale) {
        return ResourceBundle.getBundle(
                "org.s2sgateway.pages.messages", locale, Control.getNoFallbackControl(Control.FORMAT_PROPERTIES));
    }
}
