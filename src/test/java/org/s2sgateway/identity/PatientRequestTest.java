package org.s2sgateway.identity;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.s2sgateway.testing.TestExchange;

/** What becomes of a body that nobody has read, where the server would wait for it. */
class PatientRequestTest {

    private final TestExchange exchange = new TestExchange("POST", "/api/tenants").announcing(10);
    private final PatientRequest request = new PatientRequest(exchange.request(), exchange.response());

    @Test
    void endsAtOnceWhereNothingIsLeft() {
        exchange.body.end();
        request.startAsync().complete();

        assertThat(exchange.completed).isEqualTo(1);
        assertThat(exchange.answered).isEmpty();
    }

    @Test
    void answersFirstAndEndsOnceAllOfTheBodyHasCome() throws Exception {
        for (Function<HttpServletRequest, AsyncContext> way : List.<Function<HttpServletRequest, AsyncContext>>of(
                HttpServletRequest::startAsync,
                HttpServletRequest::getAsyncContext,
                it -> it.startAsync(it, exchange.response()))) {
            TestExchange answered = new TestExchange("POST", "/api/tenants").announcing(10);
            way.apply(new PatientRequest(answered.request(), answered.response()))
                    .complete();

            assertThat(answered.answered).containsEntry("closed", "true");
            assertThat(answered.timeout).isZero();
            assertThat(answered.completed).isZero();
            answered.body.add("0123");
            answered.body.reader().onDataAvailable();
            answered.body.add("456789");
            answered.body.reader().onDataAvailable();
            assertThat(answered.body.taken()).isEqualTo(10);
            assertThat(answered.completed).isZero();

            answered.body.reader().onAllDataRead();
            assertThat(answered.completed).isEqualTo(1);
            answered.body.reader().onError(new IOException("broken off"));
            assertThat(answered.completed).isEqualTo(1);
        }
    }

    @Test
    void endsWhereTheRestNeverComes() throws Exception {
        request.startAsync().complete();
        exchange.body.reader().onError(new IOException("broken off"));

        assertThat(exchange.completed).isEqualTo(1);
    }

    @Test
    void endsWhereNobodyIsThereAnyMore() {
        HttpServletRequest gone = new HttpServletRequestWrapper(exchange.request()) {
            @Override
            public ServletInputStream getInputStream() throws IOException {
                throw new IOException("gone");
            }
        };
        new PatientRequest(gone, exchange.response()).startAsync().complete();

        assertThat(exchange.completed).isEqualTo(1);
    }

    @Test
    void isLikeTheRequestInEverythingElse() throws Exception {
        AsyncContext async = request.startAsync();
        async.setTimeout(1_234);
        async.addListener(null);
        async.dispatch();

        assertThat(exchange.timeout).isEqualTo(1_234);
        assertThat(exchange.dispatched.await(0, TimeUnit.SECONDS)).isTrue();
        assertThat(exchange.completed).isZero();
    }

    @Test
    void knowsABodyByWhatTheRequestSays() {
        assertThat(UnreadBody.isAnnounced(new TestExchange("POST", "/").request()))
                .isFalse();
        assertThat(UnreadBody.isAnnounced(
                        new TestExchange("POST", "/").announcing(0).request()))
                .isFalse();
        assertThat(UnreadBody.isAnnounced(
                        new TestExchange("POST", "/").announcing(1).request()))
                .isTrue();
        assertThat(UnreadBody.isAnnounced(new TestExchange("POST", "/")
                        .with("Transfer-Encoding", "chunked")
                        .request()))
                .isTrue();
    }
}
