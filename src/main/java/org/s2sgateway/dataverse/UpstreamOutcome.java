package org.s2sgateway.dataverse;

import java.util.function.Function;
import org.s2sgateway.diagnosis.Diagnosis;
import org.s2sgateway.diagnosis.Dictionary;

/** What came of a request to Dataverse: an answer, whatever its status, or none. */
public sealed interface UpstreamOutcome {

    /** Dataverse answered; the answer has to be closed. */
    record Answered(UpstreamAnswer answer) implements UpstreamOutcome {}

    /** No answer. The cause is for the log, the diagnosis for people. */
    record Failed(Diagnosis diagnosis, Exception cause) implements UpstreamOutcome {}

    /** One function per case. */
    default <T> T fold(Function<UpstreamAnswer, T> answered, Function<Failed, T> failed) {
        return this instanceof Answered it ? answered.apply(it.answer()) : failed.apply((Failed) this);
    }

    /** A failure with the dictionary's diagnosis of the code. */
    static UpstreamOutcome failed(String code, Exception cause) {
        return new Failed(Dictionary.diagnose(code), cause);
    }
}
