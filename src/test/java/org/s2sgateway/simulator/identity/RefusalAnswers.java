package org.s2sgateway.simulator.identity;

import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.UUID;
import org.s2sgateway.simulator.wire.Answer;
import org.s2sgateway.simulator.wire.Call;
import org.s2sgateway.simulator.wire.JsonText;

/** How a refusal is told: as JSON to a program, as a page to a person, as a text in a redirect. */
final class RefusalAnswers {

    private static final DateTimeFormatter TIMESTAMP =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss'Z'").withZone(ZoneOffset.UTC);

    private record Trace(String id, String correlationId, String timestamp) {}

    private final Clock clock;

    RefusalAnswers(Clock clock) {
        this.clock = clock;
    }

    Answer json(EntraRefusal refusal, Call call, String authority) {
        Trace trace = trace(call);
        return Answer.json(
                        refusal.status(),
                        JsonText.object()
                                .add("error", refusal.error())
                                .add("error_description", description(refusal, trace))
                                .add(
                                        "error_codes",
                                        JsonText.JSON.createArrayBuilder().add(refusal.code()))
                                .add("timestamp", trace.timestamp())
                                .add("trace_id", trace.id())
                                .add("correlation_id", trace.correlationId())
                                .add("error_uri", authority + "/error?code=" + refusal.code())
                                .build())
                .with("Cache-Control", "no-store")
                .with("x-ms-request-id", trace.id());
    }

    /** A page from which no way leads back to the application. */
    Answer page(EntraRefusal refusal, Call call) {
        return SignInPages.refusal(400, description(refusal, trace(call)));
    }

    /** What {@code error_description} says in a redirect. */
    String description(EntraRefusal refusal, Call call) {
        return description(refusal, trace(call));
    }

    private static String description(EntraRefusal refusal, Trace trace) {
        return refusal.getMessage() + "\r\nTrace ID: " + trace.id() + "\r\nCorrelation ID: " + trace.correlationId()
                + "\r\nTimestamp: " + trace.timestamp();
    }

    private Trace trace(Call call) {
        String correlationId = call.header("client-request-id")
                .filter(Authorities::isGuid)
                .orElseGet(() -> UUID.randomUUID().toString());
        return new Trace(UUID.randomUUID().toString(), correlationId, TIMESTAMP.format(clock.instant()));
    }
}
