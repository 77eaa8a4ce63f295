package org.s2sgateway.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import jakarta.json.Json;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import jakarta.ws.rs.ProcessingException;
import java.io.StringReader;
import org.junit.jupiter.api.Test;

class ReadableBodyTest {

    /** A body as a resource would take it. */
    public static class NewTenant {
        public int size;
    }

    @Test
    void saysWhereTheJsonIsBroken() {
        Throwable broken = catchThrowable(
                () -> Json.createReader(new StringReader("{\"a\":1,\n  oops}")).readObject());

        Refusal refusal = ReadableBody.refusal(new ProcessingException(broken));

        assertThat(refusal.type().code()).isEqualTo("S2S.BadRequest");
        assertThat(refusal.detail()).isEqualTo("The body is not the JSON that is read here: line 2, column 3.");
    }

    @Test
    void namesThePropertyThatDoesNotFitAndNoClassOfOurs() throws Exception {
        Jsonb jsonb = JsonbBuilder.create();
        Throwable misfit = catchThrowable(() -> jsonb.fromJson("{\"size\":\"big\"}", NewTenant.class));
        jsonb.close();

        assertThat(ReadableBody.refusal(new ProcessingException(misfit)).detail())
                .isEqualTo("The body is not the JSON that is read here: property 'size'.");
    }

    @Test
    void saysNoMoreThanItKnows() {
        assertThat(ReadableBody.refusal(new ProcessingException("anything")).detail())
                .isEqualTo("The body is not the JSON that is read here.");
    }
}
