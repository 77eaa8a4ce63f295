package org.s2sgateway.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.s2sgateway.problem.ProblemType;
import org.s2sgateway.problem.Refusal;

class BatchBodyTest {

    private static final byte[] HELLO = "hello".getBytes(StandardCharsets.US_ASCII);

    @Test
    void givesWhatIsNotEncodedAsItIs() throws IOException {
        assertThat(read(HELLO, 5, 5)).isEqualTo("hello");
        assertThat(read(HELLO, -1, 5)).isEqualTo("hello");
        assertThat(read(HELLO, 5, 5, "Identity")).isEqualTo("hello");
    }

    @Test
    void decompresses() throws IOException {
        byte[] gzip = gzip(HELLO);

        assertThat(read(gzip, gzip.length, 5, "gzip")).isEqualTo("hello");
        assertThat(read(gzip, -1, 5, "GZIP")).isEqualTo("hello");
    }

    @Test
    void decompressesEveryMemberHoweverLateItComes() throws IOException {
        InputStream late =
                new SequenceInputStream(new ByteArrayInputStream(gzip(HELLO)), new ByteArrayInputStream(gzip(HELLO)));

        assertThat(text(BatchBody.of(new IncomingBody(late, -1), List.of("gzip"), 10)))
                .isEqualTo("hellohello");
    }

    @ParameterizedTest
    @ValueSource(strings = {"deflate", "br", "gzip, gzip", "gzip;q=1", "x"})
    void refusesAnotherEncoding(String encoding) {
        assertThat(refused(() -> read(HELLO, 5, 5, encoding)).type()).isEqualTo(ProblemType.UNSUPPORTED_MEDIA_TYPE);
    }

    @Test
    void refusesTwoEncodings() {
        assertThat(refused(() -> read(HELLO, 5, 5, "gzip", "gzip")).type())
                .isEqualTo(ProblemType.UNSUPPORTED_MEDIA_TYPE);
    }

    @Test
    void refusesABodyOverTheLimitAndNamesIt() {
        Refusal refused = refused(() -> read(HELLO, -1, 4));

        assertThat(refused.type()).isEqualTo(ProblemType.PAYLOAD_TOO_LARGE);
        assertThat(refused.detail()).contains("4 bytes", "s2s.gateway.batch-max-bytes");
    }

    @Test
    void refusesAnAnnouncedLengthOverTheLimitWithoutReading() {
        assertThat(refused(() -> BatchBody.of(new IncomingBody(new Broken(), 5), List.of(), 4))
                        .type())
                .isEqualTo(ProblemType.PAYLOAD_TOO_LARGE);
    }

    @Test
    void countsDecompressedOctetsAgainstTheLimit() {
        assertThat(refused(() -> read(gzip(new byte[1_000_000]), -1, 100_000, "gzip"))
                        .type())
                .isEqualTo(ProblemType.PAYLOAD_TOO_LARGE);
    }

    @ParameterizedTest
    @ValueSource(ints = {6, 100})
    void refusesABodyThatEndsBeforeItsAnnouncedLength(int announced) {
        Refusal refused = refused(() -> read(HELLO, announced, 1000));

        assertThat(refused.type()).isEqualTo(ProblemType.BAD_REQUEST);
        assertThat(refused.detail()).contains("broke off");
    }

    @Test
    void refusesABodyThatGoesOnBehindItsAnnouncedLength() {
        assertThat(refused(() -> read(HELLO, 4, 1000)).detail()).contains("broke off");
    }

    @Test
    void refusesABodyThatBreaksOff() throws IOException {
        InputStream plain = new SequenceInputStream(new ByteArrayInputStream(HELLO), new Broken());
        InputStream packed = new SequenceInputStream(new ByteArrayInputStream(gzip(HELLO)), new Broken());

        assertThat(refused(() -> text(BatchBody.of(new IncomingBody(plain, -1), List.of(), 10)))
                        .detail())
                .contains("broke off");
        assertThat(refused(() -> text(BatchBody.of(new IncomingBody(packed, -1), List.of("gzip"), 10)))
                        .detail())
                .contains("broke off");
    }

    @Test
    void refusesWhatIsNotGzip() throws IOException {
        byte[] damaged = gzip(HELLO);
        damaged[damaged.length - 6] ^= 1;
        byte[] torso = Arrays.copyOf(gzip(HELLO), 15);

        for (byte[] octets : List.of(HELLO, new byte[0], damaged, torso)) {
            Refusal refused = refused(() -> read(octets, octets.length, 100, "gzip"));
            assertThat(refused.type()).isEqualTo(ProblemType.BAD_REQUEST);
            assertThat(refused.detail()).contains("gzip");
        }
    }

    @Test
    void skipsTheRestUpToTheLimitOrTheEndWhateverItIs() throws IOException {
        ByteArrayInputStream within = new ByteArrayInputStream(new byte[100_000]);
        ByteArrayInputStream beyond = new ByteArrayInputStream(new byte[100_000]);
        try (BatchBody body = BatchBody.of(new IncomingBody(within, -1), List.of(), 100_000);
                BatchBody tooLarge = BatchBody.of(new IncomingBody(beyond, -1), List.of(), 20_000);
                BatchBody broken = BatchBody.of(new IncomingBody(new Broken(), -1), List.of(), 10)) {
            body.skipRest();
            tooLarge.skipRest();
            broken.skipRest();
        }

        assertThat(within.available()).isZero();
        assertThat(beyond.available()).isBetween(70_000, 80_000);
    }

    private static String read(byte[] octets, long announced, long limit, String... encodings) throws IOException {
        return text(
                BatchBody.of(new IncomingBody(new ByteArrayInputStream(octets), announced), List.of(encodings), limit));
    }

    private static String text(BatchBody body) throws IOException {
        try (body) {
            return new String(body.readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    private static byte[] gzip(byte[] octets) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(octets);
        }
        return packed.toByteArray();
    }

    private static Refusal refused(ThrowingCallable call) {
        Refusal refused = catchThrowableOfType(Refusal.class, call);
        assertThat(refused).as("a refusal").isNotNull();
        return refused;
    }

    /** A connection that is lost. */
    private static final class Broken extends InputStream {
        @Override
        public int read() throws IOException {
            throw new IOException("reset");
        }
    }
}
