package org.s2sgateway.problem;

import jakarta.json.JsonException;
import jakarta.json.bind.JsonbException;
import jakarta.json.stream.JsonLocation;
import jakarta.json.stream.JsonParsingException;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.core.NoContentException;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Makes a body that cannot be read a 400 which says where it is wrong. Here and not in the mapper, because the same
 * exceptions mean something else when they come from anywhere but the request's body.
 */
@Provider
public final class ReadableBody implements ReaderInterceptor {

    /** Yasson quotes the property; the rest of its message names our classes. */
    private static final Pattern PROPERTY = Pattern.compile("property '([A-Za-z0-9_.\\-]{1,64})'");

    @Override
    public Object aroundReadFrom(ReaderInterceptorContext context) throws IOException {
        try {
            return context.proceed();
        } catch (NoContentException empty) {
            throw new Refusal(ProblemType.BAD_REQUEST, "A body is needed.");
        } catch (ProcessingException | JsonException | JsonbException broken) {
            throw refusal(broken);
        }
    }

    static Refusal refusal(Throwable broken) {
        String where = first(broken, ReadableBody::location)
                .or(() -> first(broken, ReadableBody::property))
                .orElse("");
        return new Refusal(ProblemType.BAD_REQUEST, "The body is not the JSON that is read here" + where + ".");
    }

    private static Optional<String> first(Throwable broken, Function<Throwable, Optional<String>> finder) {
        return Stream.iterate(broken, cause -> cause != null, Throwable::getCause)
                .limit(10)
                .flatMap(cause -> finder.apply(cause).stream())
                .findFirst();
    }

    private static Optional<String> location(Throwable cause) {
        if (cause instanceof JsonParsingException parsing && parsing.getLocation() != null) {
            JsonLocation at = parsing.getLocation();
            return Optional.of(": line " + at.getLineNumber() + ", column " + at.getColumnNumber());
        }
        return Optional.empty();
    }

    private static Optional<String> property(Throwable cause) {
        Matcher quoted = PROPERTY.matcher(String.valueOf(cause.getMessage()));
        return quoted.find() ? Optional.of(": property '" + quoted.group(1) + "'") : Optional.empty();
    }
}
