package org.s2sgateway.odata;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ODataLiteralTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "Plain Role          | %27Plain%20Role%27",
                "O'Brien             | %27O%27%27Brien%27",
                "a&b=c+d#e?f/g%h     | %27a%26b%3Dc%2Bd%23e%3Ff%2Fg%25h%27",
                "Söhne               | %27S%C3%B6hne%27",
                "x' or name ne '     | %27x%27%27%20or%20name%20ne%20%27%27%27"
            })
    void keepsATextOneValue(String text, String literal) {
        assertThat(ODataLiteral.string(text)).isEqualTo(literal);
    }
}
