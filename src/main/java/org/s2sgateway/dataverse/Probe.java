package org.s2sgateway.dataverse;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.function.Function;
import org.s2sgateway.diagnosis.Diagnosis;
import org.s2sgateway.diagnosis.Dictionary;
import org.s2sgateway.outbound.SmallCall;

/**
 * Asks an address, without a token, whether it is a Dataverse environment and whose. The caller has made sure that the
 * host is allowed; the answer's body is not looked at and no redirect is followed.
 *
 * <p>Thread-safe.
 */
public final class Probe {

    /** What the address turned out to be. */
    public sealed interface Outcome {

        /** A Dataverse environment, and where its users sign in. */
        record Challenged(Challenge challenge) implements Outcome {}

        /** No connection, or no answer in time, or an answer that Dataverse would not give. */
        record Failed(Diagnosis diagnosis) implements Outcome {}

        /** One function per case. */
        default <T> T fold(Function<Challenge, T> challenged, Function<Diagnosis, T> failed) {
            return this instanceof Challenged it
                    ? challenged.apply(it.challenge())
                    : failed.apply(((Failed) this).diagnosis());
        }
    }

    private static final Duration TIME_LIMIT = Duration.ofSeconds(5);

    private final HttpClient client;

    public Probe(HttpClient client) {
        this.client = client;
    }

    /** Takes five seconds at most. */
    public Outcome ask(String host) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("https://" + host + "/api/data/v9.2/"))
                .header("Accept", "application/json")
                .GET()
                .build();
        try {
            HttpResponse<byte[]> answer = SmallCall.send(client, request, 1, TIME_LIMIT);
            if (answer.statusCode() != 401) {
                return failed("S2S.UnexpectedAnswer");
            }
            return Challenge.parse(answer.headers().allValues("WWW-Authenticate"))
                    .<Outcome>map(Outcome.Challenged::new)
                    .orElseGet(() -> failed("S2S.UnexpectedAnswer"));
        } catch (HttpTimeoutException late) {
            return failed("S2S.Timeout");
        } catch (IOException unreachable) {
            return failed("S2S.EnvironmentUnreachable");
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return failed("S2S.Timeout");
        }
    }

    private static Outcome failed(String code) {
        return new Outcome.Failed(Dictionary.diagnose(code));
    }
}
