package org.s2sgateway.gateway;

import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.s2sgateway.dataverse.UpstreamAnswer;
import org.s2sgateway.problem.Refusal;

/**
 * One line for each call that failed or was refused, and at FINE for each other one: who, where to, what came of it and
 * by what it is found at Dataverse. No paths and queries, which may hold personal data.
 *
 * @param consumer the caller's id
 * @param began by the system's nanosecond clock
 */
record CallLog(String consumer, String method, String host, Correlation ids, long began) {

    private static final Logger LOG = Logger.getLogger(CallLog.class.getName());

    void answered(UpstreamAnswer answer) {
        Level level = answer.status() >= 500 || answer.isThrottled() ? Level.INFO : Level.FINE;
        if (LOG.isLoggable(level)) {
            LOG.log(level, line("" + answer.status()) + serverIds(answer));
        }
    }

    void refused(Refusal refusal) {
        LOG.log(
                Level.INFO,
                () -> line(refusal.type().status() + " " + refusal.type().code()));
    }

    /** The answer had begun, and did not come to its end. */
    void brokeOff(UpstreamAnswer answer, Exception cause) {
        LOG.log(
                Level.WARNING,
                () -> line(answer.status() + ", and the answer ended early ("
                                + cause.getClass().getSimpleName() + ")")
                        + serverIds(answer));
    }

    /** By what the consumer finds the call. */
    String clientIds() {
        return "client request " + ids.requestId() + ", trace " + ids.traceparent();
    }

    private String line(String what) {
        return consumer + " " + method + " " + host + ": " + what + ", "
                + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began) + " ms; " + clientIds();
    }

    /** By what it is found at Dataverse; begins with a comma where there is anything. */
    static String serverIds(UpstreamAnswer answer) {
        return answer.header("x-ms-service-request-id")
                        .map(id -> ", service request " + printable(id))
                        .orElse("")
                + answer.header("REQ_ID").map(id -> ", REQ_ID " + printable(id)).orElse("");
    }

    private static String printable(String text) {
        StringBuilder printable = new StringBuilder();
        text.chars().limit(100).filter(c -> c > 0x20 && c < 0x7f).forEach(c -> printable.append((char) c));
        return printable.toString();
    }
}
