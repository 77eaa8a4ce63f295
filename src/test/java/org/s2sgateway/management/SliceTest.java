package org.s2sgateway.management;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.s2sgateway.problem.ProblemType;
import org.s2sgateway.problem.Refusal;

class SliceTest {

    private static final String ADDRESS = "https://gateway.example/api/things";

    @Test
    void startsAtTheStartWith50() {
        assertThat(Slice.of(null, null, key -> true)).isEqualTo(new Slice(50, ""));
        assertThat(Slice.of("200", null, key -> true)).isEqualTo(new Slice(200, ""));
        assertThat(Slice.of("1", null, key -> true).fetch()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "201", "1000", "-1", "+5", "05", "1.0", " 1", "x", "99999999999", "\u0665"})
    void refusesAnotherLimit(String limit) {
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> Slice.of(limit, null, key -> true))
                .satisfies(refusal -> assertThat(refusal.type()).isEqualTo(ProblemType.BAD_REQUEST))
                .withMessageContaining("limit");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "!", "a", "YQ=", "YQ YQ", "gICA", "b3RoZXI"})
    void refusesACursorThatThisListDidNotGive(String cursor) {
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> Slice.of(null, cursor, key -> key.startsWith("key")))
                .satisfies(refusal -> assertThat(refusal.type()).isEqualTo(ProblemType.BAD_REQUEST))
                .withMessageContaining("cursor");
    }

    @Test
    void walksThroughTheWholeListOnce() {
        List<String> all =
                IntStream.range(0, 205).mapToObj("key%03d"::formatted).toList();
        List<String> seen = new ArrayList<>();
        String cursor = null;
        int pages = 0;
        do {
            Slice slice = Slice.of("50", cursor, key -> key.startsWith("key"));
            List<String> fetched = all.stream()
                    .filter(key -> key.compareTo(slice.after()) > 0)
                    .limit(slice.fetch())
                    .toList();
            Page<String> page = slice.page(ADDRESS, fetched, Function.identity(), Function.identity());
            seen.addAll(page.items());
            pages++;
            cursor = page.next() == null ? null : page.next().substring((ADDRESS + "?limit=50&cursor=").length());
        } while (cursor != null);

        assertThat(seen).isEqualTo(all);
        assertThat(pages).isEqualTo(5);
    }

    @Test
    void aListThatEndsWithThePageHasNoNext() {
        assertThat(new Slice(2, "")
                        .page(ADDRESS, List.of("a", "b"), Function.identity(), Function.identity())
                        .next())
                .isNull();
        assertThat(new Slice(2, "").page(ADDRESS, List.of("a", "b", "c"), Function.identity(), Function.identity()))
                .isEqualTo(new Page<>(List.of("a", "b"), ADDRESS + "?limit=2&cursor=Yg"));
    }
}
