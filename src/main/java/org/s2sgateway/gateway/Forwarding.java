package org.s2sgateway.gateway;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.AsyncResponse;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.s2sgateway.audit.AuditQueue;
import org.s2sgateway.dataverse.Deadline;
import org.s2sgateway.dataverse.HeaderPolicy;
import org.s2sgateway.dataverse.ReopenedBody;
import org.s2sgateway.dataverse.RequestBody;
import org.s2sgateway.dataverse.RetryPolicy;
import org.s2sgateway.dataverse.ThrottleGate;
import org.s2sgateway.dataverse.Timeline;
import org.s2sgateway.dataverse.Upstream;
import org.s2sgateway.dataverse.UpstreamRequest;
import org.s2sgateway.gateway.OpenEnvironments.Destination;
import org.s2sgateway.grants.Conditions;
import org.s2sgateway.grants.Judgement;
import org.s2sgateway.identity.Caller;
import org.s2sgateway.odata.Links;
import org.s2sgateway.problem.ProblemType;
import org.s2sgateway.problem.Refusal;
import org.s2sgateway.tenant.EnvironmentHost;
import org.s2sgateway.token.TokenBroker;

/**
 * Takes calls in: may the caller, is the environment open, what is the body. The request's thread does that and lets go;
 * what follows is {@link ForwardedCall}'s, and no step goes back up. Only a body that is too large to be held keeps the
 * thread, for as long as it flows.
 *
 * <p>At most 4,000 calls at a time, 3,000 of one consumer, each of which costs some ten kilobytes and its small bodies.
 * Thread-safe.
 */
@ApplicationScoped
public class Forwarding {

    private static final int MOST_CALLS = 4_000;
    private static final int MOST_CALLS_OF_A_CONSUMER = 3_000;

    @Inject
    Gatekeeper gatekeeper;

    @Inject
    OpenEnvironments environments;

    @Inject
    TokenBroker tokens;

    @Inject
    ThrottleGate gate;

    @Inject
    Upstream upstream;

    @Inject
    Timeline timeline;

    @Inject
    AnswerThreads threads;

    @Inject
    EnvironmentLinks links;

    @Inject
    Batches batches;

    @Inject
    AuditQueue audit;

    private final Places<String> calls = new Places<>(MOST_CALLS, MOST_CALLS_OF_A_CONSUMER);
    private final Arrivals arrivals = new Arrivals();
    private final Uploads uploads = new Uploads();
    private ForwardedCall.Tools tools;

    @PostConstruct
    void open() {
        tools = new ForwardedCall.Tools(gate, tokens, upstream, new RetryPolicy(), timeline);
    }

    /**
     * Answers later, with what Dataverse says or with a refusal.
     *
     * @throws Refusal where the call goes nowhere
     */
    void forward(Caller caller, HttpServletRequest request, @Nullable InputStream body, AsyncResponse response) {
        long began = System.nanoTime();
        Map<String, List<String>> headers = IncomingCall.headers(request);
        Correlation ids = Correlation.of(headers);
        IncomingCall call;
        try {
            call = IncomingCall.of(request, headers, body);
        } catch (Refusal refusal) {
            new CallLog(caller.consumer(), request.getMethod(), "?", ids, began).refused(refusal);
            throw ids.on(refusal);
        }
        CallLog log = new CallLog(caller.consumer(), call.method(), call.host().value(), ids, began);
        forward(caller, call, response, log);
    }

    private void forward(Caller caller, IncomingCall call, AsyncResponse response, CallLog log) {
        if (!calls.take(caller.consumer())) {
            Refusal refusal = busy("As many calls are under way as this gateway allows at a time, from "
                    + caller.consumer() + " or altogether.");
            log.refused(refusal);
            throw log.ids().on(refusal);
        }
        CallUnderWay underWay = new CallUnderWay(calls, caller.consumer());
        try {
            begin(caller, call, response, log, underWay);
        } catch (Refusal refusal) {
            underWay.close();
            log.refused(refusal);
            throw log.ids().on(refusal);
        } catch (RuntimeException | Error defect) {
            underWay.close();
            throw defect;
        }
    }

    private void begin(Caller caller, IncomingCall call, AsyncResponse response, CallLog log, CallUnderWay underWay) {
        Permit permit = gatekeeper.permit(caller);
        Map<String, String> set = log.ids().headers();
        Map<String, List<String>> asked = permit.impersonation(call.headers());
        asked.forEach((name, values) -> set.put(name, values.get(0)));
        permit.requireLogic(call.headers());
        Destination environment = environments.require(call.host());
        permit.enter(environment);
        Restriction restriction = gatekeeper.restriction(permit, environment).orElse(null);
        Deadline deadline = Deadline.of(HeaderPolicy.values(call.headers(), "Prefer"), timeline);
        EnvironmentLinks.Both both = links.of(environment.host());
        boolean batch = call.target().isBatch();
        Prepared prepared = batch
                ? judged(
                        call,
                        caller,
                        deadline,
                        both.requests(),
                        new PermittedParts(permit, restriction, call.headers()),
                        underWay)
                : mapped(call, caller, deadline, both.requests(), restriction);
        ConsumerBody flowing = prepared.flowing();
        UpstreamRequest request = new UpstreamRequest(
                environment.host(),
                call.method(),
                prepared.call().target(),
                prepared.call().headers(),
                set,
                prepared.body());
        Set<String> users = new TreeSet<>(prepared.users());
        users.addAll(Impersonation.users(call.method(), asked));
        ActedAs actedAs = new ActedAs(users, environment.tenantId(), log, audit);
        JaxRsReply reply = new JaxRsReply(response, threads, log, actedAs, deadline, both.answers(), underWay::close);
        ForwardedCall forwarded = new ForwardedCall(
                tools,
                environment.tenantId(),
                caller.consumer(),
                request,
                deadline,
                () -> flowing != null && flowing.isAwaited(),
                prepared.granted() == null ? reply : new GrantedReply(reply, prepared.granted()));
        if (flowing == null) {
            forwarded.start();
        } else {
            enter(caller, environment.host());
            upload(flowing, forwarded, reply, () -> uploads.leave(caller.consumer(), environment.host()));
        }
    }

    /**
     * A call as it may be sent.
     *
     * @param flowing the body where it still has to be pumped
     * @param users as whom requests within it act
     * @param granted what judges the body, where that is not done yet
     */
    private record Prepared(
            IncomingCall call,
            @Nullable RequestBody body,
            @Nullable ConsumerBody flowing,
            Set<String> users,
            @Nullable GrantedBody granted) {}

    private Prepared mapped(
            IncomingCall call, Caller caller, Deadline deadline, Links requests, @Nullable Restriction restriction) {
        // What a restricted consumer's headers say counts only where it goes to Dataverse.
        RequestLinks links = new RequestLinks(
                restriction == null ? call : call.with(HeaderPolicy.goingUp(call.headers())), requests);
        IncomingCall mapped = call.to(links.target());
        GrantedBody granted = restriction == null ? null : granted(mapped, restriction);
        IncomingBody sent = call.body();
        if (sent == null) {
            return new Prepared(mapped, null, null, Set.of(), null);
        }
        ConsumerBody body = new ConsumerBody(sent, links.body(granted).orElse(null));
        RequestBody opened = body.mayBeHeld()
                ? arrivals.read(caller.consumer(), sent, () -> body.open(deadline))
                : body.open(deadline);
        return new Prepared(mapped, opened, body.flows() ? body : null, Set.of(), granted);
    }

    private static GrantedBody granted(IncomingCall call, Restriction restriction) {
        Map<String, List<String>> headers = HeaderPolicy.goingUp(call.headers());
        Judgement.Judged judged = restriction.require(
                call.method(), call.target(), Conditions.of(headers), contentId -> Optional.empty());
        return restriction.body(judged, HeaderPolicy.values(headers, "Content-Type"));
    }

    /** A batch is read to its end before any of it is sent; a large one holds its thread for as long, as others do. */
    private Prepared judged(
            IncomingCall call, Caller caller, Deadline deadline, Links requests, PartRule rule, CallUnderWay underWay) {
        IncomingBody sent = call.body();
        boolean large = sent != null && (sent.length() < 0 || sent.length() > ConsumerBody.HELD);
        Deadline arrival = large ? deadline : deadline.within(ConsumerBody.ARRIVAL);
        IncomingCall bounded =
                sent == null ? call : call.with(new IncomingBody(new InTime(sent.content(), arrival), sent.length()));
        Supplier<JudgedBatch> judging = () -> batches.judge(bounded, rule, RequestLinks.parts(requests));
        if (large) {
            enter(caller, call.host());
        }
        try {
            JudgedBatch batch = sent == null || large ? judging.get() : arrivals.read(caller.consumer(), sent, judging);
            underWay.hold(batch);
            RequestBody judged = new ReopenedBody(batch::content, batch.length());
            return new Prepared(call.with(batch.headers()), judged, null, batch.users(), null);
        } finally {
            if (large) {
                uploads.leave(caller.consumer(), call.host());
            }
        }
    }

    private static void upload(ConsumerBody body, ForwardedCall forwarded, JaxRsReply reply, Runnable whenRead) {
        try {
            reply.keep();
            forwarded.start();
            body.pump();
        } finally {
            whenRead.run();
            reply.open();
        }
    }

    private void enter(Caller caller, EnvironmentHost host) {
        if (!uploads.enter(caller.consumer(), host)) {
            throw busy("As many large bodies are on their way as this gateway allows at a time, to " + host.value()
                    + ", from " + caller.consumer() + " or altogether.");
        }
    }

    static Refusal busy(String detail) {
        return new Refusal(ProblemType.BUSY, detail + " Send fewer at once, and this one again.")
                .withHeader("Retry-After", "1");
    }
}
