package org.s2sgateway.management;

import jakarta.ws.rs.QueryParam;
import java.util.function.Predicate;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** The query parameters of every list, as text: what they must be is said by {@link Slice}, and not by the server. */
public class ListQuery {

    @QueryParam("limit")
    @Parameter(
            description = "How many items at most",
            schema = @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "200", defaultValue = "50"))
    @Nullable
    String limit;

    @QueryParam("cursor")
    @Parameter(description = "Where the list goes on; taken from the address that a page gives as next")
    @Nullable
    String cursor;

    /** The part of the list that is asked for; the keys of this list satisfy the given test. */
    Slice slice(Predicate<String> key) {
        return Slice.of(limit, cursor, key);
    }
}
