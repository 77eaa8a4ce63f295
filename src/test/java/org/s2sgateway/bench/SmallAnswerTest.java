package org.s2sgateway.bench;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SmallAnswerTest {

    @Test
    void isOfTheLengthThatTheTableNames() {
        assertThat(SmallAnswer.body("localhost:12345").getBytes(StandardCharsets.UTF_8))
                .hasSize(2_300);
        assertThat(SmallAnswer.body("localhost:4443").getBytes(StandardCharsets.UTF_8))
                .hasSize(2_300);
    }

    @Test
    void isAPageThatGoesOn() {
        try (JsonReader reader = Json.createReader(new StringReader(SmallAnswer.body("localhost:12345")))) {
            JsonObject page = reader.readObject();

            assertThat(page.getJsonArray("value")).hasSize(5);
            assertThat(page.getString("@odata.nextLink")).startsWith("https://localhost:12345/api/data/v9.2/accounts?");
        }
    }
}
