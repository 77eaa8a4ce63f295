package org.s2sgateway.isolation;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPInputStream;

/**
 * Sends requests, each under ids of its own, and has every answer looked into. All consumers share its connections, as
 * they share those of a proxy in front of a gateway. Thread-safe.
 */
final class Asking {

    /** How every trace id of the suite begins. */
    static final String TRACE_PREFIX = "15015015";

    private static final Duration PATIENCE = Duration.ofSeconds(130);

    private final HttpClient client;
    private final Oracle oracle;
    private final Tally tally;
    private final String run;
    private final AtomicLong numbers = new AtomicLong();

    /** @param run six hexadecimal digits that all ids of the run have */
    Asking(HttpClient client, Oracle oracle, Tally tally, String run) {
        this.client = client;
        this.oracle = oracle;
        this.tally = tally;
        this.run = run;
    }

    static String trace(String run, long number) {
        return "00-%s%s%018x-%016x-01".formatted(TRACE_PREFIX, run, number, number);
    }

    /** A number that no other call has. */
    long number() {
        return numbers.incrementAndGet();
    }

    /** The answer, where it is one that was expected; everything else is counted, and found wanting. */
    Optional<Answer> send(Asked asked) throws InterruptedException {
        Asked named = named(asked);
        Answer answer;
        try {
            answer = read(client.send(request(named), BodyHandlers.ofByteArray()));
        } catch (IOException silent) {
            tally.silent(named.kind());
            found(Crossing.SILENCE, named, silent.toString());
            return Optional.empty();
        }
        tally.answered(named.kind(), answer);
        oracle.crossings(named, answer).forEach(tally::found);
        return answer.isLimited() ? Optional.empty() : expected(named, answer);
    }

    /** Reads so many octets of the answer at most, and hangs up. */
    void cut(Asked asked, int octets) throws InterruptedException {
        Asked named = named(asked);
        try {
            HttpResponse<InputStream> response = client.send(request(named), BodyHandlers.ofInputStream());
            byte[] beginning;
            try (InputStream body = response.body()) {
                beginning = body.readNBytes(octets);
            }
            tally.cut(named.kind());
            String text = new String(beginning, StandardCharsets.UTF_8);
            Answer answer = new Answer(response.statusCode(), response.headers().map(), text);
            oracle.crossings(named, answer).forEach(tally::found);
            if (!answer.isLimited()) {
                expected(named, answer);
            }
        } catch (IOException silent) {
            tally.silent(named.kind());
            found(Crossing.SILENCE, named, silent.toString());
        }
    }

    /** Hangs up after so long, wherever the call is by then. */
    void abandon(Asked asked, Duration after) throws InterruptedException {
        Asked named = named(asked);
        CompletableFuture<HttpResponse<Void>> call = client.sendAsync(request(named), BodyHandlers.discarding());
        try {
            call.get(after.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException underWay) {
            call.cancel(true);
        } catch (ExecutionException silent) {
            found(Crossing.SILENCE, named, silent.toString());
        }
        tally.cut(named.kind());
    }

    void found(Crossing crossing, Asked asked, String detail) {
        tally.found(new Finding(crossing, asked.toString(), detail));
    }

    private Optional<Answer> expected(Asked asked, Answer answer) {
        Expected expected = asked.expected();
        boolean status = expected.statuses().contains(answer.status());
        boolean code = expected.code().map(answer.code()::equals).orElse(true);
        if (status && code) {
            return Optional.of(answer);
        }
        found(
                expected.isRefusal() ? Crossing.REFUSAL : Crossing.ANSWER,
                asked,
                answer.status() + " " + answer.code() + " in place of " + expected + ": " + beginning(answer));
        return Optional.empty();
    }

    private static String beginning(Answer answer) {
        return answer.body().substring(0, Math.min(200, answer.body().length())).replaceAll("\\s+", " ");
    }

    private Asked named(Asked asked) {
        long number = number();
        String place = asked.site().map(Site::name).orElse("-");
        return asked.with(
                        Asked.REQUEST_ID, "iso." + run + "." + asked.consumer().name() + "." + place + "." + number)
                .with(Asked.TRACEPARENT, trace(run, number));
    }

    private static HttpRequest request(Asked asked) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(asked.url()))
                .timeout(PATIENCE)
                .method(
                        asked.method(),
                        asked.body().isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(asked.body()));
        if (!asked.headers().containsKey("Authorization")) {
            request.setHeader(
                    "Authorization", "Bearer " + asked.consumer().bearer().get());
        }
        asked.headers().forEach((name, value) -> {
            if (!value.isEmpty()) {
                request.setHeader(name, value);
            }
        });
        return request.build();
    }

    private static Answer read(HttpResponse<byte[]> response) throws IOException {
        byte[] body = response.body();
        if (response.headers()
                        .firstValue("Content-Encoding")
                        .filter("gzip"::equals)
                        .isPresent()
                && body.length > 0) {
            try (GZIPInputStream plain = new GZIPInputStream(new ByteArrayInputStream(body))) {
                body = plain.readAllBytes();
            }
        }
        return new Answer(response.statusCode(), response.headers().map(), new String(body, StandardCharsets.UTF_8));
    }
}
