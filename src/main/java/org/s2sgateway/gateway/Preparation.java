package org.s2sgateway.gateway;

import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.s2sgateway.dataverse.Deadline;
import org.s2sgateway.dataverse.HeaderPolicy;
import org.s2sgateway.dataverse.ReopenedBody;
import org.s2sgateway.dataverse.RequestBody;
import org.s2sgateway.grants.Conditions;
import org.s2sgateway.grants.Judgement;
import org.s2sgateway.odata.Links;
import org.s2sgateway.tenant.EnvironmentHost;

/**
 * Makes of what a consumer sends what goes to Dataverse: its links lead to the environment, and it is held against the
 * consumer's grant. Blocks while small bodies and batches arrive. Thread-safe.
 *
 * @param arrivals of small bodies
 * @param uploads of large ones
 */
record Preparation(Batches batches, Arrivals arrivals, Uploads uploads) {

    /**
     * Of one request; a large body is judged later, as it flows.
     *
     * @param restriction null where the consumer may make every request
     */
    PreparedCall single(
            IncomingCall call, String consumer, Deadline deadline, Links requests, @Nullable Restriction restriction) {
        // What a restricted consumer's headers say counts only where it goes up: Connection may keep any of them back.
        IncomingCall said = restriction == null ? call : call.with(HeaderPolicy.goingUp(call.headers()));
        RequestLinks links = new RequestLinks(said, requests);
        IncomingCall mapped = said.to(links.target());
        GrantedBody granted = restriction == null ? null : granted(mapped, restriction);
        IncomingBody sent = call.body();
        if (sent == null) {
            return new PreparedCall(mapped, null, null, Set.of(), null);
        }
        ConsumerBody body = new ConsumerBody(sent, links.body(granted).orElse(null));
        RequestBody opened =
                body.mayBeHeld() ? arrivals.read(consumer, sent, () -> body.open(deadline)) : body.open(deadline);
        return new PreparedCall(mapped, opened, body.flows() ? body : null, Set.of(), granted);
    }

    private static GrantedBody granted(IncomingCall call, Restriction restriction) {
        Judgement.Judged judged = restriction.require(
                call.method(), call.target(), Conditions.of(call.headers()), contentId -> Optional.empty());
        return restriction.body(judged, HeaderPolicy.values(call.headers(), "Content-Type"));
    }

    /**
     * A batch is read to its end before any of it is sent; a large one holds its thread for as long, as others do.
     *
     * @param hold told of what has to be closed when the call is over
     */
    PreparedCall batch(
            IncomingCall call,
            String consumer,
            Deadline deadline,
            Links requests,
            PartRule rule,
            Consumer<JudgedBatch> hold) {
        IncomingBody sent = call.body();
        boolean large = sent != null && (sent.length() < 0 || sent.length() > ConsumerBody.HELD);
        Deadline arrival = large ? deadline : deadline.within(ConsumerBody.ARRIVAL);
        Supplier<JudgedBatch> judging = () -> judged(call, arrival, rule, RequestLinks.parts(requests));
        if (large) {
            enter(consumer, call.host());
        }
        try {
            JudgedBatch batch = sent == null || large ? judging.get() : arrivals.read(consumer, sent, judging);
            hold.accept(batch);
            RequestBody judged = new ReopenedBody(batch::content, batch.length());
            return new PreparedCall(call.with(batch.headers()), judged, null, batch.users(), null);
        } finally {
            if (large) {
                uploads.leave(consumer, call.host());
            }
        }
    }

    private JudgedBatch judged(IncomingCall call, Deadline arrival, PartRule rule, PartLinks links) {
        IncomingBody sent = call.body();
        if (sent == null) {
            return batches.judge(call, rule, links);
        }
        try (InTime content = new InTime(sent.content(), arrival)) {
            return batches.judge(call.with(new IncomingBody(content, sent.length())), rule, links);
        }
    }

    /** Takes a place for a large body, which is to be left. */
    void enter(String consumer, EnvironmentHost host) {
        if (!uploads.enter(consumer, host)) {
            throw Forwarding.busy("As many large bodies are on their way as this gateway allows at a time, to "
                    + host.value() + ", from " + consumer + " or altogether.");
        }
    }
}
