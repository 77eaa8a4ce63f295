package org.s2sgateway.pages;

import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.context.ExternalContext;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.s2sgateway.identity.BrowserSessions;
import org.s2sgateway.identity.CurrentBrowser;
import org.s2sgateway.identity.SignIn;
import org.s2sgateway.identity.SignedIn;

/** Signs whoever uses this browser out. Only a form does it: a link on another site could sign people out. */
@Named
@RequestScoped
public class SignOutPage {

    @Inject
    CurrentPage page;

    @Inject
    CurrentBrowser browser;

    @Inject
    BrowserSessions sessions;

    @Inject
    SignIn signIn;

    @Inject
    FacesContext faces;

    public boolean isSignedIn() {
        return page.person().isPresent();
    }

    /** Ends the sign-in on our side, whatever copies of the cookie there are, and leads to the start. */
    public void signOut() {
        end();
        start();
    }

    /** The same, and leads to where the person signs out of the identity provider, too; to the start without such a place. */
    public @Nullable String signOutEverywhere() {
        Optional<SignedIn> person = page.person();
        end();
        Optional<URI> provider = person.flatMap(signIn::endSessionAddress);
        if (provider.isPresent()) {
            return page.leave(provider.get());
        }
        start();
        return null;
    }

    private void end() {
        sessions.end(page.browser());
        browser.change((HttpServletResponse) faces.getExternalContext().getResponse());
    }

    private void start() {
        ExternalContext answer = faces.getExternalContext();
        // Not redirect(): servers would write out an address made of the request's Host.
        answer.setResponseStatus(HttpServletResponse.SC_SEE_OTHER);
        answer.setResponseHeader("Location", answer.getRequestContextPath() + "/");
        faces.responseComplete();
    }
}
