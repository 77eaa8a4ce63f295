package org.s2sgateway.gateway;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.AsyncResponse;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.s2sgateway.audit.AuditQueue;
import org.s2sgateway.dataverse.Deadline;
import org.s2sgateway.dataverse.HeaderPolicy;
import org.s2sgateway.dataverse.Places;
import org.s2sgateway.dataverse.RetryPolicy;
import org.s2sgateway.dataverse.ThrottleGate;
import org.s2sgateway.dataverse.Timeline;
import org.s2sgateway.dataverse.Upstream;
import org.s2sgateway.dataverse.UpstreamRequest;
import org.s2sgateway.gateway.OpenEnvironments.Destination;
import org.s2sgateway.identity.Caller;
import org.s2sgateway.problem.ProblemType;
import org.s2sgateway.problem.Refusal;
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
    private final Uploads uploads = new Uploads();
    private Preparation preparation;
    private ForwardedCall.Tools tools;

    @PostConstruct
    void open() {
        preparation = new Preparation(batches, new Arrivals(), uploads);
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
        Correlation ids = Correlation.of(request);
        IncomingCall call;
        try {
            call = IncomingCall.of(request, headers, body);
        } catch (Refusal refusal) {
            new CallLog(caller.consumer(), request.getMethod(), "?", ids, began).refused(refusal);
            throw refusal;
        }
        CallLog log = new CallLog(caller.consumer(), call.method(), call.host().value(), ids, began);
        forward(caller, call, response, log);
    }

    private void forward(Caller caller, IncomingCall call, AsyncResponse response, CallLog log) {
        if (!calls.take(caller.consumer())) {
            Refusal refusal = busy("As many calls are under way as this gateway allows at a time, from "
                    + caller.consumer() + " or altogether.");
            log.refused(refusal);
            throw refusal;
        }
        CallUnderWay underWay = new CallUnderWay(calls, caller.consumer());
        try {
            begin(caller, call, response, log, underWay);
        } catch (Refusal refusal) {
            underWay.close();
            log.refused(refusal);
            throw refusal;
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
        Destination environment = environments.require(call.host(), permit);
        Restriction restriction = gatekeeper.restriction(permit, environment).orElse(null);
        Deadline deadline = Deadline.of(HeaderPolicy.values(call.headers(), "Prefer"), timeline);
        EnvironmentLinks.Both both = links.of(environment.host());
        boolean batch = call.target().isBatch();
        PreparedCall prepared = batch
                ? preparation.batch(
                        call,
                        caller.consumer(),
                        deadline,
                        both.requests(),
                        new PermittedParts(permit, restriction, call.headers()),
                        underWay::hold)
                : preparation.single(call, caller.consumer(), deadline, both.requests(), restriction);
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
        ActedAs actedAs = new ActedAs(users, permit.user(), environment.tenantId(), log, audit);
        JaxRsReply reply = new JaxRsReply(response, threads, log, actedAs, deadline, both.answers(), underWay::close);
        ForwardedCall forwarded = new ForwardedCall(
                tools,
                environment.tenantId(),
                caller.consumer(),
                request,
                deadline,
                () -> flowing != null && flowing.isAwaited(),
                prepared.repliedBy(reply));
        if (flowing == null) {
            forwarded.start();
        } else {
            preparation.enter(caller.consumer(), environment.host());
            upload(flowing, forwarded, reply, () -> uploads.leave(caller.consumer(), environment.host()));
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

    static Refusal busy(String detail) {
        return new Refusal(ProblemType.BUSY, detail + " Send fewer at once, and this one again.")
                .withHeader("Retry-After", "1");
    }
}
