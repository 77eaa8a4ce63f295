package org.s2sgateway.identity;

import jakarta.enterprise.context.control.RequestContextController;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.servlet.DispatcherType;
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
import org.jspecify.annotations.Nullable;
import org.s2sgateway.problem.Dialect;
import org.s2sgateway.problem.ProblemType;
import org.s2sgateway.problem.Refusal;
import org.s2sgateway.settings.PublicUrl;

/**
 * Refuses, before an octet of a body is read, what nobody here would take. Servers read the bodies of forms by
 * themselves, whoever sends them: a stranger who sends one slowly would hold a thread for each. The forms of our own
 * pages are read here, and let in only if a page of ours gave them to the very browser that sends them (CSRF). The one form
 * that comes from elsewhere is the answer of an identity provider that answers so; it proves itself by its state.
 */
public class FrontDoor extends HttpFilter {

    // Looked up at the first form: with a wrong configuration there is none, and then a filter that cannot start would
    // stand in the way of the answer that says so.
    @Inject
    Instance<PublicUrl> publicUrl;

    @Inject
    CurrentBrowser browser;

    @Inject
    CurrentPerson person;

    @Inject
    FormToken formToken;

    @Inject
    Instance<RequestContextController> requestContexts;

    @Inject
    Instance<CallerLimits> limits;

    @Inject
    Instance<RefusedCalls> refusedCalls;

    @Inject
    Instance<SignIn> signIn;

    private static final Set<String> READING = Set.of("GET", "HEAD");

    /** The media types for which servers read a body in search of parameters; some look no further than the beginning. */
    private static final List<String> FORMS = List.of("application/x-www-form-urlencoded", "multipart/form-data");

    private static final String SENT_FORM = "jakarta.faces.ViewState";

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (request.getDispatcherType() == DispatcherType.ASYNC) {
            doFilterAgain(request, response, chain);
            return;
        }
        Optional<Refusal> refusal = traced(request)
                .or(() -> misframed(request))
                .or(() -> misspelled(request))
                .or(() -> misplaced(request))
                .or(() -> imposed(request))
                .or(() -> tooMany(request));
        if (refusal.isPresent()) {
            answer(refusal.get(), request, response);
        } else if (request.getMethod().equals("POST") && (FormHead.isPlace(request) || isAnswer(request))) {
            receive(request, response, chain);
        } else {
            if (FormHead.isPlace(request)) {
                prepare(request, response);
            }
            chain.doFilter(UnreadBody.watched(request, response), response);
        }
        UnreadBody.discard(request, response);
    }

    private void receive(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        Optional<byte[]> octets = FormBody.arrived(request);
        if (octets.isPresent()) {
            letIn(octets.get(), request, response, chain);
        } else {
            FormBody.read(request, response);
        }
    }

    private void doFilterAgain(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        Optional<byte[]> octets = FormBody.of(request);
        if (octets.isEmpty()) {
            chain.doFilter(request, response);
            return;
        }
        // Payara has none active in an asynchronous dispatch; where there is one, this changes nothing.
        RequestContextController requestContext = requestContexts.get();
        boolean activated = requestContext.activate();
        try {
            letIn(octets.get(), request, response, chain);
        } finally {
            if (activated) {
                requestContext.deactivate();
            }
            requestContexts.destroy(requestContext);
        }
    }

    private void letIn(byte[] octets, HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        FormRequest form;
        try {
            form = opened(octets, request);
        } catch (Refusal refusal) {
            answer(refusal, request, response);
            return;
        }
        // The browser of an answer sends no cookie along (SameSite=Lax), and must not be given another one for that.
        if (!isAnswer(request)) {
            prepare(request, response);
        }
        chain.doFilter(form, response);
    }

    private FormRequest opened(byte[] octets, HttpServletRequest request) {
        Form form = FormHead.isConsole(request) ? Form.parseLong(octets) : Form.parse(octets);
        if (!isAnswer(request)) {
            form.mustBeOf(browser.find(request));
        }
        return new FormRequest(request, form);
    }

    // The one refusal here that is not only of what is wrong; who has no token or tries too often is counted elsewhere.
    private void answer(Refusal refusal, HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (refusal.type() == ProblemType.FOREIGN_FORM) {
            refusedCalls
                    .get()
                    .atPage(request, person.find(request), refusal.type().code());
        }
        refusal.answer(request, response);
    }

    // A page with a form is this browser's alone, and once a long one is on its way it can bring no cookie any more.
    private void prepare(HttpServletRequest request, HttpServletResponse response) {
        response.setHeader("Cache-Control", "no-store");
        formToken.prepare(request, response);
    }

    // RFC 9110 section 9.3.8: a TRACE has no body, so that Payara takes one that comes all the same for the next
    // request.
    private static Optional<Refusal> traced(HttpServletRequest request) {
        return request.getMethod().equals("TRACE")
                ? Optional.of(ApiDoor.methodNotKnown("TRACE").withHeader("Connection", "close"))
                : Optional.empty();
    }

    // RFC 9112 section 6.1: where two servers could disagree about the end of a request, the rest of it becomes
    // another.
    private static Optional<Refusal> misframed(HttpServletRequest request) {
        List<String> codings = Collections.list(request.getHeaders("Transfer-Encoding"));
        boolean chunked = codings.size() == 1 && codings.get(0).strip().equalsIgnoreCase("chunked");
        // An older client knows no chunks: whoever passed its request on may have seen another end.
        boolean old = request.getProtocol().equals("HTTP/1.0")
                || request.getProtocol().equals("HTTP/0.9");
        if (codings.isEmpty() || (chunked && !old && request.getHeader("Content-Length") == null)) {
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

    /** Whether a page is asked for by another spelling of its address, or by the name of its file. */
    private static boolean isOtherSpelling(HttpServletRequest request) {
        return request.getRequestURI().endsWith(".xhtml")
                || (!FormHead.isPlace(request) && FormHead.isPlace(request.getServletPath()));
    }

    private Optional<Refusal> misplaced(HttpServletRequest request) {
        if (!Dialect.of(request).isApi() && isOtherSpelling(request)) {
            return Optional.of(new Refusal(ProblemType.NOT_FOUND, "There is nothing at this address."));
        }
        if (Dialect.of(request).isApi()) {
            return form(request);
        }
        if (isAnswer(request)) {
            return FormHead.of(request).unreadable(FormHead.LONGEST);
        }
        return request.getMethod().equals("POST") && FormHead.isPlace(request)
                ? FormHead.of(request)
                        .refusal(publicUrl.get().origin(), longest(request))
                        .or(() -> sentForm(request.getQueryString()))
                : notReading(request);
    }

    // Only staff is read longer forms of; who is looked up for nobody else.
    private int longest(HttpServletRequest request) {
        return FormHead.isConsole(request)
                        && request.getContentLengthLong() > FormHead.LONGEST
                        && person.isLatelyStaff(request)
                ? FormHead.LONGEST_OF_STAFF
                : FormHead.LONGEST;
    }

    private boolean isAnswer(HttpServletRequest request) {
        return request.getMethod().equals("POST")
                && request.getRequestURI().equals(request.getContextPath() + SignInCallback.PLACE)
                && signIn.get().takesForms();
    }

    private Optional<Refusal> imposed(HttpServletRequest request) {
        return !Dialect.of(request).isApi() && limits.get().isImposed(request)
                ? Optional.of(new Refusal(ProblemType.NOT_PERMITTED, "No page of another site may load this page."))
                : Optional.empty();
    }

    private Optional<Refusal> tooMany(HttpServletRequest request) {
        return Dialect.of(request).isApi() ? Optional.empty() : limits.get().atPage(request);
    }

    private Optional<Refusal> form(HttpServletRequest request) {
        String type = request.getContentType();
        if (type == null || FORMS.stream().noneMatch(type.strip().toLowerCase(Locale.ROOT)::startsWith)) {
            return Optional.empty();
        }
        return Optional.of(
                Identification.of(request).known().isPresent()
                        ? new Refusal(
                                ProblemType.UNSUPPORTED_MEDIA_TYPE,
                                "Forms are not read here; send JSON with Content-Type: application/json.")
                        : tokenNeeded(request));
    }

    // The one refusal of the API that is no resource's.
    private Refusal tokenNeeded(HttpServletRequest request) {
        Refusal refusal = limits.get().attempt(request).orElseGet(AccessRule::tokenNeeded);
        refusedCalls.get().ofNobody(refusal.type().code());
        return refusal;
    }

    // Nothing here may ask for a parameter: WildFly would read a form for it, whatever the method.
    private static Optional<Refusal> notReading(HttpServletRequest request) {
        if (!READING.contains(request.getMethod())) {
            return Optional.of(new Refusal(ProblemType.METHOD_NOT_ALLOWED, "A page is read with GET.")
                    .withHeader("Allow", FormHead.isPlace(request) ? "GET, HEAD, POST" : "GET, HEAD"));
        }
        if (UnreadBody.isAnnounced(request)) {
            return Optional.of(new Refusal(ProblemType.BAD_REQUEST, "A page is read without a body."));
        }
        return sentForm(request.getQueryString());
    }

    // Faces would take the page for one that was sent off, and fail to restore it.
    private static Optional<Refusal> sentForm(@Nullable String query) {
        if (query == null) {
            return Optional.empty();
        }
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
