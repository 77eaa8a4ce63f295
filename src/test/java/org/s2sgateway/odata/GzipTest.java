package org.s2sgateway.odata;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.s2sgateway.odata.Filtered.CONTOSO;
import static org.s2sgateway.odata.Filtered.byteByByte;
import static org.s2sgateway.odata.Filtered.cut;
import static org.s2sgateway.odata.Filtered.whole;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GzipTest {

    private static final byte[] TEXT = "Litware, Inc. (sample), ".repeat(20).getBytes(UTF_8);

    @Property(tries = 200)
    void unpacksWhatTheJdkPackedAtAnySplit(
            @ForAll @Size(max = 3000) byte[] body,
            @ForAll @Size(max = 12) List<@IntRange(min = 0, max = 100_000) Integer> places) {
        byte[] packed = packed(body);

        assertThat(cut(BodyFilter.gunzip(), packed, places)).isEqualTo(body);
        assertThat(byteByByte(BodyFilter.gunzip(), packed)).isEqualTo(body);
    }

    @Property(tries = 200)
    void packsWhatTheJdkUnpacks(
            @ForAll @Size(max = 3000) byte[] body,
            @ForAll @Size(max = 12) List<@IntRange(min = 0, max = 100_000) Integer> places)
            throws IOException {
        byte[] packed = cut(BodyFilter.gzip(), body, places);

        assertThat(new GZIPInputStream(new ByteArrayInputStream(packed)).readAllBytes())
                .isEqualTo(body);
    }

    @Test
    void unpacksSeveralMembers() {
        byte[] twoMembers = joined(packed(TEXT), packed(new byte[0]), packed("end".getBytes(UTF_8)));

        assertThat(byteByByte(BodyFilter.gunzip(), twoMembers)).isEqualTo(joined(TEXT, "end".getBytes(UTF_8)));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 4, 8, 16, 4 | 8, 2 | 4 | 8 | 16, 31})
    void skipsEveryFieldOfAHeader(int flags) {
        byte[] body = joined(header(flags, 0), Arrays.copyOfRange(packed(TEXT), 10, packed(TEXT).length));

        assertThat(byteByByte(BodyFilter.gunzip(), body)).isEqualTo(TEXT);
        assertThat(whole(BodyFilter.gunzip(), body)).isEqualTo(TEXT);
    }

    @Test
    void refusesAHeaderOfWhichTheChecksumIsWrong() {
        byte[] body = joined(header(2 | 8, 1), Arrays.copyOfRange(packed(TEXT), 10, packed(TEXT).length));

        assertBroken(body, "checksum");
    }

    @Test
    void refusesEveryShortenedStream() {
        byte[] body = packed(TEXT);
        for (int length = 1; length < body.length; length++) {
            assertBroken(Arrays.copyOf(body, length), "breaks off");
        }
    }

    @Test
    void refusesEveryChangedByteButInFieldsWithoutAMeaning() {
        byte[] body = packed(TEXT);
        for (int i = 0; i < body.length; i++) {
            byte[] changed = body.clone();
            changed[i] ^= 0x10;
            if (i < 3 || i > 9) {
                assertThatExceptionOfType(UncheckedIOException.class)
                        .as("byte %d", i)
                        .isThrownBy(() -> byteByByte(BodyFilter.gunzip(), changed));
            }
        }
    }

    @Test
    void refusesWhatFollowsTheLastMember() {
        assertBroken(joined(packed(TEXT), new byte[] {0}), "no gzip");
        assertBroken(joined(packed(TEXT), "x".getBytes(UTF_8)), "no gzip");
    }

    @Test
    void refusesWhatIsNoGzip() {
        assertBroken("{\"value\":[]}".getBytes(UTF_8), "no gzip");
    }

    @Property(tries = 300)
    void anythingElseIsAnIoException(@ForAll @Size(max = 100) byte[] rest, @ForAll @IntRange(max = 31) int flags) {
        try {
            byteByByte(BodyFilter.gunzip(), joined(header(flags, 0), rest));
        } catch (UncheckedIOException refused) {
            assertThat(refused).hasMessageContaining("gzip");
        }
    }

    @Test
    void anEmptyBodyIsEmpty() {
        assertThat(whole(BodyFilter.gunzip(), new byte[0])).isEmpty();
        assertThat(whole(BodyFilter.gunzip().then(BodyFilter.gzip()), new byte[0]))
                .hasSize(20);
    }

    @Test
    void aBombComesOutInSmallPieces() throws IOException {
        byte[] bomb = packed(new byte[20_000_000]);
        int[] count = new int[2];
        try (BodyFilter gunzip = BodyFilter.gunzip()) {
            Sink out = (bytes, offset, length) -> {
                count[0] += length;
                count[1] = Math.max(count[1], length);
            };
            gunzip.write(bomb, 0, bomb.length, out);
            gunzip.end(out);
        }
        assertThat(count).containsExactly(20_000_000, 8192);
    }

    @Test
    void aRefusalOfTheSinkEndsTheWork() throws IOException {
        byte[] bomb = packed(new byte[20_000_000]);
        try (BodyFilter gunzip = BodyFilter.gunzip()) {
            assertThatIOException()
                    .isThrownBy(() -> gunzip.write(bomb, 0, bomb.length, (bytes, offset, length) -> {
                        throw new IOException("the client hung up");
                    }))
                    .withMessage("the client hung up");
        }
    }

    @Test
    void mapsLinksInBetween() throws IOException {
        BodyFilter filter = BodyFilter.gunzip().then(CONTOSO.answers().json()).then(BodyFilter.gzip());
        byte[] body = packed("{\"@odata.id\":\"https://contoso.crm4.dynamics.com/a\"}".getBytes(UTF_8));

        byte[] mapped = byteByByte(filter, body);

        assertThat(new GZIPInputStream(new ByteArrayInputStream(mapped)).readAllBytes())
                .asString(UTF_8)
                .isEqualTo("{\"@odata.id\":\"https://gw.example/api/dataverse/contoso.crm4.dynamics.com/a\"}");
    }

    private static void assertBroken(byte[] body, String message) {
        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> byteByByte(BodyFilter.gunzip(), body))
                .withMessageContaining(message);
        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> whole(BodyFilter.gunzip(), body))
                .withMessageContaining(message);
    }

    /** With every field that the flags announce. */
    private static byte[] header(int flags, int error) {
        byte[] fields = joined(
                new byte[] {0x1f, (byte) 0x8b, 8, (byte) flags, 1, 2, 3, 4, 5, 6},
                (flags & 4) == 0 ? new byte[0] : new byte[] {3, 0, 'a', 0, 'c'},
                (flags & 8) == 0 ? new byte[0] : new byte[] {'n', 'a', 'm', 'e', 0},
                (flags & 16) == 0 ? new byte[0] : new byte[] {(byte) 0xe4, 0});
        if ((flags & 2) == 0) {
            return fields;
        }
        CRC32 checksum = new CRC32();
        checksum.update(fields);
        int value = (int) checksum.getValue() + error;
        return joined(fields, new byte[] {(byte) value, (byte) (value >> 8)});
    }

    private static byte[] packed(byte[] body) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            joined.writeBytes(part);
        }
        return joined.toByteArray();
    }
}
