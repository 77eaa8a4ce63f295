package org.s2sgateway.gateway;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.s2sgateway.dataverse.Upstream;
import org.s2sgateway.dataverse.UpstreamAnswer;
import org.s2sgateway.dataverse.UpstreamOutcome;
import org.s2sgateway.dataverse.UpstreamRequest;
import org.s2sgateway.diagnosis.Diagnosis;
import org.s2sgateway.diagnosis.Dictionary;
import org.s2sgateway.grants.AccessDefault;
import org.s2sgateway.identity.Caller;
import org.s2sgateway.problem.ProblemType;
import org.s2sgateway.problem.Refusal;
import org.s2sgateway.tenant.Environment;
import org.s2sgateway.token.AccessToken;
import org.s2sgateway.token.TokenBroker;

/**
 * One call through the gateway: may the caller, is the environment open, a token for it, send, and stream the answer
 * back. No step goes back up.
 *
 * <p>Thread-safe; a call holds its request thread while Dataverse works.
 */
@ApplicationScoped
public class Forwarding {

    private static final Logger LOG = Logger.getLogger(Forwarding.class.getName());

    @Inject
    AccessDefault accessDefault;

    @Inject
    OpenEnvironments environments;

    @Inject
    TokenBroker tokens;

    @Inject
    Upstream upstream;

    @Inject
    Batches batches;

    @Inject
    CallInFlight inFlight;

    /** The answer of Dataverse as it is, or a {@link Refusal} of ours. */
    Response forward(Caller caller, IncomingCall incoming) {
        if (accessDefault == AccessDefault.DENY) {
            throw new Refusal(
                    ProblemType.NOT_PERMITTED, "Consumers need a grant here, and " + caller.consumer() + " has none.");
        }
        Map<String, List<String>> impersonation = Impersonation.judge(incoming.headers(), caller::has);
        Environment environment = environments.require(incoming.host());
        inFlight.enter(environment.host());
        try {
            return send(environment, incoming.target().isBatch() ? judged(caller, incoming) : incoming, impersonation);
        } catch (RuntimeException refused) {
            // Not only at the request's end, which on WildFly never comes where the consumer's body was not read.
            inFlight.end();
            throw refused;
        }
    }

    private IncomingCall judged(Caller caller, IncomingCall call) {
        UpstreamRequest.Body body = call.body();
        JudgedBatch batch = batches.judge(
                call, body == null ? null : body.content(), body == null ? 0 : body.length(), caller::has);
        inFlight.hold(batch);
        return new IncomingCall(
                call.method(),
                call.host(),
                call.target(),
                batch.headers(),
                new UpstreamRequest.Body(batch.content(), batch.length()));
    }

    private Response send(Environment environment, IncomingCall call, Map<String, List<String>> impersonation) {
        AccessToken token = TokenRefusals.require(
                tokens.token(environment.tenantId(), environment.host().value()));
        UpstreamRequest request = new UpstreamRequest(
                environment.host(), call.method(), call.target(), call.headers(), impersonation, call.body());
        return upstream.send(request, token.value())
                .fold(
                        answer -> respond(environment, token, answer),
                        failed -> {
                            throw refusal(environment, failed);
                        },
                        () -> {
                            throw BatchBody.brokenOff();
                        });
    }

    private Response respond(Environment environment, AccessToken token, UpstreamAnswer answer) {
        inFlight.hold(answer);
        if (answer.status() == 401) {
            tokens.forget(environment.tenantId(), environment.host().value(), token);
            throw unusable(environment, answer, ProblemType.TOKEN_REFUSED, "S2S.TokenNotAccepted");
        }
        if (answer.isForPeople()) {
            throw unusable(environment, answer, ProblemType.UNEXPECTED_ANSWER, "S2S.UnexpectedAnswer");
        }
        Response.ResponseBuilder response = Response.status(answer.status());
        answer.headers(response::header);
        if (answer.hasBody()) {
            response.entity((StreamingOutput) out -> stream(environment, answer, out));
        }
        return response.build();
    }

    private void stream(Environment environment, UpstreamAnswer answer, OutputStream out) throws IOException {
        try {
            answer.writeTo(out);
        } catch (IOException brokenOff) {
            LOG.log(Level.WARNING, "An answer of {0} ended early: {1}", new Object[] {
                environment.host().value(), brokenOff.getClass().getSimpleName()
            });
            throw brokenOff;
        } finally {
            inFlight.end();
        }
    }

    private static Refusal unusable(
            Environment environment, UpstreamAnswer answer, ProblemType type, String causeCode) {
        LOG.log(Level.WARNING, "{0} answered {1} in place of data", new Object[] {
            environment.host().value(), answer.status()
        });
        return new Refusal(type, Dictionary.diagnose(causeCode).inWords());
    }

    private static Refusal refusal(Environment environment, UpstreamOutcome.Failed failed) {
        Diagnosis diagnosis = failed.diagnosis();
        LOG.log(Level.WARNING, "{0}: {1} ({2})", new Object[] {
            environment.host().value(),
            diagnosis.code(),
            failed.cause().getClass().getSimpleName()
        });
        return new Refusal(
                switch (diagnosis.code()) {
                    case "S2S.Timeout" -> ProblemType.TIMEOUT;
                    case "S2S.Busy" -> ProblemType.BUSY;
                    default -> ProblemType.ENVIRONMENT_UNREACHABLE;
                },
                diagnosis.inWords());
    }
}
