package org.s2sgateway.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MisfitTest {

    @ParameterizedTest
    @EnumSource(Misfit.class)
    void isExplained(Misfit misfit) throws IOException {
        assertThat(misfit.explanation()).endsWith(".");
        assertThat(Files.readAllLines(Path.of("docs", "audit.md")))
                .filteredOn(line -> line.startsWith("| `") && line.contains("`" + misfit.word() + "`"))
                .hasSize(1);
    }
}
