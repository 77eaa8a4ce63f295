package org.s2sgateway.identity;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.s2sgateway.problem.Dialect;
import org.s2sgateway.problem.ProblemType;
import org.s2sgateway.problem.Refusal;

/**
 * Refuses, before an octet of a body is read, what nobody here would take. Servers read the bodies of forms by
 * themselves, whoever sends them: a stranger who sends one slowly would hold a thread for each.
 */
public class FrontDoor extends HttpFilter {

    private static final Set<String> READING = Set.of("GET", "HEAD");

    /** The media types for which servers read a body in search of parameters; some look no further than the beginning. */
    private static final List<String> FORMS = List.of("application/x-www-form-urlencoded", "multipart/form-data");

    private static final String SENT_FORM = "jakarta.faces.ViewState";

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        Optional<Refusal> refusal = traced(request)
                .or(() -> misframed(request))
                .or(() -> misspelled(request))
                .or(() -> misplaced(request));
        if (refusal.isPresent()) {
            refusal.get().answer(request, response);
        } else {
            chain.doFilter(request, response);
        }
        UnreadBody.discard(request, response);
    }

    // RFC 9110 section 9.3.8: a TRACE has no body, so that Payara takes one that comes all the same for the next
    // request.
    private static Optional<Refusal> traced(HttpServletRequest request) {
        return request.getMethod().equals("TRACE")
                ? Optional.of(new Refusal(ProblemType.METHOD_NOT_ALLOWED, "No address knows this method.")
                        .withHeader("Allow", ApiDoor.ALLOWED)
                        .withHeader("Connection", "close"))
                : Optional.empty();
    }

    // RFC 9112 section 6.1: where two servers could disagree about the end of a request, the rest of it becomes
    // another.
    private static Optional<Refusal> misframed(HttpServletRequest request) {
        List<String> codings = Collections.list(request.getHeaders("Transfer-Encoding"));
        boolean chunked = codings.size() == 1 && codings.get(0).strip().equalsIgnoreCase("chunked");
        if (codings.isEmpty() || (chunked && request.getHeader("Content-Length") == null)) {
            return Optional.empty();
        }
        return Optional.of(new Refusal(
                        ProblemType.BAD_REQUEST,
                        "A body comes with Content-Length or with Transfer-Encoding: chunked, and nothing else.")
                .withHeader("Connection", "close"));
    }

    private static Optional<Refusal> misspelled(HttpServletRequest request) {
        if (request.isRequestedSessionIdFromURL()) {
            // The server has cut it out of the path, which has to stay as it was sent.
            return Optional.of(new Refusal(ProblemType.BAD_REQUEST, "The address has a session id in it."));
        }
        try {
            URI.create(request.getRequestURI());
            return Optional.empty();
        } catch (IllegalArgumentException unreadable) {
            return Optional.of(new Refusal(
                    ProblemType.BAD_REQUEST, "The address has a character that must be percent-encoded (RFC 3986)."));
        }
    }

    private static Optional<Refusal> misplaced(HttpServletRequest request) {
        return Dialect.of(request).isApi() ? form(request) : notReading(request);
    }

    private static Optional<Refusal> form(HttpServletRequest request) {
        String type = request.getContentType();
        if (type == null || FORMS.stream().noneMatch(type.strip().toLowerCase(Locale.ROOT)::startsWith)) {
            return Optional.empty();
        }
        return Optional.of(
                Identification.of(request).known().isPresent()
                        ? new Refusal(
                                ProblemType.UNSUPPORTED_MEDIA_TYPE,
                                "Forms are not read here; send JSON with Content-Type: application/json.")
                        : AccessRule.tokenNeeded());
    }

    // Nothing here may ask for a parameter: WildFly would read a form for it, whatever the method.
    private static Optional<Refusal> notReading(HttpServletRequest request) {
        if (!READING.contains(request.getMethod())) {
            return Optional.of(new Refusal(ProblemType.METHOD_NOT_ALLOWED, "A page is read with GET.")
                    .withHeader("Allow", "GET, HEAD"));
        }
        if (UnreadBody.isAnnounced(request)) {
            return Optional.of(new Refusal(ProblemType.BAD_REQUEST, "A page is read without a body."));
        }
        return request.getQueryString() == null ? Optional.empty() : sentForm(request.getQueryString());
    }

    // Faces would take the page for one that was sent off, and fail to restore it.
    private static Optional<Refusal> sentForm(String query) {
        try {
            return URLDecoder.decode(query, StandardCharsets.UTF_8).contains(SENT_FORM)
                    ? Optional.of(new Refusal(ProblemType.BAD_REQUEST, "A form is not sent with GET."))
                    : Optional.empty();
        } catch (IllegalArgumentException unreadable) {
            return Optional.of(new Refusal(
                    ProblemType.BAD_REQUEST, "The query has a percent sign without two hexadecimal digits after it."));
        }
    }
}
