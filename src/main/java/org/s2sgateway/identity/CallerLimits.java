package org.s2sgateway.identity;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.s2sgateway.problem.ProblemType;
import org.s2sgateway.problem.Refusal;

/**
 * Slows down who is refused again and again, or begins ever new sign-ins and consents, by address and by consumer. What is
 * not refused anyway it never refuses: a good token counts from wherever it comes, and so does a person who is signed in.
 * Each node counts for itself. Thread-safe.
 */
@ApplicationScoped
class CallerLimits {

    private static final Logger LOG = Logger.getLogger(CallerLimits.class.getName());
    private static final Set<String> CALLBACKS = Set.of("/sign-in/callback", "/connect/callback");

    @Inject
    LimitsConfig config;

    @Inject
    TrustedProxies proxies;

    @Inject
    CurrentPerson person;

    @Inject
    RefusedCalls refusedCalls;

    /** Nanoseconds since some moment. */
    LongSupplier time = System::nanoTime;

    private final AtomicBoolean warned = new AtomicBoolean();
    private Attempts ofAddresses;
    private Attempts ofConsumers;

    @PostConstruct
    void open() {
        ofAddresses = new Attempts(config.attemptsPerAddress(), time);
        ofConsumers = new Attempts(config.refusalsPerConsumer(), time);
    }

    /**
     * Why this request for a page is refused: it begins something, or comes back from the identity provider, and that was
     * one too many. Only then somebody is asked who is signed in, and at the console, where all who are not begin a sign-in.
     */
    Optional<Refusal> atPage(HttpServletRequest request) {
        if (!isAttempt(request) && !beginsSignIn(request)) {
            return Optional.empty();
        }
        Optional<Refusal> tooMany =
                attempt(request).filter(it -> person.find(request).isEmpty());
        tooMany.ifPresent(it -> refusedCalls.ofNobody(it.type().code()));
        return tooMany;
    }

    /**
     * Whether the request would count, and was made by a page of another site: pages that begin something are not for
     * those, which could otherwise use up what their visitors may try.
     */
    boolean isImposed(HttpServletRequest request) {
        return (CALLBACKS.contains(request.getServletPath()) || FormHead.isConsole(request))
                && Embedding.isOnOtherSite(request);
    }

    /** A call of nobody was refused: what to answer instead where that was one too many. */
    Optional<Refusal> attempt(HttpServletRequest request) {
        // Who says so, and has no token with it, tries nothing.
        if (request.getHeader("Authorization") == null && Embedding.isOnOtherSite(request)) {
            return Optional.empty();
        }
        List<String> forwardedFor = Collections.list(request.getHeaders("X-Forwarded-For"));
        String origin = proxies.origin(request.getRemoteAddr(), forwardedFor);
        OptionalLong wait = ofAddresses.count(origin);
        if (wait.isPresent() && !forwardedFor.isEmpty() && proxies.addresses().isEmpty() && !warned.getAndSet(true)) {
            LOG.log(
                    Level.WARNING,
                    "Too many attempts from {0}, which says that it passes on requests of others: if it is a proxy of"
                            + " yours, name it in s2s.trusted-proxies, else all who come by it count as one",
                    origin);
        }
        return tooMany("from this address", wait);
    }

    /** A call of that consumer was refused: what to answer instead where that was one too many. */
    Optional<Refusal> refused(Caller caller) {
        return tooMany("of this consumer", ofConsumers.count(caller.consumer()));
    }

    private static boolean isAttempt(HttpServletRequest request) {
        return request.getMethod().equals("POST")
                ? FormHead.isPlace(request)
                : CALLBACKS.contains(request.getServletPath());
    }

    private boolean beginsSignIn(HttpServletRequest request) {
        return FormHead.isConsole(request) && person.find(request).isEmpty();
    }

    private static Optional<Refusal> tooMany(String whose, OptionalLong wait) {
        return wait.isEmpty()
                ? Optional.empty()
                : Optional.of(new Refusal(
                                ProblemType.TOO_MANY_ATTEMPTS,
                                "There were too many attempts " + whose
                                        + "; try again after the time that Retry-After says.")
                        .withHeader("Retry-After", Long.toString(wait.getAsLong())));
    }
}
