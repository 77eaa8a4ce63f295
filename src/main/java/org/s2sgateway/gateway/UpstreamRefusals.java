package org.s2sgateway.gateway;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.s2sgateway.dataverse.UpstreamAnswer;
import org.s2sgateway.dataverse.UpstreamOutcome;
import org.s2sgateway.diagnosis.Diagnosis;
import org.s2sgateway.diagnosis.Dictionary;
import org.s2sgateway.problem.ProblemType;
import org.s2sgateway.problem.Refusal;
import org.s2sgateway.tenant.EnvironmentHost;

/** How a consumer is told that Dataverse gave no answer, or none that could be passed on. */
final class UpstreamRefusals {

    private static final Logger LOG = Logger.getLogger(UpstreamRefusals.class.getName());

    private static final Set<String> READING = Set.of("GET", "HEAD");

    private UpstreamRefusals() {}

    /** Why there was no answer is for the log, since only an operator can do something about it. */
    static Refusal of(EnvironmentHost host, String method, UpstreamOutcome.Failed failed) {
        Diagnosis diagnosis = failed.diagnosis();
        LOG.log(Level.INFO, "{0} gave no answer: {1}", new Object[] {
            host.value(), failed.cause().toString()
        });
        return new Refusal(
                switch (diagnosis.code()) {
                    case "S2S.Timeout" -> ProblemType.TIMEOUT;
                    case "S2S.Busy" -> ProblemType.BUSY;
                    default -> ProblemType.ENVIRONMENT_UNREACHABLE;
                },
                failed.sent()
                        ? "Dataverse got the request, and the connection ended before an answer came. " + next(method)
                        : diagnosis.inWords());
    }

    /**
     * The call's deadline is over; what was sent may have been carried out.
     *
     * @param limit of this call
     */
    static Refusal late(Duration limit, String method, boolean sent) {
        String over = "The time of this call is over: " + limit.toSeconds()
                + (limit.toSeconds() == 1 ? " second" : " seconds")
                + ", which another one may set by Prefer: wait=<seconds>. ";
        return new Refusal(
                ProblemType.TIMEOUT,
                sent
                        ? over + "Dataverse got the request and has not answered. " + next(method)
                        : over + "Its turn or its token had not come; Dataverse did not get it.");
    }

    private static String next(String method) {
        return READING.contains(method)
                ? "It changed nothing and can be sent again."
                : "Whether it was carried out is not known: look before you repeat it.";
    }

    /** It was the gateway's token that was refused, not the caller's. */
    static Refusal tokenNotAccepted(boolean replayable) {
        String words = Dictionary.diagnose("S2S.TokenNotAccepted").inWords();
        return new Refusal(
                ProblemType.TOKEN_REFUSED,
                replayable
                        ? words
                        : words + " The body was too large to be kept and sent again: send the request again.");
    }

    static Refusal notReadable() {
        return new Refusal(
                ProblemType.UNEXPECTED_ANSWER,
                "Dataverse has packed its answer, or encoded its characters, in a way that was not asked for, so that its"
                        + " links cannot be mapped.");
    }

    /** What the page says to people stays behind, but for how long they are asked to wait. */
    static Refusal notData(UpstreamAnswer page) {
        Refusal refusal = new Refusal(
                ProblemType.UNEXPECTED_ANSWER,
                Dictionary.diagnose("S2S.UnexpectedAnswer").inWords());
        page.retryAfter(Instant.now()).ifPresent(wait -> refusal.withHeader("Retry-After", "" + wait.toSeconds()));
        return refusal;
    }
}
