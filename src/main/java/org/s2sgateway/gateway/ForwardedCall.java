package org.s2sgateway.gateway;

import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.s2sgateway.dataverse.BodyPipe;
import org.s2sgateway.dataverse.Deadline;
import org.s2sgateway.dataverse.Exchange;
import org.s2sgateway.dataverse.RetryPolicy;
import org.s2sgateway.dataverse.ThrottleGate;
import org.s2sgateway.dataverse.Timeline;
import org.s2sgateway.dataverse.Upstream;
import org.s2sgateway.dataverse.UpstreamAnswer;
import org.s2sgateway.dataverse.UpstreamOutcome;
import org.s2sgateway.dataverse.UpstreamRequest;
import org.s2sgateway.dataverse.Visit;
import org.s2sgateway.problem.ProblemType;
import org.s2sgateway.problem.Refusal;
import org.s2sgateway.token.AccessToken;
import org.s2sgateway.token.TokenBroker;
import org.s2sgateway.token.TokenOutcome;

/**
 * One call on its way: through the gate, with a token, to Dataverse, and again where the policy says so, until there is
 * an answer, a reason why there is none, or no time left. Between these steps it is in somebody's queue and on nobody's
 * thread.
 *
 * <p>Thread-safe. Every step looks whether the call is over before it takes something, and gives back what it has taken
 * where it is: the end can come at any moment.
 */
final class ForwardedCall implements Visit.Visitor {

    /** What calls have in common. */
    record Tools(ThrottleGate gate, TokenBroker tokens, Upstream upstream, RetryPolicy retries, Timeline timeline) {}

    /** Without a time of its own a 429 holds everybody back for so long. */
    private static final Duration THROTTLED = Duration.ofSeconds(2);

    private final Tools tools;
    private final UUID tenantId;
    private final String consumer;
    private final UpstreamRequest request;
    private final Deadline deadline;
    private final BooleanSupplier bodyIsAwaited;
    private final Reply reply;

    // Guarded by this.
    private boolean over;
    private int retries;
    private boolean tokenRenewed;
    private boolean sent;
    private @Nullable Visit visit;

    /** Of this visit; it ends the visit when it ends itself. */
    private @Nullable Exchange exchange;

    private Timeline.@Nullable Alarm end;
    private Timeline.@Nullable Alarm pause;

    /**
     * A call that has yet to start.
     *
     * @param consumer whose turn it takes at the gate
     * @param bodyIsAwaited whether it is the consumer that keeps everybody waiting, or did until its body was given up
     */
    ForwardedCall(
            Tools tools,
            UUID tenantId,
            String consumer,
            UpstreamRequest request,
            Deadline deadline,
            BooleanSupplier bodyIsAwaited,
            Reply reply) {
        this.tools = tools;
        this.tenantId = tenantId;
        this.consumer = consumer;
        this.request = request;
        this.deadline = deadline;
        this.bodyIsAwaited = bodyIsAwaited;
        this.reply = reply;
    }

    /** Sets out; returns before the call is over, or after. */
    void start() {
        synchronized (this) {
            end = deadline.atEnd(this::late);
        }
        enter(false);
    }

    private void enter(boolean again) {
        Visit next;
        synchronized (this) {
            if (over) {
                return;
            }
            next = tools.gate().visit(request.host(), consumer, deadline, again, this);
            visit = next;
            exchange = null;
        }
        next.enter();
    }

    @Override
    public void admitted(Visit admitted) {
        synchronized (this) {
            if (over) {
                // Whoever ended the call has ended the visit.
                return;
            }
        }
        guarded(() -> tools.tokens()
                .tokenLater(tenantId, request.host().value())
                .whenComplete((outcome, failure) -> guarded(() -> tokenCame(outcome, failure, admitted))));
    }

    @Override
    public void turnedAway() {
        refuse(new Refusal(
                        ProblemType.BUSY,
                        "As many calls to " + request.host().value()
                                + " are waiting as this gateway allows. Send fewer requests at once, and this one again.")
                .withHeader("Retry-After", "1"));
    }

    @Override
    public void toldToWait(long seconds) {
        refuse(new Refusal(
                        ProblemType.THROTTLED,
                        "Dataverse asked for a pause of all calls to "
                                + request.host().value()
                                + ", and it lasts longer than this call may. Send it again after Retry-After, and"
                                + " fewer requests in a time.")
                .withHeader("Retry-After", Long.toString(seconds)));
    }

    private void tokenCame(@Nullable TokenOutcome outcome, @Nullable Throwable failure, Visit admitted) {
        if (outcome == null) {
            throw new IllegalStateException("No token and no reason", failure);
        }
        if (outcome instanceof TokenOutcome.Issued issued) {
            send(issued.token(), admitted);
        } else {
            refuse(TokenRefusals.of(outcome));
        }
    }

    private void send(AccessToken token, Visit admitted) {
        Exchange next = tools.upstream()
                .exchange(
                        request,
                        token.value(),
                        outcome -> guarded(() -> came(outcome, token, admitted)),
                        admitted::end);
        synchronized (this) {
            if (over) {
                return;
            }
            exchange = next;
            sent = true;
        }
        next.begin();
    }

    private void came(UpstreamOutcome outcome, AccessToken token, Visit admitted) {
        if (outcome instanceof UpstreamOutcome.Answered answered) {
            answered(answered.answer(), outcome, token, admitted);
        } else if (outcome instanceof UpstreamOutcome.Failed failed) {
            if (!again(outcome, admitted)) {
                refuse(UpstreamRefusals.of(request.host(), request.method(), failed));
            }
        } else {
            refuse(bodyIsAwaited.getAsBoolean() ? ConsumerBody.late() : ConsumerBody.brokenOff());
        }
    }

    private void answered(UpstreamAnswer answer, UpstreamOutcome outcome, AccessToken token, Visit admitted) {
        if (answer.isThrottled()) {
            admitted.throttled(answer.retryAfter(Instant.now()).orElse(THROTTLED), answer.isForTooManyAtOnce());
        }
        if (answer.status() == 401) {
            answer.close();
            renew(token);
        } else if (again(outcome, admitted)) {
            // A page, too: front ends that are down speak HTML.
            answer.close();
        } else if (answer.isForPeople()) {
            answer.close();
            refuse(UpstreamRefusals.notData(answer));
        } else {
            deliver(answer);
        }
    }

    /** Sends the request once more after a while, if that may be. */
    private boolean again(UpstreamOutcome outcome, Visit admitted) {
        boolean throttled =
                outcome instanceof UpstreamOutcome.Answered it && it.answer().isThrottled();
        synchronized (this) {
            OptionalLong wait = tools.retries().after(outcome, request, retries, deadline, admitted::mayRetry);
            if (over || wait.isEmpty()) {
                return over;
            }
            retries++;
            // After a 429 it is the gate that waits, with everybody else.
            pause = tools.timeline().in(throttled ? 0 : wait.getAsLong(), () -> guarded(() -> enter(true)));
            return true;
        }
    }

    /** Dataverse does not take the token: once more with another one, which is asked for at most twice a minute. */
    private void renew(AccessToken refused) {
        boolean another = tools.tokens().forget(tenantId, request.host().value(), refused) && request.isReplayable();
        synchronized (this) {
            another = another && !tokenRenewed;
            tokenRenewed = true;
        }
        if (another) {
            enter(true);
        } else {
            refuse(UpstreamRefusals.tokenNotAccepted(request.isReplayable()));
        }
    }

    private void late() {
        boolean perhapsCarriedOut;
        synchronized (this) {
            perhapsCarriedOut = sent;
        }
        refuse(
                bodyIsAwaited.getAsBoolean()
                        ? ConsumerBody.late()
                        : UpstreamRefusals.late(deadline.limit(), request.method(), perhapsCarriedOut));
    }

    private void deliver(UpstreamAnswer answer) {
        if (finish()) {
            reply.answered(answer);
        } else {
            answer.close();
        }
    }

    private void refuse(Refusal refusal) {
        if (finish()) {
            leave();
            // Nobody takes it any more, and perhaps nobody ever did: whoever pumps it would wait for ever.
            if (request.body() instanceof BodyPipe pipe) {
                pipe.abandon();
            }
            reply.refused(refusal);
        }
    }

    /** The place at the gate is given back with the connection, which may take a moment. */
    private void leave() {
        Visit last;
        Exchange cut;
        synchronized (this) {
            last = visit;
            cut = exchange;
        }
        if (cut != null) {
            cut.cut();
        } else if (last != null) {
            last.end();
        }
    }

    private synchronized boolean finish() {
        if (over) {
            return false;
        }
        over = true;
        off(end);
        off(pause);
        return true;
    }

    private static void off(Timeline.@Nullable Alarm alarm) {
        if (alarm != null) {
            alarm.off();
        }
    }

    /** Whatever goes wrong in a step ends the call; the threads that run the steps would swallow it. */
    private void guarded(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException defect) {
            refuse(Refusal.unexpected(defect));
        }
    }
}
