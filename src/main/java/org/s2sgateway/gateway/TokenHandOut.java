package org.s2sgateway.gateway;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.s2sgateway.audit.AuditEntry;
import org.s2sgateway.audit.AuditQueue;
import org.s2sgateway.dataverse.Timeline;
import org.s2sgateway.gateway.OpenEnvironments.Destination;
import org.s2sgateway.identity.Attempts;
import org.s2sgateway.identity.Caller;
import org.s2sgateway.problem.ProblemType;
import org.s2sgateway.problem.Refusal;
import org.s2sgateway.tenant.EnvironmentHost;
import org.s2sgateway.token.AccessToken;
import org.s2sgateway.token.TokenBroker;
import org.s2sgateway.token.TokenOutcome;

/**
 * Decides who is given a token, thirty times a minute and consumer at most, and remembers each: what cannot be remembered
 * is not handed out. Thread-safe; nothing blocks.
 */
@ApplicationScoped
class TokenHandOut {

    private static final int MOST = 30;

    @Inject
    Gatekeeper gatekeeper;

    @Inject
    OpenEnvironments environments;

    @Inject
    TokenBroker tokens;

    @Inject
    AuditQueue audit;

    @Inject
    Timeline timeline;

    private final Attempts issues = new Attempts(MOST, () -> timeline.now());

    /** The token, later. */
    CompletionStage<TokenJson> issue(Caller caller, String host) {
        Permit permit = gatekeeper.permit(caller);
        OptionalLong wait = issues.count(caller.consumer());
        if (wait.isPresent()) {
            throw new Refusal(
                            ProblemType.TOO_MANY_ATTEMPTS,
                            "A consumer is given " + MOST + " tokens a minute; each is good for an hour or so.")
                    .withHeader("Retry-After", Long.toString(wait.getAsLong()));
        }
        EnvironmentHost named = IncomingCall.environment(host)
                .orElseThrow(
                        () -> new Refusal(ProblemType.UNKNOWN_ENVIRONMENT, "The address names no environment's host."));
        Destination environment = environments.require(named, permit);
        permit.requireTokens();
        // What comes later is on another thread, where the request's caller cannot be asked any more.
        return tokens.tokenLater(environment.tenantId(), environment.host().value())
                .thenCompose(outcome -> remembered(permit.consumer(), environment, token(outcome)))
                .thenApply(token -> TokenJson.of(token, Clock.systemUTC()));
    }

    /** What a consumer is told of a token that it is not given. */
    static Refusal refusal(@Nullable Throwable failure) {
        Throwable cause = failure instanceof CompletionException wrapped ? wrapped.getCause() : failure;
        return cause instanceof Refusal refusal
                ? refusal
                : Refusal.unexpected(cause == null ? new IllegalStateException("Neither token nor reason") : cause);
    }

    private static AccessToken token(TokenOutcome outcome) {
        if (outcome instanceof TokenOutcome.Issued issued) {
            return issued.token();
        }
        throw TokenRefusals.of(outcome);
    }

    private CompletionStage<AccessToken> remembered(String consumer, Destination environment, AccessToken token) {
        AuditEntry entry = new AuditEntry(
                "token.issued",
                consumer,
                Optional.of(environment.tenantId()),
                Optional.of(environment.host().value()),
                "good until " + token.expiresAt());
        return audit.record(List.of(entry)).handle((nothing, failure) -> {
            if (failure != null) {
                throw new Refusal(
                                ProblemType.BUSY, "The audit cannot take the event, and without it no token is given.")
                        .withHeader("Retry-After", "5");
            }
            return token;
        });
    }
}
