package org.s2sgateway.problem;

import jakarta.persistence.OptimisticLockException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes a refusal of whatever a request ended with. */
final class Refusals {

    private static final Logger LOG = Logger.getLogger(Refusals.class.getName());

    /** Servers wrap what a resource throws, but not endlessly; a chain may even be a circle. */
    private static final int WRAPPINGS = 10;

    private Refusals() {}

    /** The refusal in the chain of causes; what is no known reason becomes the bland 500 and a line in the log. */
    static Refusal of(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .limit(WRAPPINGS)
                .flatMap(cause -> known(cause).stream())
                .findFirst()
                .filter(refusal -> refusal.type() != ProblemType.UNEXPECTED)
                .orElseGet(() -> unexpected(failure));
    }

    /** The refusal for a status that a server itself decided on. */
    static Refusal ofStatus(int status) {
        return switch (status) {
            case 401 -> new Refusal(ProblemType.UNAUTHENTICATED, "A bearer token is needed here.");
            case 403 -> new Refusal(ProblemType.NOT_PERMITTED, "The caller may not do this.");
            case 404 -> new Refusal(ProblemType.NOT_FOUND, "There is nothing at this address.");
            case 405 -> new Refusal(ProblemType.METHOD_NOT_ALLOWED, "This address does not know the method.");
            case 406 -> new Refusal(ProblemType.NOT_ACCEPTABLE, "No accepted media type can be served here.");
            case 413 -> new Refusal(ProblemType.PAYLOAD_TOO_LARGE, "The body is larger than this server takes.");
            case 414 -> new Refusal(ProblemType.URI_TOO_LONG, "The address is longer than this server takes.");
            case 415 ->
                new Refusal(
                        ProblemType.UNSUPPORTED_MEDIA_TYPE,
                        "A body of this media type is not read here; send it with Content-Type: application/json.");
            case 431 -> new Refusal(ProblemType.HEADERS_TOO_LARGE, "The headers are larger than this server takes.");
            case 503 -> new Refusal(ProblemType.BUSY, "This cannot be done at the moment; try again.");
            default ->
                status >= 400 && status < 500
                        ? new Refusal(ProblemType.BAD_REQUEST, "The request cannot be understood.")
                        : new Refusal(ProblemType.UNEXPECTED, "Something went wrong here, not with the request.");
        };
    }

    /** The bland 500, whose error id leads to the line in the log that says what happened. */
    static Refusal unexpected(@Nullable Throwable failure) {
        String errorId = UUID.randomUUID().toString();
        LOG.log(Level.SEVERE, "Unexpected, error id " + errorId, failure);
        return new Refusal(
                        ProblemType.UNEXPECTED,
                        "Something went wrong here, not with the request. The log has more under error id " + errorId
                                + ".")
                .with("errorId", errorId);
    }

    private static Optional<Refusal> known(Throwable cause) {
        if (cause instanceof Refusal refusal) {
            return Optional.of(refusal);
        }
        if (cause instanceof WebApplicationException container) {
            return Optional.of(ofContainer(container));
        }
        if (cause instanceof OptimisticLockException) {
            return Optional.of(
                    new Refusal(ProblemType.CONFLICT, "Somebody else changed this at the same time; read it again."));
        }
        return Optional.empty();
    }

    private static Refusal ofContainer(WebApplicationException container) {
        Response answer = container.getResponse();
        if (answer.getStatus() == 404 && container.getCause() != null) {
            // Both servers say "not found" where a parameter cannot be converted, be it of the path or of the query.
            return new Refusal(ProblemType.BAD_REQUEST, "A part of the address is not of the form that is read here.");
        }
        String allowed = answer.getHeaderString(HttpHeaders.ALLOW);
        if (answer.getStatus() == 405 && allowed != null) {
            return new Refusal(ProblemType.METHOD_NOT_ALLOWED, "This address knows the methods " + allowed + ".")
                    .withHeader(HttpHeaders.ALLOW, allowed);
        }
        return ofStatus(answer.getStatus());
    }
}
