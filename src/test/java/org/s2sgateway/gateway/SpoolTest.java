package org.s2sgateway.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
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

    private final SpoolBudget budget = new SpoolBudget(1_000_000, 1_000_000);

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 999, 1000, 1001, 100_000})
    void readsWhatWasWrittenAnyNumberOfTimes(int size) throws IOException {
        byte[] octets = new byte[size];
        new Random(size).nextBytes(octets);
        try (Spool spool = new Spool(IN_MEMORY, Spool.in(folder), budget)) {
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
        try (Spool spool = new Spool(1, Spool.in(folder), budget)) {
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
        try (Spool spool = new Spool(IN_MEMORY, Spool.in(folder.resolve("missing")), budget)) {
            spool.write(new byte[IN_MEMORY]);

            assertThat(spool.length()).isEqualTo(IN_MEMORY);
        }
    }

    @Test
    void leavesNoFileBehind() throws IOException {
        Spool spool = new Spool(IN_MEMORY, Spool.in(folder), budget);
        spool.write(new byte[IN_MEMORY]);
        spool.write(7);
        spool.close();
        spool.close();

        assertThat(files()).isZero();
    }

    @Test
    void goesToItsFileAtOnceWhereMemoryIsTaken() throws IOException {
        SpoolBudget small = new SpoolBudget(1500, 5000);
        Spool first = new Spool(IN_MEMORY, Spool.in(folder), small);
        first.write(new byte[1000]);
        try (Spool second = new Spool(IN_MEMORY, Spool.in(folder), small)) {
            second.write(new byte[400]);
            assertThat(small.memoryTaken()).isEqualTo(1400);
            assertThat(small.filesTaken()).isZero();

            second.write(new byte[200]);
            assertThat(small.memoryTaken()).isEqualTo(1000);
            assertThat(small.filesTaken()).isEqualTo(600);
            assertThat(second.content().readAllBytes()).isEqualTo(new byte[600]);
        }
        first.close();

        assertThat(small.memoryTaken()).isZero();
        assertThat(small.filesTaken()).isZero();
    }

    @Test
    void countsTheRoomThatItHoldsAndNotWhatIsInIt() throws IOException {
        try (Spool spool = new Spool(IN_MEMORY, Spool.in(folder), budget)) {
            spool.write(new byte[300]);
            spool.write(7);
            assertThat(budget.memoryTaken()).isEqualTo(600);

            spool.write(new byte[300]);
            assertThat(budget.memoryTaken()).isEqualTo(1000);
        }
    }

    @Test
    void writesNoMoreThanThereIsRoomForInFiles() throws IOException {
        SpoolBudget small = new SpoolBudget(0, 1000);
        Spool spool = new Spool(IN_MEMORY, Spool.in(folder), small);
        spool.write(new byte[1000]);

        assertThatThrownBy(() -> spool.write(7)).isInstanceOf(SpoolBudget.Exceeded.class);
        assertThat(spool.length()).isEqualTo(1000);
        assertThat(small.filesTaken()).isEqualTo(1000);
        spool.close();
        assertThat(small.filesTaken()).isZero();
    }

    @Test
    void opensNoFileForWhatThereIsNoRoomFor() throws IOException {
        SpoolBudget small = new SpoolBudget(1000, 500);
        Spool spool = new Spool(IN_MEMORY, Spool.in(folder.resolve("missing")), small);
        spool.write(new byte[1000]);

        assertThatThrownBy(() -> spool.write(7)).isInstanceOf(SpoolBudget.Exceeded.class);
        spool.close();
        assertThat(small.memoryTaken()).isZero();
        assertThat(small.filesTaken()).isZero();
    }

    @Test
    void givesBackWhatItHadTakenForAFileThatCannotBeOpened() throws IOException {
        Spool spool = new Spool(IN_MEMORY, Spool.in(folder.resolve("missing")), budget);
        spool.write(new byte[1000]);

        assertThatThrownBy(() -> spool.write(7)).isInstanceOf(NoSuchFileException.class);
        spool.close();
        assertThat(budget.memoryTaken()).isZero();
        assertThat(budget.filesTaken()).isZero();
    }

    @Test
    void givesBackOnceHoweverOftenItIsClosed() throws IOException {
        Spool held = new Spool(IN_MEMORY, Spool.in(folder), budget);
        held.write(new byte[300]);
        Spool stored = new Spool(IN_MEMORY, Spool.in(folder), budget);
        stored.write(new byte[2000]);
        try (Spool other = new Spool(IN_MEMORY, Spool.in(folder), budget);
                Spool otherStored = new Spool(IN_MEMORY, Spool.in(folder), budget)) {
            other.write(new byte[50]);
            otherStored.write(new byte[5000]);
            for (int i = 0; i < 2; i++) {
                held.close();
                stored.close();
            }

            assertThat(budget.memoryTaken()).isEqualTo(50);
            assertThat(budget.filesTaken()).isEqualTo(5000);
        }
        assertThat(budget.memoryTaken()).isZero();
        assertThat(budget.filesTaken()).isZero();
    }

    private long files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.count();
        }
    }
}
