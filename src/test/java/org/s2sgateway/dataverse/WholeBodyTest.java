package org.s2sgateway.dataverse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class WholeBodyTest {

    private static final byte[] HELLO = {'h', 'e', 'l', 'l', 'o'};

    private final AtomicInteger cuts = new AtomicInteger();

    @Test
    void readsABodyOfItsAnnouncedLength() throws IOException {
        WholeBody body = body(hello(), 5);

        assertThat(body.readAllBytes()).isEqualTo(HELLO);
        assertThat(body.brokenOff()).isFalse();
        assertThat(cuts).hasValue(0);
    }

    @Test
    void readsABodyOfUnknownLength() throws IOException {
        assertThat(body(hello(), -1).readAllBytes()).isEqualTo(HELLO);
        assertThat(cuts).hasValue(0);
    }

    @Test
    void readsOctetByOctet() throws IOException {
        WholeBody body = body(hello(), 5);
        for (byte octet : HELLO) {
            assertThat(body.read()).isEqualTo(octet);
        }

        assertThat(body.read()).isEqualTo(-1);
        assertThat(cuts).hasValue(0);
    }

    @Test
    void cutsTheConnectionWhenTheBodyEndsBeforeItsAnnouncedLength() {
        WholeBody body = body(hello(), 6);

        assertThatThrownBy(body::readAllBytes).isInstanceOf(IOException.class).hasMessageContaining("announced length");
        assertThat(body.brokenOff()).isTrue();
        assertThat(cuts).hasValue(1);
    }

    @Test
    void cutsTheConnectionWhenTheBodyGoesOnAfterItsAnnouncedLength() {
        WholeBody body = body(hello(), 4);

        assertThatThrownBy(() -> body.readNBytes(4)).isInstanceOf(IOException.class);
        assertThat(body.brokenOff()).isTrue();
        assertThat(cuts).hasValue(1);
    }

    @Test
    void cutsTheConnectionWhenABodyOfUnknownLengthBreaksOff() {
        InputStream breaking = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("reset");
            }
        };
        WholeBody body = body(new SequenceInputStream(hello(), breaking), -1);

        assertThatThrownBy(body::readAllBytes).isInstanceOf(IOException.class).hasMessage("reset");
        assertThat(body.brokenOff()).isTrue();
        assertThat(cuts).hasValueGreaterThan(0);
    }

    @Test
    void cutsTheConnectionWhenAServerFailsInAnotherWay() {
        InputStream failing = new InputStream() {
            @Override
            public int read() {
                throw new IllegalStateException("a server's own");
            }
        };
        WholeBody body = body(failing, -1);

        assertThatThrownBy(body::read).isInstanceOf(IllegalStateException.class);
        assertThat(body.brokenOff()).isTrue();
    }

    private WholeBody body(InputStream content, long length) {
        return new WholeBody(content, length, cuts::incrementAndGet);
    }

    private static InputStream hello() {
        return new ByteArrayInputStream(HELLO);
    }
}
