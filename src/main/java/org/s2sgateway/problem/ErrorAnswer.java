package org.s2sgateway.problem;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Answers where a request ends outside the resources and pages, so that no server shows its own page with its name and
 * version. The container's error page (web.xml); asked for directly it is not found.
 */
@WebServlet(urlPatterns = "/error", asyncSupported = true)
public final class ErrorAnswer extends HttpServlet {

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        refusal(request).answer(request, response);
    }

    private static Refusal refusal(HttpServletRequest request) {
        if (request.getDispatcherType() != DispatcherType.ERROR) {
            return Refusals.ofStatus(404);
        }
        if (request.getAttribute(RequestDispatcher.ERROR_EXCEPTION) instanceof Throwable failure) {
            return Refusals.of(failure);
        }
        return Refusals.ofStatus(
                request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer status ? status : 500);
    }
}
