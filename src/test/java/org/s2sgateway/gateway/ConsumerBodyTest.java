package org.s2sgateway.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.SequenceInputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.s2sgateway.dataverse.Deadline;
import org.s2sgateway.dataverse.RequestBody;
import org.s2sgateway.problem.ProblemType;
import org.s2sgateway.problem.Refusal;
import org.s2sgateway.testing.MovableTimeline;

class ConsumerBodyTest {

    private final MovableTimeline timeline = new MovableTimeline();
    private final Deadline deadline = Deadline.of(List.of("wait=10"), timeline);
    private int dripped;

    /** An octet a second. */
    private final InputStream dripping = new InputStream() {
        @Override
        public int read() {
            timeline.advance(Duration.ofSeconds(1));
            dripped++;
            return 'x';
        }

        @Override
        public int read(byte[] octets, int offset, int wanted) {
            octets[offset] = (byte) read();
            return 1;
        }
    };

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 8_192, 8_193, 65_535, 65_536})
    void holdsASmallBodyWithALength(int length) {
        RequestBody body = open(octets(length), length);

        assertThat(body.isReplayable()).isTrue();
        assertThat(body.length()).isEqualTo(length);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 8_192, 8_193, 65_535})
    void holdsASmallBodyWithoutALength(int length) {
        RequestBody body = open(octets(length), -1);

        assertThat(body.isReplayable()).isTrue();
        assertThat(body.length()).isEqualTo(length);
    }

    @Test
    void letsALargeBodyFlow() {
        assertThat(open(octets(65_537), 65_537).isReplayable()).isFalse();
        assertThat(open(octets(65_537), 65_537).length()).isEqualTo(65_537);
        assertThat(open(octets(65_537), -1).isReplayable()).isFalse();
        assertThat(open(octets(65_537), -1).length()).isEqualTo(-1);
    }

    @Test
    void refusesABodyThatIsShorterThanAnnouncedOrLonger() {
        assertThat(refused(octets(4), 5)).isEqualTo(ProblemType.BAD_REQUEST);
        assertThat(refused(octets(6), 5)).isEqualTo(ProblemType.BAD_REQUEST);
    }

    @ParameterizedTest
    @ValueSource(longs = {100, -1})
    void refusesABodyThatBreaksOff(long length) {
        InputStream breaking = new SequenceInputStream(octets(10), new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("reset");
            }
        });

        assertThat(refused(breaking, length)).isEqualTo(ProblemType.BAD_REQUEST);
    }

    /** Each server says in its own way that it waited long enough. */
    @Test
    void tellsSilenceFromABreak() {
        assertThat(refused(failing(new SocketTimeoutException()), 100)).isEqualTo(ProblemType.REQUEST_TIMEOUT);
        assertThat(refused(failing(new IOException(new TimeoutException())), 100))
                .isEqualTo(ProblemType.REQUEST_TIMEOUT);
        assertThat(refused(failing(new IOException("reset")), 100)).isEqualTo(ProblemType.BAD_REQUEST);
    }

    private static InputStream failing(IOException how) {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                throw how;
            }
        };
    }

    @ParameterizedTest
    @ValueSource(longs = {60_000, -1})
    void refusesABodyThatDoesNotArriveInTime(long length) {
        assertThat(refused(dripping, length)).isEqualTo(ProblemType.REQUEST_TIMEOUT);
    }

    @ParameterizedTest
    @ValueSource(longs = {60_000, -1})
    void givesASmallBodyTwentySecondsHoweverLongTheConsumerWaits(long length) {
        Deadline distant = Deadline.of(List.of("wait=600"), timeline);
        ConsumerBody body = new ConsumerBody(new IncomingBody(dripping, length), null);

        assertThat(catchThrowableOfType(Refusal.class, () -> body.open(distant)).type())
                .isEqualTo(ProblemType.REQUEST_TIMEOUT);
        assertThat(dripped).isEqualTo(20);
    }

    @Test
    void asksForNoMoreOfABatchThatIsLate() {
        InputStream batch = new InTime(dripping, deadline);

        assertThat(catchThrowableOfType(Refusal.class, batch::readAllBytes).type())
                .isEqualTo(ProblemType.REQUEST_TIMEOUT);
        assertThat(catchThrowableOfType(Refusal.class, batch::read).type()).isEqualTo(ProblemType.REQUEST_TIMEOUT);
        assertThat(dripped).isEqualTo(10);
    }

    @ParameterizedTest
    @ValueSource(longs = {100, -1})
    void doesNotWaitForAnOctetLongerThanTheCallLasts(long length) {
        Stalled stalled = new Stalled();

        assertThat(refused(stalled, length)).isEqualTo(ProblemType.REQUEST_TIMEOUT);
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
        assertThat(stalled.reads).isEqualTo(1);
    }

    @Test
    void saysThatTheConsumerWasAwaitedWhereALargeBodyStandsStill() {
        ConsumerBody body = new ConsumerBody(new IncomingBody(new Stalled(), 100_000), null);
        body.open(deadline);
        assertThat(body.isAwaited()).isFalse();

        body.pump();

        assertThat(body.isAwaited()).isTrue();
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    /** Keeps its reader waiting past the deadline, and for ever if nobody interrupts it. */
    private final class Stalled extends InputStream {
        private int reads;

        @Override
        public int read() throws IOException {
            reads++;
            timeline.advance(Duration.ofMinutes(11));
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException woken) {
                // As servers do that wait in a selector: they look at the flag and leave it.
                Thread.currentThread().interrupt();
                throw new InterruptedIOException();
            }
            return -1;
        }
    }

    private RequestBody open(InputStream content, long length) {
        return new ConsumerBody(new IncomingBody(content, length), null).open(deadline);
    }

    private ProblemType refused(InputStream content, long length) {
        return catchThrowableOfType(Refusal.class, () -> open(content, length)).type();
    }

    private static InputStream octets(int length) {
        return new ByteArrayInputStream(new byte[length]);
    }
}
