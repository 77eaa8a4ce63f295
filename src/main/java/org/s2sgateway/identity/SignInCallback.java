package org.s2sgateway.identity;

import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * The redirect URI of people's sign-in. It answers with a redirection, so that no code stays in an address bar.
 *
 * <p>An answer that comes as a form comes from another site, and therefore without our cookie, which is {@code
 * SameSite=Lax}. It is taken nowhere but to this address once more: that is where the browser brings the cookie.
 */
@WebServlet(urlPatterns = SignInCallback.PLACE, asyncSupported = true)
public final class SignInCallback extends HttpServlet {

    static final String PLACE = "/sign-in/callback";

    private static final long serialVersionUID = 1;

    @Inject
    transient SignIn signIn;

    @Inject
    transient CurrentBrowser currentBrowser;

    // Not HEAD either, which would use up the state.
    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setHeader("Cache-Control", "no-store");
        if (request.getMethod().equals("POST") && signIn.takesForms()) {
            response.setStatus(HttpServletResponse.SC_SEE_OTHER);
            response.setHeader("Location", request.getContextPath() + PLACE + "?" + query(request));
            return;
        }
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

    private static String query(HttpServletRequest request) {
        return request.getParameterMap().entrySet().stream()
                .flatMap(field ->
                        Arrays.stream(field.getValue()).map(value -> encoded(field.getKey()) + "=" + encoded(value)))
                .collect(Collectors.joining("&"));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
