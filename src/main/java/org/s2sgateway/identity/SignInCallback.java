package org.s2sgateway.identity;

import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;

/** The redirect URI of people's sign-in. It answers with a redirection, so that no code stays in an address bar. */
@WebServlet(urlPatterns = "/sign-in/callback", asyncSupported = true)
public final class SignInCallback extends HttpServlet {

    private static final long serialVersionUID = 1;

    @Inject
    transient SignIn signIn;

    @Inject
    transient CurrentBrowser currentBrowser;

    // Not HEAD either, which would use up the state.
    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setHeader("Cache-Control", "no-store");
        if (!request.getMethod().equals("GET")) {
            response.setHeader("Allow", "GET");
            response.sendError(HttpServletResponse.SC_METHOD_NOT_ALLOWED);
            return;
        }
        URI next = signIn.complete(request.getQueryString(), currentBrowser.find(request))
                .fold(
                        completed -> {
                            currentBrowser.become(completed.fresh(), response);
                            return completed.address();
                        },
                        SignInOutcome.Failed::address);
        response.setStatus(HttpServletResponse.SC_SEE_OTHER);
        response.setHeader("Location", next.toString());
    }
}
