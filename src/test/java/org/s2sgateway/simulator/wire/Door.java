package org.s2sgateway.simulator.wire;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.HttpContinueReadHandler;
import io.undertow.server.handlers.encoding.ContentEncodingRepository;
import io.undertow.server.handlers.encoding.EncodingHandler;
import io.undertow.server.handlers.encoding.GzipEncodingProvider;
import io.undertow.util.HeaderValues;
import io.undertow.util.HttpString;
import io.undertow.util.SameThreadExecutor;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
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
        return new EncodingHandler(
                // Whoever expects 100 Continue gets it as soon as the body is read.
                new HttpContinueReadHandler(new Door(place, service, faults, recorder)),
                new ContentEncodingRepository().addEncodingHandler("gzip", new GzipEncodingProvider(), 50));
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) {
        exchange.getRequestReceiver().receiveFullBytes((received, body) -> {
            Call call = new Call(
                    received.getRequestMethod().toString(),
                    received.getRequestURI(),
                    received.getQueryString(),
                    headers(received),
                    body);
            recorder.record(call);
            received.dispatch(() -> enter(received, call));
        });
    }

    private void enter(HttpServerExchange exchange, Call call) {
        Optional<Fault> fault = faults.next(place, call);
        if (fault.isEmpty()) {
            serve(exchange, call);
        } else if (fault.get() instanceof Fault.Delay delay) {
            later(exchange, delay.duration(), call);
        } else if (fault.get() instanceof Fault.Status ordered) {
            Answer answer = service.failure(ordered.status());
            for (Map.Entry<String, String> header : ordered.headers().entrySet()) {
                answer = answer.with(header.getKey(), header.getValue());
            }
            send(exchange, answer);
        } else if (fault.get() instanceof Fault.LoginPage) {
            send(exchange, LOGIN_PAGE);
        } else {
            IoUtils.safeClose(exchange.getConnection());
        }
    }

    private void later(HttpServerExchange exchange, Duration delay, Call call) {
        exchange.dispatch(SameThreadExecutor.INSTANCE, () -> exchange.getIoThread()
                .executeAfter(
                        () -> exchange.getConnection().getWorker().execute(() -> serve(exchange, call)),
                        delay.toMillis(),
                        TimeUnit.MILLISECONDS));
    }

    private void serve(HttpServerExchange exchange, Call call) {
        Answer answer;
        try {
            answer = service.answer(call);
        } catch (RuntimeException defect) {
            LOG.log(Level.SEVERE, "The simulator has a defect at " + call.method() + " " + call.path(), defect);
            answer = service.failure(500);
        }
        send(exchange, answer);
    }

    private static void send(HttpServerExchange exchange, Answer answer) {
        exchange.setStatusCode(answer.status());
        answer.headers()
                .forEach(header -> exchange.getResponseHeaders().add(new HttpString(header.name()), header.value()));
        exchange.getResponseSender().send(ByteBuffer.wrap(answer.body()));
    }

    private static Map<String, List<String>> headers(HttpServerExchange exchange) {
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (HeaderValues values : exchange.getRequestHeaders()) {
            headers.put(values.getHeaderName().toString(), List.copyOf(values));
        }
        return Collections.unmodifiableMap(headers);
    }
}
