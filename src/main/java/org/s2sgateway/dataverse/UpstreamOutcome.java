package org.s2sgateway.dataverse;

import java.util.function.Function;
import java.util.function.Supplier;
import org.s2sgateway.diagnosis.Diagnosis;
import org.s2sgateway.diagnosis.Dictionary;

/** What came of a request to Dataverse: an answer, whatever its status, or none. */
public sealed interface UpstreamOutcome {

    /** Dataverse answered; the answer has to be closed. */
    record Answered(UpstreamAnswer answer) implements UpstreamOutcome {}

    /**
     * No answer. The cause is for the log, the diagnosis for people.
     *
     * @param sent whether Dataverse may have got the request, or some of it
     */
    record Failed(Diagnosis diagnosis, Exception cause, boolean sent) implements UpstreamOutcome {}

    /** The consumer's body broke off, and with it the request: Dataverse did not get it. */
    record BodyBrokenOff() implements UpstreamOutcome {}

    /** One function per case. */
    default <T> T fold(Function<UpstreamAnswer, T> answered, Function<Failed, T> failed, Supplier<T> brokenOff) {
        if (this instanceof Answered it) {
            return answered.apply(it.answer());
        }
        return this instanceof Failed it ? failed.apply(it) : brokenOff.get();
    }

    /** A failure with the dictionary's diagnosis of the code. */
    static UpstreamOutcome failed(String code, Exception cause, boolean sent) {
        return new Failed(Dictionary.diagnose(code), cause, sent);
    }
}
