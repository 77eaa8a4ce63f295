package org.s2sgateway.dataverse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class WholeBodyTest {

    private static final byte[] HELLO = {'h', 'e', 'l', 'l', 'o'};

    @Test
    void readsABodyOfItsAnnouncedLength() throws IOException {
        assertThat(new WholeBody(new ByteArrayInputStream(HELLO), 5).readAllBytes())
                .isEqualTo(HELLO);
    }

    @Test
    void readsABodyOfUnknownLength() throws IOException {
        assertThat(new WholeBody(new ByteArrayInputStream(HELLO), -1).readAllBytes())
                .isEqualTo(HELLO);
    }

    @Test
    void failsWhenTheBodyEndsBeforeItsAnnouncedLength() {
        assertThatThrownBy(() -> new WholeBody(new ByteArrayInputStream(HELLO), 6).readAllBytes())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("announced length");
    }
}
