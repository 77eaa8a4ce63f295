package org.s2sgateway.problem;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.RedirectionException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

/** The one mapper: says whatever a resource or the container throws in the dialect of the address. */
@Provider
public final class ProblemMapper implements ExceptionMapper<Throwable> {

    @Context
    HttpServletRequest request;

    @Override
    public Response toResponse(Throwable failure) {
        if (failure instanceof RedirectionException redirection) {
            return redirection.getResponse();
        }
        Refusal refusal = Refusals.of(failure);
        request.setAttribute(Refusal.class.getName(), refusal);
        Answer answer = Answer.of(refusal, Dialect.of(request));
        // Bytes, because the servers treat the character set of a text differently.
        Response.ResponseBuilder response = Response.status(answer.status()).entity(answer.bytes());
        answer.headers().forEach(response::header);
        return response.build();
    }
}
