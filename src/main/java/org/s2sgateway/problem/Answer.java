package org.s2sgateway.problem;

import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.s2sgateway.odata.ODataError;

/** A refusal as it goes over the wire. */
record Answer(int status, Map<String, String> headers, String body) {

    Answer {
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    }

    static Answer of(Refusal refusal, Dialect dialect) {
        return of(refusal, dialect, ErrorPage.ENGLISH);
    }

    /** The answer, a page in a language that has its own words for it. */
    static Answer of(Refusal refusal, Dialect dialect, Locale language) {
        Map<String, String> headers = new LinkedHashMap<>();
        String body =
                switch (dialect) {
                    case ODATA -> odata(refusal, headers);
                    case PROBLEM_DETAILS -> problemDetails(refusal, headers);
                    case PAGE -> page(refusal, language, headers);
                };
        headers.put("Cache-Control", "no-store");
        if (refusal.type() == ProblemType.UNAUTHENTICATED && dialect.isApi()) {
            // RFC 9110 section 11.6.1: a 401 has to say how to authenticate.
            headers.put("WWW-Authenticate", "Bearer");
        }
        headers.putAll(refusal.headers());
        return new Answer(refusal.type().status(), headers, body);
    }

    /** The body as it is sent. */
    byte[] bytes() {
        return body.getBytes(StandardCharsets.UTF_8);
    }

    /** Sends the answer where JAX-RS does not. */
    void write(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setStatus(status);
        headers.forEach(response::setHeader);
        byte[] bytes = bytes();
        response.setContentLength(bytes.length);
        if (!"HEAD".equals(request.getMethod())) {
            response.getOutputStream().write(bytes);
        }
    }

    private static String odata(Refusal refusal, Map<String, String> headers) {
        headers.put("Content-Type", ODataError.MEDIA_TYPE);
        headers.put(ODataError.VERSION_HEADER, ODataError.VERSION);
        return new ODataError(refusal.type().code(), refusal.detail(), refusal.members())
                .json()
                .toString();
    }

    private static String problemDetails(Refusal refusal, Map<String, String> headers) {
        headers.put("Content-Type", "application/problem+json");
        ProblemType type = refusal.type();
        JsonObjectBuilder problem = Json.createObjectBuilder()
                .add("type", type.type())
                .add("title", type.title())
                .add("status", type.status())
                .add("detail", refusal.detail())
                .add("code", type.code());
        refusal.members().forEach(problem::add);
        return problem.build().toString();
    }

    private static String page(Refusal refusal, Locale language, Map<String, String> headers) {
        headers.put("Content-Type", "text/html;charset=UTF-8");
        headers.put("Content-Language", language.getLanguage());
        headers.put("Vary", "Accept-Language");
        return ErrorPage.of(refusal, language);
    }
}
