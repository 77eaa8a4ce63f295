package org.s2sgateway.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpoolTest {

    private static final int IN_MEMORY = 1000;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 999, 1000, 1001, 100_000})
    void readsWhatWasWrittenAnyNumberOfTimes(int size) throws IOException {
        byte[] octets = new byte[size];
        new Random(size).nextBytes(octets);
        try (Spool spool = new Spool(IN_MEMORY, folder)) {
            for (int at = 0; at < size; at += 77) {
                spool.write(octets, at, Math.min(77, size - at));
            }

            assertThat(spool.length()).isEqualTo(size);
            assertThat(spool.content().readAllBytes()).isEqualTo(octets);
            assertThat(spool.content().readAllBytes()).isEqualTo(octets);
        }
    }

    @Test
    void isReadByTwoAtOnce() throws IOException {
        try (Spool spool = new Spool(1, folder)) {
            spool.write(new byte[] {1, 2, 3});
            InputStream one = spool.content();
            InputStream other = spool.content();

            assertThat(one.read()).isEqualTo(1);
            assertThat(other.readAllBytes()).containsExactly(1, 2, 3);
            assertThat(one.readAllBytes()).containsExactly(2, 3);
            assertThat(one.read()).isEqualTo(-1);
        }
    }

    @Test
    void needsNoFileForWhatFitsIntoMemory() throws IOException {
        try (Spool spool = new Spool(IN_MEMORY, folder.resolve("missing"))) {
            spool.write(new byte[IN_MEMORY]);

            assertThat(spool.length()).isEqualTo(IN_MEMORY);
        }
    }

    @Test
    void leavesNoFileBehind() throws IOException {
        Spool spool = new Spool(IN_MEMORY, folder);
        spool.write(new byte[IN_MEMORY]);
        spool.write(7);
        spool.close();
        spool.close();

        assertThat(files()).isZero();
    }

    private long files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.count();
        }
    }
}
