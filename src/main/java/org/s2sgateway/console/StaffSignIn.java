package org.s2sgateway.console;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.s2sgateway.identity.BrowserSessions;
import org.s2sgateway.identity.CurrentBrowser;
import org.s2sgateway.identity.ReturnAddress;
import org.s2sgateway.identity.SignIn;
import org.s2sgateway.identity.SignInWish;
import org.s2sgateway.registration.Registration;

/** Where staff goes who is not signed in, or not any more, and comes back from. Thread-safe. */
@ApplicationScoped
public class StaffSignIn {

    private static final String START = "/console";

    @Inject
    SignIn signIn;

    @Inject
    CurrentBrowser currentBrowser;

    @Inject
    BrowserSessions sessions;

    @Inject
    Drafts drafts;

    @Inject
    Registration registration;

    /**
     * Where to send the browser. Browsers hold all redirects behind a form against the page's {@code form-action}, so that
     * one leads to a page in between; what staff had filled in is there again after the sign-in.
     */
    URI begin(HttpServletRequest request, HttpServletResponse response) {
        if (request.getMethod().equals("POST")) {
            Optional<Draft> kept = currentBrowser
                    .find(request)
                    .flatMap(sessions::lapsed)
                    .map(person -> drafts.keep(person, TypedFields.of(request)));
            String back =
                    path(request) + kept.map(draft -> "?draft=" + draft.id()).orElse("");
            return URI.create(request.getContextPath() + "/sign-in/ended?back=" + encoded(address(back))
                    + (kept.isPresent() ? "&kept=1" : ""));
        }
        String query = request.getQueryString();
        String place = address(path(request) + (query == null ? "" : "?" + query));
        // The account is asked for, so that signing out means something on a computer that others use.
        return signIn.begin(
                currentBrowser.of(request, response),
                new SignInWish(Optional.of(registration.tenantId()), Optional.empty(), true, Optional.empty(), place));
    }

    private static String address(String wanted) {
        return ReturnAddress.isOne(wanted) ? wanted : START;
    }

    private static String path(HttpServletRequest request) {
        String inside = request.getPathInfo();
        return inside == null ? request.getServletPath() : request.getServletPath() + inside;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
