package org.s2sgateway.gateway;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.s2sgateway.problem.Dialect;

/**
 * Puts on every answer at the gateway's addresses by what its call is found again, before anything else can answer
 * (web.xml): a call may be refused by a filter, by the container or by a resource, or be answered by Dataverse.
 */
public final class CorrelationHeaders implements Filter {

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        HttpServletRequest call = (HttpServletRequest) request;
        if (Dialect.of(call) == Dialect.ODATA) {
            Correlation.of(call).headers().forEach(((HttpServletResponse) response)::setHeader);
        }
        chain.doFilter(request, response);
    }
}
