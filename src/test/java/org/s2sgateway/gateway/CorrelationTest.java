package org.s2sgateway.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CorrelationTest {

    private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    @Test
    void keepsWhatTheConsumerSends() {
        Correlation ids = Correlation.of("Order_1.2-3", TRACE);

        assertThat(ids).isEqualTo(new Correlation("Order_1.2-3", TRACE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense", "7", "A-b_c.9"})
    void takesAnyIdOfLettersDigitsAndSomeSigns(String id) {
        assertThat(Correlation.of(id, null).requestId()).isEqualTo(id);
        assertThat(Correlation.of("x".repeat(64), null).requestId()).isEqualTo("x".repeat(64));
    }

    @Test
    void makesUpWhatIsMissing() {
        Correlation one = Correlation.of(null, null);
        Correlation other = Correlation.of(null, null);

        assertThat(one.requestId()).hasSize(36).isNotEqualTo(other.requestId());
        assertThat(one.traceparent()).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-00").isNotEqualTo(other.traceparent());
        assertThat(Correlation.of(null, one.traceparent()).traceparent()).isEqualTo(one.traceparent());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "a\tb", "<script>", "ä", "a,b"})
    void replacesAnIdThatNobodyShouldWriteIntoALog(String id) {
        assertThat(Correlation.of(id, null).requestId()).hasSize(36).isNotEqualTo(id);
    }

    @Test
    void replacesAnIdThatIsTooLong() {
        assertThat(Correlation.of("x".repeat(65), null).requestId()).hasSize(36);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331",
                "00-0AF7651916CD43DD8448EB211C80319C-B7AD6B7169203331-01",
                "00-00000000000000000000000000000000-b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
                "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01x",
                "00-0af7651916cd43dd8448eb211c80319c_b7ad6b7169203331-01"
            })
    void replacesATraceparentThatIsNone(String trace) {
        assertThat(Correlation.of(null, trace).traceparent())
                .isNotEqualTo(trace)
                .hasSize(55);
    }
}
