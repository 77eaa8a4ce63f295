package org.s2sgateway.gateway;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.s2sgateway.dataverse.HeaderPolicy;
import org.s2sgateway.grants.Conditions;
import org.s2sgateway.grants.Judgement;
import org.s2sgateway.odata.BodyFilter;

/** Judges the requests of one batch by what their consumer may do. Not thread-safe. */
final class PermittedParts implements PartRule {

    private final Permit permit;
    private final @Nullable Restriction restriction;
    private final boolean batchAnswersRows;

    /** The table of the row that each request made, by its Content-ID; empty where that is not clear. */
    private final Map<String, Optional<String>> made = new HashMap<>();

    /**
     * Where no request has been judged yet.
     *
     * @param restriction null where every request may be made
     * @param headers of the batch itself
     */
    PermittedParts(Permit permit, @Nullable Restriction restriction, Map<String, List<String>> headers) {
        this.permit = permit;
        this.restriction = restriction;
        // Nobody documents whether Dataverse takes a preference of the batch for one of its requests, too.
        batchAnswersRows = Conditions.of(headers).answersRow();
    }

    @Override
    public Map<String, List<String>> impersonation(Map<String, List<String>> headers) {
        return permit.impersonation(headers);
    }

    @Override
    public Optional<BodyFilter> judge(BatchPart part) {
        permit.requireLogic(part.headers());
        if (restriction == null) {
            return Optional.empty();
        }
        Judgement.Judged judged = restriction.require(part.method(), part.target(), conditions(part), this::madeBy);
        String contentId = part.contentId();
        if (contentId != null) {
            // An id may come again in another change set: then it stands for one table or for none.
            made.merge(contentId, judged.table(), (one, other) -> one.equals(other) ? one : Optional.empty());
        }
        return Optional.of(restriction.body(judged, HeaderPolicy.values(part.headers(), "Content-Type")));
    }

    private Conditions conditions(BatchPart part) {
        Conditions own = Conditions.of(part.headers());
        return new Conditions(own.mayCreate(), own.mayUpdate(), own.answersRow() || batchAnswersRows);
    }

    private Optional<String> madeBy(String contentId) {
        return made.getOrDefault(contentId, Optional.empty());
    }
}
