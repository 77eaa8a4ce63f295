package org.s2sgateway.identity;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.s2sgateway.testing.Outline;

/** Requests as a server hands them over. */
final class TestRequests {

    private TestRequests() {}

    static HttpServletRequest get(String address, String path) {
        return of("GET", address, path, List.of());
    }

    /**
     * A request.
     *
     * @param address of the connection
     * @param forwardedFor the values of {@code X-Forwarded-For}
     */
    static HttpServletRequest of(String method, String address, String path, List<String> forwardedFor) {
        Map<String, Function<Object[], Object>> answers = new HashMap<>();
        answers.put("getMethod", none -> method);
        answers.put("getRemoteAddr", none -> address);
        answers.put("getServletPath", none -> path);
        answers.put("getRequestURI", none -> path);
        answers.put("getContextPath", none -> "");
        answers.put("getPathInfo", none -> null);
        answers.put("getAttribute", name -> null);
        answers.put("getHeader", name -> null);
        answers.put(
                "getHeaders",
                name -> Collections.enumeration(name[0].equals("X-Forwarded-For") ? forwardedFor : List.of()));
        return Outline.of(HttpServletRequest.class, answers);
    }
}
