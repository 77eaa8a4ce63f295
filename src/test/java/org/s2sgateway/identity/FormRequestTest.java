package org.s2sgateway.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.s2sgateway.testing.TestExchange;

class FormRequestTest {

    private final FormRequest request = request("a=query&b=1");

    @Test
    void hasTheParametersOfTheQueryAndOfTheForm() {
        assertThat(request.getParameter("a")).isEqualTo("query");
        assertThat(request.getParameterValues("a")).containsExactly("query", "form");
        assertThat(Collections.list(request.getParameterNames())).containsExactly("a", "b", "c");
        assertThat(request.getParameterMap())
                .containsOnlyKeys("a", "b", "c")
                .hasEntrySatisfying("c", values -> assertThat(values).isEqualTo(new String[] {"2"}));
    }

    @Test
    void hasNoOtherParameters() {
        assertThat(request.getParameter("d")).isNull();
        assertThat(request.getParameterValues("d")).isNull();
        assertThat(Collections.list(request(null).getParameterNames())).isEqualTo(List.of("a", "c"));
    }

    @Test
    void hasNoBodyAnyMore() throws Exception {
        try (var body = request.getInputStream();
                var text = request.getReader()) {
            assertThat(body.read()).isEqualTo(-1);
            assertThat(body.isFinished()).isTrue();
            assertThat(body.isReady()).isTrue();
            assertThatIllegalStateException().isThrownBy(() -> body.setReadListener(null));
            assertThat(text.read()).isEqualTo(-1);
        }
    }

    private static FormRequest request(String query) {
        return new FormRequest(
                new TestExchange("POST", "/connect").asking(query).request(),
                Form.parse("a=form&c=2".getBytes(StandardCharsets.US_ASCII)));
    }
}
