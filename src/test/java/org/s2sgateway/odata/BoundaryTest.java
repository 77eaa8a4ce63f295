package org.s2sgateway.odata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BoundaryTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "multipart/mixed;boundary=batch_1 | batch_1",
                "multipart/mixed; boundary=\"batch_1\" | batch_1",
                "Multipart/Mixed ; Charset=UTF-8 ; BOUNDARY = x | ",
                "Multipart/Mixed ; Charset=UTF-8 ; BOUNDARY=x | x",
                "multipart/mixed; boundary=\"a b:c/d=e?(f)\"; | a b:c/d=e?(f)",
                "multipart/mixed; boundary=a=b:c; odata.x=1 | a=b:c",
                "multipart/mixed; boundary=\"=_;not=a;parameter\" | ",
            })
    void isWhatTheContentTypeNames(String contentType, String boundary) throws MalformedBatch {
        if (boundary == null) {
            assertThatThrownBy(() -> Boundary.of(contentType)).isInstanceOf(MalformedBatch.class);
        } else {
            assertThat(Boundary.of(contentType)).isEqualTo(new Boundary(boundary));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "multipart/mixed",
                "multipart/mixed;",
                "multipart/mixed; boundary",
                "multipart/mixed; boundary=",
                "multipart/mixed; boundary=\"\"",
                "multipart/mixed; boundary=\"a ",
                "multipart/mixed; boundary=\"a \"",
                "multipart/mixed; boundary=\"a\\\"b\"",
                "multipart/mixed; boundary=a b",
                "multipart/mixed; boundary=a; boundary=a",
                "multipart/mixed; boundary=a; boundary=\"b\"",
                "multipart/mixed; boundary=a*",
                "multipart/mixed; boundary=\u00e4",
                "multipart/mixed; x=\"y\" boundary=a",
            })
    void refusesOneThatIsMissingOrThatReadersDisagreeAbout(String contentType) {
        assertThatThrownBy(() -> Boundary.of(contentType)).isInstanceOf(MalformedBatch.class);
    }

    @Test
    void hasAtMost70Characters() throws MalformedBatch {
        assertThat(Boundary.of("multipart/mixed;boundary=" + "b".repeat(70)).value())
                .hasSize(70);
        assertThatThrownBy(() -> Boundary.of("multipart/mixed;boundary=" + "b".repeat(71)))
                .hasMessageContaining("1 to 70 characters");
    }

    @Test
    void refusesAnotherCharacterSetForTheHeadersInside() {
        assertThatThrownBy(() -> Boundary.of("multipart/mixed;boundary=b;charset=utf-16"))
                .hasMessageContaining("UTF-8");
    }

    @Test
    void isWrittenInQuotationMarksWhereItNeedsThem() {
        assertThat(new Boundary("batch_1").contentType()).isEqualTo("multipart/mixed;boundary=batch_1");
        assertThat(new Boundary("a b").contentType()).isEqualTo("multipart/mixed;boundary=\"a b\"");
    }

    @ParameterizedTest
    @CsvSource({"batch, batch, true", "batch, batch_cs, true", "batch_cs, batch, true", "batch, changeset, false"})
    void knowsWhichOtherCouldBeTakenForIt(String one, String other, boolean alike) {
        assertThat(new Boundary(one).isLike(new Boundary(other))).isEqualTo(alike);
    }
}
