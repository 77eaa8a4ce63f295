package org.s2sgateway.start;

import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Answers every request with 503 unless the application opened. The servers take an application whose start failed for
 * deployed, so the application itself has to refuse. The answer is a health answer, whatever was asked for: a launcher
 * or a probe reads from it which keys are wrong; their values are not in it.
 */
public class RefuseUntilOpen extends HttpFilter {

    @Inject
    Opening opening;

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        Optional<JsonObject> reason = opening.closedBecause();
        if (reason.isEmpty()) {
            chain.doFilter(request, response);
            return;
        }
        byte[] body = Json.createObjectBuilder()
                .add("status", "DOWN")
                .add("checks", Json.createArrayBuilder().add(reason.get()))
                .build()
                .toString()
                .getBytes(StandardCharsets.UTF_8);
        response.setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
        response.setContentType("application/json");
        response.setHeader("Cache-Control", "no-store");
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
