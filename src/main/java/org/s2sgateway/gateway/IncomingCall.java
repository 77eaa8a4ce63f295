package org.s2sgateway.gateway;

import jakarta.servlet.http.HttpServletRequest;
import java.io.InputStream;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.s2sgateway.dataverse.HeaderPolicy;
import org.s2sgateway.dataverse.RequestTarget;
import org.s2sgateway.problem.ProblemType;
import org.s2sgateway.problem.Refusal;
import org.s2sgateway.tenant.EnvironmentHost;

/**
 * A consumer's request, read off the raw request line: what JAX-RS matched is decoded and normalised, and what is judged
 * has to be the very string that is sent.
 *
 * @param host the environment it names
 * @param headers names in any case, values in the order in which they came
 */
record IncomingCall(
        String method,
        EnvironmentHost host,
        RequestTarget target,
        Map<String, List<String>> headers,
        @Nullable IncomingBody body) {

    /** What the path of every call starts with; the environment's host comes next. */
    static final String PREFIX = "/api/dataverse/";

    /** Names and values together. The servers' own limits lie above it (server-config). */
    private static final int MOST_OF_HEADERS = 65_536;

    /** Reads the call, or refuses it: 404 for what cannot be an environment's host, 400 or 414 for a bad target. */
    static IncomingCall of(HttpServletRequest request, Map<String, List<String>> headers, @Nullable InputStream body) {
        String raw = request.getRequestURI().substring(request.getContextPath().length());
        if (!raw.startsWith(PREFIX)) {
            throw new Refusal(ProblemType.BAD_REQUEST, "The path does not start with " + PREFIX + " as it stands.");
        }
        int end = raw.indexOf('/', PREFIX.length());
        if (end < 0) {
            throw new Refusal(
                    ProblemType.BAD_REQUEST,
                    "After the environment's host, the path goes on with /api/data/v9.2/ as at Dataverse itself.");
        }
        return new IncomingCall(
                request.getMethod(),
                host(raw.substring(PREFIX.length(), end)),
                target(raw.substring(end), request.getQueryString()),
                bounded(headers),
                body == null ? null : new IncomingBody(body, request.getContentLengthLong()));
    }

    /** The environment that a segment of a raw path names, if it can be one's host. */
    static Optional<EnvironmentHost> environment(String segment) {
        // The colon before a port may come encoded; nothing else in a host ever needs to be.
        return EnvironmentHost.find(segment.replace("%3A", ":").replace("%3a", ":"));
    }

    private static EnvironmentHost host(String segment) {
        return environment(segment)
                .orElseThrow(
                        () -> new Refusal(
                                ProblemType.UNKNOWN_ENVIRONMENT,
                                "The address names no environment's host where one is expected, as in /api/dataverse/contoso.crm4.dynamics.com/api/data/v9.2/."));
    }

    static RequestTarget target(String path, @Nullable String query) {
        try {
            return RequestTarget.parse(path, query);
        } catch (RequestTarget.Refused refused) {
            throw refusal(refused);
        }
    }

    /** The refusal of a target that must not be sent. */
    static Refusal refusal(RequestTarget.Refused refused) {
        return new Refusal(
                refused.tooLong() ? ProblemType.URI_TOO_LONG : ProblemType.BAD_REQUEST,
                String.valueOf(refused.getMessage()));
    }

    /** The headers of a request, by names in any case. */
    static Map<String, List<String>> headers(HttpServletRequest request) {
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        request.getHeaderNames()
                .asIterator()
                .forEachRemaining(name -> headers.put(name, Collections.list(request.getHeaders(name))));
        return headers;
    }

    private static Map<String, List<String>> bounded(Map<String, List<String>> headers) {
        long length = 0;
        for (Map.Entry<String, List<String>> header : headers.entrySet()) {
            for (String value : header.getValue()) {
                length += header.getKey().length() + value.length();
            }
        }
        if (length > MOST_OF_HEADERS) {
            throw new Refusal(
                    ProblemType.HEADERS_TOO_LARGE,
                    "The headers have more than the " + MOST_OF_HEADERS + " characters that are taken here.");
        }
        return headers;
    }

    /** The same call with another target. */
    IncomingCall to(RequestTarget other) {
        return new IncomingCall(method, host, other, headers, body);
    }

    /** The same call with another body. */
    IncomingCall with(IncomingBody other) {
        return new IncomingCall(method, host, target, headers, other);
    }

    /** The same call with other headers. */
    IncomingCall with(Map<String, List<String>> others) {
        return new IncomingCall(method, host, target, others, body);
    }

    /** The first value of a header; empty where there is none. */
    String header(String name) {
        List<String> values = HeaderPolicy.values(headers, name);
        return values.isEmpty() ? "" : values.get(0);
    }
}
