package org.s2sgateway.identity;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/** The person of the current request, looked up once. Used on the request's own thread. */
@RequestScoped
public class CurrentPerson {

    @Inject
    CurrentBrowser browser;

    @Inject
    BrowserSessions sessions;

    private Optional<SignedIn> person = Optional.empty();
    private boolean lookedUp;

    /** Who is signed in with the browser that sent the request; not affected by what the request itself changes. */
    public Optional<SignedIn> find(HttpServletRequest request) {
        if (!lookedUp) {
            person = browser.find(request).flatMap(sessions::find);
            lookedUp = true;
        }
        return person;
    }

    /** Whether a person with roles of the home tenant is signed in, or was until that ended by itself. */
    boolean isLatelyStaff(HttpServletRequest request) {
        return find(request).filter(it -> !it.homeRoles().isEmpty()).isPresent()
                || browser.find(request).flatMap(sessions::lapsed).isPresent();
    }
}
