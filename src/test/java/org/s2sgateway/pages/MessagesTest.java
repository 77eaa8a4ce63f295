package org.s2sgateway.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the pages say, they say in both languages. */
class MessagesTest {

    private static final Path BUNDLES = Path.of("src/main/resources/org/s2sgateway/pages");

    @Test
    void haveTheSameKeysInBothLanguages() throws IOException {
        assertThat(messages("messages_de.properties").stringPropertyNames())
                .containsExactlyInAnyOrderElementsOf(
                        messages("messages.properties").stringPropertyNames());
    }

    @ParameterizedTest
    @ValueSource(strings = {"messages.properties", "messages_de.properties"})
    void sayEachThingOnceAndNothingEmpty(String bundle) throws IOException {
        List<String> keys = Files.readAllLines(BUNDLES.resolve(bundle)).stream()
                .filter(line -> line.matches("[\\w.-]+\\s*=.*"))
                .map(line -> line.substring(0, line.indexOf('=')).strip())
                .toList();

        assertThat(keys).doesNotHaveDuplicates();
        assertThat(messages(bundle))
                .allSatisfy((key, text) -> assertThat((String) text).isNotBlank());
    }

    private static Properties messages(String bundle) throws IOException {
        Properties messages = new Properties();
        try (Reader reader = Files.newBufferedReader(BUNDLES.resolve(bundle))) {
            messages.load(reader);
        }
        return messages;
    }
}
