package org.s2sgateway.problem;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;

/**
 * Tells browsers what they may do with an answer, before anything else can answer (first filter in web.xml). It lives
 * here because it asks the same question as a refusal does: is this address for programs or for people?
 *
 * <p>What Dataverse answers through the gateway keeps its own {@code Cache-Control}.
 */
public final class SecurityHeaders implements Filter {

    private static final String CONTENT_SECURITY_POLICY = "Content-Security-Policy";

    private static final Map<String, String> EVERYWHERE = Map.of("X-Content-Type-Options", "nosniff");

    // An answer of the API that is opened in a browser can run nothing and has no origin: it may be a customer's data.
    private static final Map<String, String> PROGRAMS = Map.of(CONTENT_SECURITY_POLICY, "sandbox");

    private static final Map<String, String> PEOPLE = Map.of(
            CONTENT_SECURITY_POLICY,
            policy(""),
            "Referrer-Policy",
            "no-referrer",
            "X-Frame-Options",
            "DENY",
            "Permissions-Policy",
            "camera=(), geolocation=(), microphone=(), payment=(), usb=()");

    /** Lets this page show images of one more origin; to be called before the page is sent. */
    public static void allowImagesOf(String origin, HttpServletResponse response) {
        response.setHeader(CONTENT_SECURITY_POLICY, policy(" " + origin));
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        HttpServletResponse answer = (HttpServletResponse) response;
        Dialect dialect = Dialect.of((HttpServletRequest) request);
        EVERYWHERE.forEach(answer::setHeader);
        (dialect.isApi() ? PROGRAMS : PEOPLE).forEach(answer::setHeader);
        // Pages tell who is signed in and what is connected; a shared computer's next user must not find them.
        if (dialect == Dialect.PROBLEM_DETAILS || (dialect == Dialect.PAGE && !isAsset((HttpServletRequest) request))) {
            answer.setHeader("Cache-Control", "no-store");
        }
        chain.doFilter(request, response);
    }

    // No scripts at all: pages work without.
    private static String policy(String imageOrigin) {
        return "default-src 'none'; style-src 'self'; img-src 'self' data:" + imageOrigin
                + "; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; font-src 'self'";
    }

    private static boolean isAsset(HttpServletRequest request) {
        return request.getServletPath().startsWith("/assets/");
    }
}
