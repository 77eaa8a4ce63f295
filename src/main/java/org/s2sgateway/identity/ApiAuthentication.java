package org.s2sgateway.identity;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.security.enterprise.AuthenticationStatus;
import jakarta.security.enterprise.authentication.mechanism.http.HttpAuthenticationMechanism;
import jakarta.security.enterprise.authentication.mechanism.http.HttpMessageContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.util.Collections;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.s2sgateway.identity.Identification.Nobody;
import org.s2sgateway.identity.Identification.Refused;
import org.s2sgateway.outbound.Outbound;
import org.s2sgateway.problem.Dialect;
import org.s2sgateway.problem.ProblemType;
import org.s2sgateway.problem.Refusal;
import org.s2sgateway.registration.Registration;

/**
 * Finds out who is calling, once per request, and tells the container. Under {@code /api} the bearer token counts and
 * nothing else, no session in particular.
 *
 * <p>It never refuses: WildFly would replace the body of the answer with its own page. {@link ApiDoor} and {@link
 * AccessFeature} do, on what this leaves in the request.
 */
@ApplicationScoped
public class ApiAuthentication implements HttpAuthenticationMechanism {

    private static final Logger LOG = Logger.getLogger(ApiAuthentication.class.getName());

    // Looked up at the first token: with a wrong configuration these beans do not exist, and then a mechanism that
    // fails
    // would stand in the way of the page that says so.
    @Inject
    Instance<ApiConfig> config;

    @Inject
    Instance<Registration> registration;

    @Inject
    Instance<Outbound> outbound;

    private volatile @Nullable Credentials credentials;

    @Override
    public AuthenticationStatus validateRequest(
            HttpServletRequest request, HttpServletResponse response, HttpMessageContext context) {
        if (!Dialect.of(request).isApi()) {
            return context.doNothing();
        }
        Identification identification = identify(Collections.list(request.getHeaders("Authorization")));
        identification.attachTo(request);
        return identification
                .known()
                .map(caller -> context.notifyContainerAboutLogin(caller, caller.getGroups()))
                .orElseGet(context::doNothing);
    }

    private Identification identify(List<String> authorizations) {
        if (authorizations.isEmpty()) {
            return new Nobody();
        }
        try {
            return credentials().identify(authorizations);
        } catch (RuntimeException broken) {
            LOG.log(Level.WARNING, "A token could not be judged", broken);
            return new Refused(new Refusal(ProblemType.BUSY, "Tokens cannot be judged at the moment."));
        }
    }

    private Credentials credentials() {
        Credentials existing = credentials;
        if (existing != null) {
            return existing;
        }
        synchronized (this) {
            if (credentials == null) {
                credentials = configured();
            }
            return credentials;
        }
    }

    private Credentials configured() {
        ApiConfig api = config.get();
        HomeTenant home = HomeTenant.of(registration.get());
        Clock clock = Clock.systemUTC();
        KeyRing keys = new KeyRing(api, home, new KeyReader(outbound.get().client()), clock);
        BearerTokens tokens = new BearerTokens(api, home, keys::keysOf, clock);
        return new Credentials(new JudgedTokens(tokens::judge, clock)::judge);
    }
}
