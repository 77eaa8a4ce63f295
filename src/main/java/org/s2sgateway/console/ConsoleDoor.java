package org.s2sgateway.console;

import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import org.s2sgateway.identity.CurrentPerson;
import org.s2sgateway.identity.RefusedCalls;
import org.s2sgateway.identity.SignedIn;
import org.s2sgateway.problem.ProblemType;
import org.s2sgateway.problem.Refusal;
import org.s2sgateway.registration.Registration;

/**
 * Stands before everything at {@code /console}, whatever is there or not: in come people whom the home tenant has made
 * operators or auditors, and nothing but reading for auditors. Bearer tokens are of no use here. Whoever is not signed in
 * is sent to the home tenant's sign-in and back; everybody else learns what it takes, and not what there is.
 */
public class ConsoleDoor extends HttpFilter {

    private static final Set<String> READING = Set.of("GET", "HEAD");

    @Inject
    CurrentPerson currentPerson;

    @Inject
    StaffSignIn signIn;

    // Looked up with a request, as by the front door: with a wrong configuration there are none.
    @Inject
    Instance<Registration> registration;

    @Inject
    Instance<RefusedCalls> refusedCalls;

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        Optional<SignedIn> person = currentPerson.find(request);
        if (person.isEmpty()) {
            send(signIn.begin(request, response), response);
            return;
        }
        Optional<Refusal> refusal = refusal(person.get(), request.getMethod());
        if (refusal.isPresent()) {
            refusedCalls.get().atPage(request, person, refusal.get().type().code());
            refusal.get().answer(request, response);
        } else {
            chain.doFilter(request, response);
        }
    }

    private Optional<Refusal> refusal(SignedIn person, String method) {
        // Roles are kept of the home tenant only; the tenant is asked for once more, as there is nothing behind this.
        if (!person.isAuditor() || !person.tenantId().equals(registration.get().tenantId())) {
            return Optional.of(new Refusal(
                    ProblemType.STAFF_ONLY, "The console is for operators and auditors of the home tenant."));
        }
        return READING.contains(method) || person.isOperator()
                ? Optional.empty()
                : Optional.of(new Refusal(ProblemType.OPERATORS_ONLY, "Auditors change nothing."));
    }

    // Not sendRedirect: servers would write out an address made of the request's Host.
    private static void send(URI address, HttpServletResponse response) {
        response.setStatus(HttpServletResponse.SC_SEE_OTHER);
        response.setHeader("Location", address.toString());
    }
}
