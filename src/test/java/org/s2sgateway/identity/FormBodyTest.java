package org.s2sgateway.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.s2sgateway.problem.ProblemType;
import org.s2sgateway.testing.TestExchange;

class FormBodyTest {

    @Test
    void knowsThatAllOfAFormIsThere() throws Exception {
        TestExchange form = TestExchange.form("/connect", "a=b");

        assertThat(FormBody.arrived(form.request()).map(FormBodyTest::text)).contains("a=b");
    }

    @Test
    void takesNothingOfAFormOfWhichAnOctetIsMissing() throws Exception {
        TestExchange form = TestExchange.form("/connect", "a=").announcing(3);

        assertThat(FormBody.arrived(form.request())).isEmpty();
        assertThat(form.body.taken()).isZero();
    }

    @Test
    void readsAFormPieceByPieceAndComesBack() throws Exception {
        TestExchange form = TestExchange.form("/connect", "a=").announcing(5);
        FormBody.read(form.request(), form.response());
        form.body.reader().onDataAvailable();
        form.body.add("bcd");
        form.body.reader().onDataAvailable();
        form.body.reader().onAllDataRead();

        assertThat(form.dispatched.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(FormBody.of(form.request()).map(FormBodyTest::text)).contains("a=bcd");
        assertThat(form.completed).isZero();
        assertThat(form.listener).isInstanceOf(FormBody.class);
        assertThat(form.timeout).isEqualTo(30_000);
    }

    @Test
    void readsAFormThatEndsEarlier() throws Exception {
        TestExchange form = TestExchange.form("/connect", "a=b").announcing(9);
        FormBody.read(form.request(), form.response());
        form.body.reader().onDataAvailable();
        form.body.reader().onAllDataRead();

        assertThat(FormBody.of(form.request()).map(FormBodyTest::text)).contains("a=b");
    }

    @Test
    void breaksOffAFormThatIsLongerThanAnnounced() throws Exception {
        TestExchange form = TestExchange.form("/connect", "a=bc").announcing(3);
        FormBody.read(form.request(), form.response());

        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> form.body.reader().onDataAvailable())
                .withMessageContaining("longer than announced");
    }

    @Test
    void endsAConnectionOfHttp1BehindAFormThatCameSlowly() throws Exception {
        TestExchange old = TestExchange.form("/connect", "").announcing(3);
        TestExchange other = TestExchange.form("/connect", "").announcing(3).over("HTTP/2.0");
        FormBody.read(old.request(), old.response());
        FormBody.read(other.request(), other.response());

        assertThat(old.answered).containsEntry("Connection", "close");
        assertThat(other.answered).isEmpty();
    }

    @Test
    void answersOnceWhoeverTakesTooLong() throws Exception {
        TestExchange form = TestExchange.form("/connect", "").announcing(3);
        FormBody.read(form.request(), form.response());
        FormBody read = (FormBody) form.body.reader();
        read.onTimeout(null);
        assertThat(form.completed).isEqualTo(1);
        read.onError(new IOException("broken off"));
        read.onAllDataRead();

        assertThat(form.status).isEqualTo(ProblemType.REQUEST_TIMEOUT.status());
        assertThat(form.answer()).containsOnlyOnce("<code>" + ProblemType.REQUEST_TIMEOUT.code());
        assertThat(form.completed).isEqualTo(1);
        assertThat(FormBody.of(form.request())).isEmpty();
    }

    @Test
    void answersWhoeverBreaksOff() throws Exception {
        TestExchange form = TestExchange.form("/connect", "").announcing(3);
        FormBody.read(form.request(), form.response());
        form.body.reader().onError(new IOException("broken off"));

        assertThat(form.status).isEqualTo(ProblemType.REQUEST_TIMEOUT.status());
        assertThat(form.completed).isEqualTo(1);
    }

    @Test
    void answersNobodyWhoseFormHasArrived() throws Exception {
        TestExchange form = TestExchange.form("/connect", "a=b");
        FormBody.read(form.request(), form.response());
        FormBody read = (FormBody) form.body.reader();
        read.onDataAvailable();
        read.onAllDataRead();
        read.onTimeout(null);

        assertThat(form.status).isEqualTo(200);
        assertThat(form.completed).isZero();
    }

    @Test
    void knowsNothingOfRequestsThatItHasNotRead() {
        assertThat(FormBody.of(new TestExchange("POST", "/connect").request())).isEqualTo(Optional.empty());
    }

    private static String text(byte[] octets) {
        return new String(octets, StandardCharsets.ISO_8859_1);
    }
}
