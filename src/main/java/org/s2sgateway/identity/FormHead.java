package org.s2sgateway.identity;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.s2sgateway.problem.ProblemType;
import org.s2sgateway.problem.Refusal;

/**
 * What is known of a form before an octet of it is read: which address it is for and what its headers say.
 *
 * @param length octets, negative where no {@code Content-Length} says so
 * @param origin the header {@code Origin}, if there is one
 * @param fetchSite the header {@code Sec-Fetch-Site}, if there is one
 */
record FormHead(@Nullable String contentType, long length, @Nullable String origin, @Nullable String fetchSite) {

    /** Octets; the longest form that everybody may send has a few hundred. */
    static final int LONGEST = 16 * 1024;

    /** The longest form of staff: a grant with a thousand of everything that it may name. */
    static final int LONGEST_OF_STAFF = 256 * 1024;

    private static final Pattern PLACES = Pattern.compile("/connect(/.*)?|/my(/.*)?|/sign-out|/console(/.*)?");
    private static final Pattern CONSOLE = Pattern.compile("/console(/.*)?");
    private static final Pattern FORM = Pattern.compile(
            "application/x-www-form-urlencoded(\\s*;\\s*charset=\"?utf-8\"?)?", Pattern.CASE_INSENSITIVE);

    static FormHead of(HttpServletRequest request) {
        return new FormHead(
                request.getContentType(),
                request.getContentLengthLong(),
                request.getHeader("Origin"),
                request.getHeader("Sec-Fetch-Site"));
    }

    /** Whether a page at this address may have forms. */
    static boolean isPlace(HttpServletRequest request) {
        String path = path(request);
        // An address with escapes or path parameters could be another one to whoever dispatches it a second time.
        return request.getRequestURI().equals(request.getContextPath() + path) && isPlace(path);
    }

    static boolean isPlace(String path) {
        return PLACES.matcher(path).matches();
    }

    /** Whether the page is for those who run this gateway. */
    static boolean isConsole(HttpServletRequest request) {
        return CONSOLE.matcher(path(request)).matches();
    }

    /** The folder that the page is in: what comes behind that, anybody may have made up. */
    static String folder(HttpServletRequest request) {
        return path(request).replaceFirst("(?<=.)/.*", "");
    }

    private static String path(HttpServletRequest request) {
        String inside = request.getPathInfo();
        return inside == null ? request.getServletPath() : request.getServletPath() + inside;
    }

    /** Why this form of a page of ours is not read, if it is not. */
    Optional<Refusal> refusal(String ownOrigin, int longest) {
        return isForeign(ownOrigin)
                ? Optional.of(new Refusal(ProblemType.FOREIGN_FORM, "The form was sent from another site."))
                : unreadable(longest);
    }

    /** Why no form like this is read, wherever it is from. */
    Optional<Refusal> unreadable(int longest) {
        if (contentType == null || !FORM.matcher(contentType.strip()).matches()) {
            return Optional.of(new Refusal(
                    ProblemType.UNSUPPORTED_MEDIA_TYPE,
                    "A form is sent as application/x-www-form-urlencoded in UTF-8."));
        }
        if (length < 0) {
            return Optional.of(new Refusal(ProblemType.LENGTH_REQUIRED, "A form is sent with Content-Length."));
        }
        return length > longest
                ? Optional.of(
                        new Refusal(ProblemType.PAYLOAD_TOO_LARGE, "A form has at most " + longest / 1024 + " KiB."))
                : Optional.empty();
    }

    // Our own pages have Referrer-Policy: no-referrer, for which browsers send "Origin: null" with every form (Fetch,
    // "append a request Origin header"). Where it comes from, Sec-Fetch-Site says then, and at last the form's token.
    private boolean isForeign(String ownOrigin) {
        boolean foreignOrigin = origin != null && !origin.equals("null") && !origin.equals(ownOrigin);
        return foreignOrigin || (fetchSite != null && !fetchSite.equals("same-origin"));
    }
}
