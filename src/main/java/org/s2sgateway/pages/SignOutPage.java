package org.s2sgateway.pages;

import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.context.ExternalContext;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletResponse;
import org.s2sgateway.identity.BrowserSessions;
import org.s2sgateway.identity.CurrentBrowser;

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
    FacesContext faces;

    /** Ends the sign-in on our side, whatever copies of the cookie there are, and leads to the start. */
    public void signOut() {
        ExternalContext answer = faces.getExternalContext();
        sessions.end(page.browser());
        browser.change((HttpServletResponse) answer.getResponse());
        // Not redirect(): servers would write out an address made of the request's Host.
        answer.setResponseStatus(HttpServletResponse.SC_SEE_OTHER);
        answer.setResponseHeader("Location", answer.getRequestContextPath() + "/");
        faces.responseComplete();
    }
}
