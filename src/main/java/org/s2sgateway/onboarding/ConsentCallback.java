package org.s2sgateway.onboarding;

import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.s2sgateway.identity.CurrentBrowser;
import org.s2sgateway.identity.CurrentPerson;
import org.s2sgateway.identity.RefusedCalls;
import org.s2sgateway.settings.PublicUrl;

/**
 * The redirect URI of the admin consent. It decides what the answer comes to and sends the browser on at once, so that
 * neither the state nor anything else of the answer stays in an address.
 */
@WebServlet(urlPatterns = "/connect/callback", asyncSupported = true)
public final class ConsentCallback extends HttpServlet {

    private static final long serialVersionUID = 1;

    @Inject
    transient CurrentBrowser currentBrowser;

    @Inject
    transient CurrentPerson currentPerson;

    @Inject
    transient ConsentRequests requests;

    @Inject
    transient RefusedCalls refusedCalls;

    @Inject
    transient PublicUrl publicUrl;

    // Not HEAD either, which would use up the state.
    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setHeader("Cache-Control", "no-store");
        if (!request.getMethod().equals("GET")) {
            response.setHeader("Allow", "GET");
            response.sendError(HttpServletResponse.SC_METHOD_NOT_ALLOWED);
            return;
        }
        response.setStatus(HttpServletResponse.SC_SEE_OTHER);
        response.setHeader("Location", publicUrl.value() + next(request));
    }

    private String next(HttpServletRequest request) {
        return ConsentAnswer.parse(request.getQueryString() == null ? "" : request.getQueryString())
                .map(answer -> requests.settle(currentBrowser.find(request), currentPerson.find(request), answer))
                .orElseGet(() -> new ConsentOutcome.Unattributable("S2S.ConsentUnknown"))
                .fold(
                        granted -> "/connect/progress?environment="
                                + granted.request().host(),
                        ended -> "/connect/ended?request=" + ended.request().id() + "&code=" + ended.code(),
                        unattributable -> {
                            refusedCalls.ofNobody(unattributable.code());
                            return "/connect/ended?code=" + unattributable.code();
                        });
    }
}
