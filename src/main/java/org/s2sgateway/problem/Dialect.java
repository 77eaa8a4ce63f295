package org.s2sgateway.problem;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;

/** How answers are said at an address; the one place that knows which addresses are programs' and which are people's. */
public enum Dialect {
    /** The gateway: the OData error object, which Dataverse's own clients understand. */
    ODATA,
    /** The rest of the API: RFC 9457. */
    PROBLEM_DETAILS,
    /** Everything else: pages for people. */
    PAGE;

    /** The dialect of the address that was asked for, also while the container forwards to an error page. */
    public static Dialect of(HttpServletRequest request) {
        if (request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI) instanceof String failed) {
            return ofPath(failed);
        }
        // Not the request URI: the container has decoded and normalised this one, and dispatches by it.
        String inside = request.getPathInfo();
        return ofPath(inside == null ? request.getServletPath() : request.getServletPath() + inside);
    }

    /** The dialect of a path, which starts with a slash. */
    static Dialect ofPath(String path) {
        if (isBelow("/api/dataverse", path)) {
            return ODATA;
        }
        return isBelow("/api", path) ? PROBLEM_DETAILS : PAGE;
    }

    /** Whether programs are answered here, and not people. */
    public boolean isApi() {
        return this != PAGE;
    }

    private static boolean isBelow(String prefix, String path) {
        return path.equals(prefix) || path.startsWith(prefix + "/");
    }
}
