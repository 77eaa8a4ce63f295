package org.s2sgateway.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class CanonicalTest {

    @Test
    void countsBytesAndTellsAbsentFromEmpty() {
        byte[] bytes =
                Canonical.of("kind").text("Grün").text("").text(null).number(-7).bytes();

        assertThat(new String(bytes, UTF_8)).isEqualTo("4:kind,5:Grün,0:,-,2:-7,");
    }

    @Property
    void noTwoListsOfFieldsComeOutAlike(
            @ForAll @Size(max = 4) List<String> one, @ForAll @Size(max = 4) List<String> other) {
        // Halves of surrogate pairs come out as question marks; they are replaced before.
        assumeThat(clean(one)).isNotEqualTo(clean(other));

        assertThat(written(one)).isNotEqualTo(written(other));
    }

    private static List<String> clean(List<String> fields) {
        return fields.stream()
                .map(field -> new String(field.getBytes(UTF_8), UTF_8))
                .toList();
    }

    private static byte[] written(List<String> fields) {
        Canonical canonical = Canonical.of("kind");
        fields.forEach(canonical::text);
        return canonical.bytes();
    }
}
