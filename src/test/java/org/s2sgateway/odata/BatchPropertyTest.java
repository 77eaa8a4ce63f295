package org.s2sgateway.odata;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** What holds for every batch, and for everything that is none. */
class BatchPropertyTest {

    private static final Boundary BATCH = new Boundary("batch_1");
    private static final Boundary CHANGES = new Boundary("changeset_2");
    private static final List<BatchHeader> PART_HEADERS =
            List.of(new BatchHeader("Content-Transfer-Encoding", "binary"), new BatchHeader("Content-ID", "7"));

    /** A request, or a change set of requests. */
    record Step(boolean changeSet, List<Operation> operations) {}

    record Operation(String method, String target, List<BatchHeader> headers, String body) {}

    @Property(tries = 200)
    void readsBackWhatIsWritten(@ForAll("batches") List<Step> batch, @ForAll long seed) throws Exception {
        byte[] written = write(batch);

        assertThat(read(new Pieces(written, new Random(seed)))).isEqualTo(batch);
    }

    @Property(tries = 20)
    void readsTheSameAtEverySplit(@ForAll("smallBatches") List<Step> batch) throws Exception {
        byte[] written = write(batch);
        List<Step> whole = read(new ByteArrayInputStream(written));

        for (int split = 1; split < written.length; split++) {
            assertThat(read(new Halves(written, split))).isEqualTo(whole);
        }
    }

    @Property(tries = 200)
    void readsUnixLineEndsAlike(@ForAll("batches") List<Step> batch) throws Exception {
        List<Step> withoutLineBreaks = batch.stream()
                .map(step -> new Step(
                        step.changeSet(),
                        step.operations().stream()
                                .map(it -> new Operation(
                                        it.method(),
                                        it.target(),
                                        it.headers(),
                                        it.body().replaceAll("[\r\n]", " ")))
                                .toList()))
                .toList();
        String unix = new String(write(withoutLineBreaks), StandardCharsets.ISO_8859_1).replace("\r\n", "\n");

        assertThat(read(new ByteArrayInputStream(unix.getBytes(StandardCharsets.ISO_8859_1))))
                .isEqualTo(withoutLineBreaks);
    }

    @Property(tries = 500)
    void endsOrRefusesWhateverComes(@ForAll("garbage") String text) throws IOException {
        try {
            read(new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1)));
        } catch (MalformedBatch refused) {
            assertThat(refused).hasMessageEndingWith(".");
        }
    }

    @Property(tries = 500)
    void endsOrRefusesADamagedBatch(
            @ForAll("batches") List<Step> batch, @ForAll int at, @ForAll byte octet, @ForAll boolean cut)
            throws IOException {
        byte[] written = write(batch);
        int position = Math.floorMod(at, written.length);
        written[position] = octet;
        try {
            read(new ByteArrayInputStream(written, 0, cut ? position : written.length));
        } catch (MalformedBatch refused) {
            assertThat(refused).hasMessageEndingWith(".");
        }
    }

    @Property(tries = 200)
    void writesWhatItReadsInTheSameForm(@ForAll("batches") List<Step> batch) throws Exception {
        byte[] once = write(batch);

        assertThat(write(read(new ByteArrayInputStream(once)))).isEqualTo(once);
    }

    @Provide
    Arbitrary<List<Step>> batches() {
        return steps(40_000).list().ofMaxSize(6);
    }

    @Provide
    Arbitrary<List<Step>> smallBatches() {
        return steps(50).list().ofMaxSize(2);
    }

    private static Arbitrary<Step> steps(int longestBody) {
        Arbitrary<Step> alone =
                operation(longestBody, "GET", "POST", "PATCH", "PUT", "DELETE").map(it -> new Step(false, List.of(it)));
        Arbitrary<Step> changes = operation(longestBody, "POST", "PATCH", "PUT", "DELETE")
                .list()
                .ofMaxSize(4)
                .map(all -> new Step(true, all));
        return Arbitraries.oneOf(alone, changes);
    }

    private static Arbitrary<Operation> operation(int longestBody, String... methods) {
        Arbitrary<String> target = Arbitraries.strings()
                .withCharRange('!', '~')
                .ofMinLength(1)
                .ofMaxLength(40)
                .filter(text -> !text.contains("--"));
        Arbitrary<BatchHeader> header = Combinators.combine(
                        Arbitraries.of("Accept", "Prefer", "accept-language"),
                        Arbitraries.strings().withCharRange(' ', '\u00ff').ofMaxLength(30))
                .as((name, value) -> new BatchHeader(
                        name, value.replaceAll("[\u007f]|--", "").strip()));
        return Combinators.combine(
                        Arbitraries.of(methods), target, header.list().ofMaxSize(4), bodies(longestBody))
                .as(Operation::new);
    }

    /** Full of what could be taken for a delimiter, but is none. */
    private static Arbitrary<String> bodies(int longest) {
        return Arbitraries.frequencyOf(
                        Tuple.of(6, Arbitraries.of("\r", "\n", "\r\n", "-", "--", "--batch_", "--changeset_", "{}")),
                        Tuple.of(
                                2,
                                Arbitraries.strings()
                                        .withCharRange('\0', '\u00ff')
                                        .ofMaxLength(20)),
                        Tuple.of(1, Arbitraries.integers().between(0, longest).map("x"::repeat)))
                .list()
                .ofMaxSize(12)
                .map(pieces -> String.join("", pieces))
                .filter(body -> !body.contains("--batch_1") && !body.contains("--changeset_2"));
    }

    @Provide
    Arbitrary<String> garbage() {
        return Arbitraries.frequencyOf(
                        Tuple.of(
                                8,
                                Arbitraries.of(
                                        "--batch_1",
                                        "--changeset_2",
                                        "--",
                                        "\r\n",
                                        "\n",
                                        "\r",
                                        "Content-Type: application/http\r\n",
                                        "Content-Type: multipart/mixed;boundary=changeset_2\r\n",
                                        "GET accounts HTTP/1.1\r\n",
                                        "POST accounts HTTP/1.1\r\n",
                                        "Content-Length: 2\r\n",
                                        " ",
                                        ":")),
                        Tuple.of(
                                1,
                                Arbitraries.strings()
                                        .withCharRange('\0', '\u00ff')
                                        .ofMaxLength(20)))
                .list()
                .ofMaxSize(40)
                .map(pieces -> String.join("", pieces));
    }

    private static byte[] write(List<Step> batch) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        BatchWriter writer = new BatchWriter(out, BATCH);
        for (Step step : batch) {
            if (step.changeSet()) {
                writer.changeSet(List.of(), CHANGES);
            }
            for (Operation operation : step.operations()) {
                writer.request(PART_HEADERS, operation.method(), operation.target(), operation.headers());
                out.write(operation.body().getBytes(StandardCharsets.ISO_8859_1));
            }
            if (step.changeSet()) {
                writer.changeSetEnd();
            }
        }
        writer.end();
        return out.toByteArray();
    }

    private static List<Step> read(InputStream in) throws IOException, MalformedBatch {
        List<Step> batch = new ArrayList<>();
        List<Operation> changes = null;
        BatchReader reader = new BatchReader(in, BATCH);
        BatchEntry entry = reader.next();
        while (!(entry instanceof BatchEntry.End)) {
            if (entry instanceof BatchEntry.ChangeSet) {
                changes = new ArrayList<>();
            } else if (entry instanceof BatchEntry.Request request && changes != null) {
                changes.add(operation(request, reader));
            } else if (entry instanceof BatchEntry.Request request) {
                batch.add(new Step(false, List.of(operation(request, reader))));
            } else {
                batch.add(new Step(true, changes));
                changes = null;
            }
            entry = reader.next();
        }
        return batch;
    }

    private static Operation operation(BatchEntry.Request request, BatchReader reader)
            throws IOException, MalformedBatch {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        reader.body(body);
        return new Operation(
                request.method(), request.target(), request.headers(), body.toString(StandardCharsets.ISO_8859_1));
    }

    /** Gives a few octets at a time, as a network does. */
    private static final class Pieces extends ByteArrayInputStream {

        private final Random random;

        Pieces(byte[] octets, Random random) {
            super(octets);
            this.random = random;
        }

        @Override
        public synchronized int read(byte[] buffer, int offset, int length) {
            return super.read(buffer, offset, Math.min(length, 1 + random.nextInt(60)));
        }
    }

    /** Gives everything up to a place, then the rest. */
    private static final class Halves extends ByteArrayInputStream {

        private final int split;

        Halves(byte[] octets, int split) {
            super(octets);
            this.split = split;
        }

        @Override
        public synchronized int read(byte[] buffer, int offset, int length) {
            return super.read(buffer, offset, pos < split ? Math.min(length, split - pos) : length);
        }
    }
}
