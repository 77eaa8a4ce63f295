package org.s2sgateway.gateway;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.container.AsyncResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.s2sgateway.dataverse.Deadline;
import org.s2sgateway.dataverse.HeaderPolicy;
import org.s2sgateway.dataverse.RequestBody;
import org.s2sgateway.dataverse.RetryPolicy;
import org.s2sgateway.dataverse.ThrottleGate;
import org.s2sgateway.dataverse.Timeline;
import org.s2sgateway.dataverse.Upstream;
import org.s2sgateway.dataverse.UpstreamRequest;
import org.s2sgateway.grants.AccessDefault;
import org.s2sgateway.identity.Caller;
import org.s2sgateway.problem.ProblemType;
import org.s2sgateway.problem.Refusal;
import org.s2sgateway.tenant.Environment;
import org.s2sgateway.token.TokenBroker;

/**
 * Takes calls in: may the caller, is the environment open, what is the body. The request's thread does that and lets go;
 * what follows is {@link ForwardedCall}'s, and no step goes back up. Only a body that is too large to be held keeps the
 * thread, for as long as it flows.
 *
 * <p>At most 4,000 calls at a time, each of which costs some ten kilobytes and its small bodies. Thread-safe.
 */
@ApplicationScoped
public class Forwarding {

    static final int MOST_CALLS = 4_000;

    @Inject
    AccessDefault accessDefault;

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

    private final AtomicInteger calls = new AtomicInteger();
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
    void forward(Caller caller, IncomingCall call, AsyncResponse response) {
        Correlation ids = Correlation.of(call.headers());
        CallLog log = new CallLog(caller.consumer(), call.method(), call.host().value(), ids, System.nanoTime());
        if (calls.incrementAndGet() > MOST_CALLS) {
            calls.decrementAndGet();
            throw refused(busy("As many calls are under way as this gateway allows at a time."), ids, log);
        }
        boolean underWay = false;
        try {
            begin(caller, call, response, ids, log);
            underWay = true;
        } catch (Refusal refusal) {
            throw refused(refusal, ids, log);
        } finally {
            if (!underWay) {
                calls.decrementAndGet();
            }
        }
    }

    private void begin(Caller caller, IncomingCall call, AsyncResponse response, Correlation ids, CallLog log) {
        if (accessDefault == AccessDefault.DENY) {
            throw new Refusal(
                    ProblemType.NOT_PERMITTED, "Consumers need a grant here, and " + caller.consumer() + " has none.");
        }
        Map<String, List<String>> impersonation = Impersonation.judge(call.target(), call.headers(), caller::has);
        Environment environment = environments.require(call.host());
        Deadline deadline = Deadline.of(HeaderPolicy.values(call.headers(), "Prefer"), timeline);
        Map<String, String> set = ids.headers();
        impersonation.forEach((name, values) -> set.put(name, values.get(0)));

        ConsumerBody body = call.body();
        RequestBody sent = body == null ? null : body.open(deadline);
        UpstreamRequest request =
                new UpstreamRequest(environment.host(), call.method(), call.target(), call.headers(), set, sent);
        JaxRsReply reply = new JaxRsReply(response, threads, ids, log, deadline, calls::decrementAndGet);
        ForwardedCall forwarded = new ForwardedCall(
                tools,
                environment.tenantId(),
                caller.consumer(),
                request,
                deadline,
                () -> body != null && body.isAwaited(),
                reply);
        if (body != null && body.flows()) {
            upload(body, request, forwarded, reply);
        } else {
            forwarded.start();
        }
    }

    private void upload(ConsumerBody body, UpstreamRequest request, ForwardedCall forwarded, JaxRsReply reply) {
        if (!uploads.enter(request.host())) {
            throw busy("As many large bodies are on their way as this gateway allows at a time, to "
                    + request.host().value() + " or altogether.");
        }
        try {
            reply.keep();
            forwarded.start();
            body.pump();
        } finally {
            uploads.leave(request.host());
            reply.open();
        }
    }

    private static Refusal busy(String detail) {
        return new Refusal(ProblemType.BUSY, detail + " Send fewer at once, and this one again.")
                .withHeader("Retry-After", "1");
    }

    private static Refusal refused(Refusal refusal, Correlation ids, CallLog log) {
        log.refused(refusal);
        return ids.on(refusal);
    }
}
