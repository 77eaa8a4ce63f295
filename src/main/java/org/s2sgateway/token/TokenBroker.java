package org.s2sgateway.token;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.s2sgateway.outbound.Outbound;
import org.s2sgateway.registration.Registration;

/**
 * Hands out app-only tokens: from memory in under a microsecond, or by one request to the identity provider however
 * many callers wait for it. A token is renewed in the background before it ends and has at least a minute left when it
 * is handed out. After a failure the identity provider is left alone for a while, as long as it asks for where it does.
 *
 * <p>Thread-safe. {@link #token} blocks where it needs the identity provider, for 10 s at most per credential that is
 * tried; {@link #tokenLater} never does.
 */
@ApplicationScoped
public class TokenBroker {

    @Inject
    Registration registration;

    @Inject
    Outbound outbound;

    CachedTokens tokens;
    RefreshThreads refreshThreads;
    FlightThreads flightThreads;

    /** One outside of a container. */
    @SuppressWarnings("UnnecessaryAssignment") // There nobody injects.
    public static TokenBroker of(Registration registration, Outbound outbound) {
        TokenBroker broker = new TokenBroker();
        broker.registration = registration;
        broker.outbound = outbound;
        broker.open();
        return broker;
    }

    @PostConstruct
    void open() {
        Clock clock = Clock.systemUTC();
        refreshThreads = RefreshThreads.open();
        flightThreads = FlightThreads.open();
        tokens = new CachedTokens(
                new CredentialRotation(registration, new TokenEndpoint(registration, outbound.client(), clock), clock)
                        ::acquire,
                clock,
                refreshThreads,
                flightThreads);
    }

    /** Ends its threads. */
    @PreDestroy
    public void close() {
        refreshThreads.close();
        flightThreads.close();
    }

    /**
     * A token for the environment, whose scope is {@code https://{host}/.default}.
     *
     * @param environmentHost canonical: lower case, with its port where it has one
     */
    public TokenOutcome token(UUID tenantId, String environmentHost) {
        return tokens.token(new TokenKey(tenantId, environmentHost));
    }

    /**
     * The same without waiting: where the token is known the stage is done already. What depends on it otherwise runs in
     * the thread that got the token, and must not block it.
     */
    public CompletionStage<TokenOutcome> tokenLater(UUID tenantId, String environmentHost) {
        return tokens.tokenLater(new TokenKey(tenantId, environmentHost));
    }

    /**
     * Forgets what is known, so that the next call asks the identity provider: for a deliberate check, or when a tenant
     * or environment leaves. Only where the identity provider itself asked to wait, that stays.
     */
    public void forget(UUID tenantId, String environmentHost) {
        tokens.forget(new TokenKey(tenantId, environmentHost));
    }

    /**
     * Forgets a token that Dataverse answered with 401, if it is still the one that would be handed out: of a hundred
     * callers with the same token one makes the next call ask the identity provider. An environment that answers 401 to
     * every token must not turn each of its calls into a token request (AADSTS50196), so this works once in 30 s.
     *
     * @return whether {@link #token} will now give another token, that is, whether trying again makes sense
     */
    public boolean forget(UUID tenantId, String environmentHost, AccessToken stale) {
        return tokens.forget(new TokenKey(tenantId, environmentHost), stale);
    }
}
