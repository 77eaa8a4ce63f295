package org.s2sgateway.gateway;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.s2sgateway.dataverse.RequestTarget;
import org.s2sgateway.grants.BodyRefused;
import org.s2sgateway.grants.Conditions;
import org.s2sgateway.grants.Grant;
import org.s2sgateway.grants.Judgement;
import org.s2sgateway.grants.Needs;
import org.s2sgateway.grants.RequestJudge;
import org.s2sgateway.problem.Refusal;

/**
 * Holds requests to one environment against the grant of who makes them. Thread-safe.
 *
 * @param doubt called where a request could not be judged, perhaps because what it names is new
 */
record Restriction(Permit permit, Grant grant, RequestJudge judge, Runnable doubt) {

    /** Judges a request line; refuses what is not granted, and what cannot be judged. */
    Judgement.Judged require(
            String method, RequestTarget target, Conditions conditions, Function<String, Optional<String>> references) {
        Judgement.Judged judged = judge.judge(method, target, conditions, references)
                .fold(known -> known, unknown -> {
                    doubt.run();
                    throw unclear(unknown.reason());
                });
        Needs missing = judged.needs().beyond(grant);
        if (!missing.isEmpty()) {
            throw permit.lacks(missing.toString(), "lacks: " + missing + ".");
        }
        return judged;
    }

    /** What the body of a judged request passes on its way. */
    GrantedBody body(Judgement.Judged judged, List<String> contentTypes) {
        // Of two, one reader takes the first and another one the last: together they are none that is known.
        String contentType = String.join(",", contentTypes);
        return new GrantedBody(judged.body().filter(grant, contentType), this::refused);
    }

    private Refusal refused(BodyRefused body) {
        return body.missing().isEmpty()
                ? unclear(String.valueOf(body.getMessage()))
                : permit.lacks(
                        body.missing() + " in the body",
                        "lacks, for what is in the body, at least: " + body.missing() + ".");
    }

    private Refusal unclear(String reason) {
        return permit.lacks(
                "all verbs on * and all actions, for what it needs cannot be told",
                "does not allow everything, and what this request needs cannot be told. " + reason
                        + " Write the request differently; only a grant of all verbs on * and all actions lets it through"
                        + " as it is.");
    }
}
