package org.s2sgateway.simulator.wire;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.HttpContinueReadHandler;
import io.undertow.util.HeaderValues;
import io.undertow.util.SameThreadExecutor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.xnio.IoUtils;

/**
 * Where requests come in: reads them whole, records them, lets an ordered fault happen or asks the service. Waiting
 * costs no thread, so that thousands of delayed calls are possible.
 */
public final class Door implements HttpHandler {

    private static final Logger LOG = Logger.getLogger(Door.class.getName());

    private static final Answer LOGIN_PAGE = Answer.text(
            200,
            "text/html; charset=utf-8",
            "<!DOCTYPE html><html><head><title>Sign in to your account</title></head>"
                    + "<body><form method=\"post\"><input name=\"loginfmt\"></form></body></html>");

    private static final Answer LOGIN_REDIRECT = Answer.text(
                    302,
                    "text/html; charset=utf-8",
                    "<html><head><title>Object moved</title></head><body><h2>Object moved</h2></body></html>")
            .with("Location", "https://login.microsoftonline.com/common/oauth2/authorize?response_type=code");

    private final String place;
    private final Endpoint service;
    private final Faults faults;
    private final Recorder recorder;

    private Door(String place, Endpoint service, Faults faults, Recorder recorder) {
        this.place = place;
        this.service = service;
        this.faults = faults;
        this.recorder = recorder;
    }

    /** The handler of one listener; {@code place} is its name for the faults. */
    public static HttpHandler of(String place, Endpoint service, Faults faults, Recorder recorder) {
        // Whoever expects 100 Continue gets it as soon as the body is read.
        return new HttpContinueReadHandler(new Door(place, service, faults, recorder));
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) {
        if (service.drains(exchange.getRequestURI())) {
            AtomicLong count = new AtomicLong();
            exchange.getRequestReceiver()
                    .receivePartialBytes(
                            (received, piece, last) -> {
                                count.addAndGet(piece.length);
                                if (last) {
                                    received(received, String.valueOf(count).getBytes(StandardCharsets.US_ASCII));
                                }
                            },
                            this::cutOff);
        } else {
            exchange.getRequestReceiver().receiveFullBytes(this::received, this::cutOff);
        }
    }

    // Undertow's own way is to print a stack trace, for what any client may do.
    private void cutOff(HttpServerExchange exchange, IOException cause) {
        LOG.log(Level.FINE, "A body was cut off", cause);
        recorder.cutOff();
        IoUtils.safeClose(exchange.getConnection());
    }

    private void received(HttpServerExchange exchange, byte[] body) {
        Call call = new Call(
                exchange.getRequestMethod().toString(),
                exchange.getRequestURI(),
                exchange.getQueryString(),
                headers(exchange),
                body);
        recorder.record(call);
        exchange.dispatch(() -> enter(exchange, call));
    }

    private void enter(HttpServerExchange exchange, Call call) {
        Entry entry = service.enter(call);
        if (entry.refusal().isPresent()) {
            send(exchange, entry.refusal().get(), Optional.empty());
            return;
        }
        if (entry != Entry.FREE) {
            exchange.addExchangeCompleteListener((done, next) -> {
                entry.leave().run();
                next.proceed();
            });
            // An exchange whose connection breaks is never completed.
            exchange.getConnection()
                    .addCloseListener(connection -> entry.leave().run());
        }
        act(exchange, call, faults.next(place, call));
    }

    private void act(HttpServerExchange exchange, Call call, Optional<Fault> ordered) {
        Fault fault = ordered.orElse(null);
        if (fault instanceof Fault.Delay delay) {
            later(exchange, delay.duration(), call);
        } else if (fault instanceof Fault.HangUp) {
            IoUtils.safeClose(exchange.getConnection());
        } else if (fault instanceof Fault.Status failure) {
            Answer answer = service.failure(call, failure.status());
            for (Map.Entry<String, String> header : failure.headers().entrySet()) {
                answer = answer.with(header.getKey(), header.getValue());
            }
            send(exchange, answer, Optional.empty());
        } else if (fault instanceof Fault.Verbatim verbatim) {
            send(exchange, verbatim.answer(), Optional.empty());
        } else if (fault instanceof Fault.Throttled throttled) {
            Answer answer = service.throttled(call, throttled.limit());
            send(
                    exchange,
                    answer.with("Retry-After", RetryAfter.header(throttled.retryAfter(), throttled.asDate())),
                    Optional.empty());
        } else if (fault instanceof Fault.LoginPage) {
            send(exchange, LOGIN_PAGE, Optional.empty());
        } else if (fault instanceof Fault.LoginRedirect) {
            send(exchange, LOGIN_REDIRECT, Optional.empty());
        } else {
            serve(exchange, call, ordered);
        }
    }

    private void later(HttpServerExchange exchange, Duration delay, Call call) {
        exchange.dispatch(SameThreadExecutor.INSTANCE, () -> exchange.getIoThread()
                .executeAfter(
                        () -> exchange.getConnection()
                                .getWorker()
                                .execute(() -> serve(exchange, call, Optional.empty())),
                        delay.toMillis(),
                        TimeUnit.MILLISECONDS));
    }

    private void serve(HttpServerExchange exchange, Call call, Optional<Fault> fault) {
        Answer answer;
        try {
            answer = service.answer(call);
        } catch (RuntimeException defect) {
            LOG.log(Level.SEVERE, "The simulator has a defect at " + call.method() + " " + call.path(), defect);
            answer = service.failure(call, 500);
        }
        send(exchange, answer, fault);
    }

    private void send(HttpServerExchange exchange, Answer answer, Optional<Fault> fault) {
        Sending.send(exchange, answer, faults.delivery(place), fault, recorder::hungUp);
    }

    private static Map<String, List<String>> headers(HttpServerExchange exchange) {
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (HeaderValues values : exchange.getRequestHeaders()) {
            headers.put(values.getHeaderName().toString(), List.copyOf(values));
        }
        return Collections.unmodifiableMap(headers);
    }
}
