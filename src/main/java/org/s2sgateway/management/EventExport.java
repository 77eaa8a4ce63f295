package org.s2sgateway.management;

import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.BufferedWriter;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.s2sgateway.audit.AuditEvents;
import org.s2sgateway.problem.ProblemType;
import org.s2sgateway.problem.Refusal;

/** Audit events as JSON lines. */
final class EventExport {

    /** Resources give it a small {@code qs}: whoever takes anything gets a page. */
    static final String MEDIA_TYPE = "application/x-ndjson";

    private EventExport() {}

    /** The events behind the given one, from the first one on where none is given; refused with 400 where it is no id. */
    static Response of(AuditEvents events, @Nullable String after, Optional<UUID> tenantId) {
        if (after != null && !EventsResource.isId(after)) {
            throw new Refusal(ProblemType.BAD_REQUEST, "after has to be the id of an event");
        }
        long id = after == null ? 0 : Long.parseLong(after);
        StreamingOutput lines = stream -> {
            Writer writer = new BufferedWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8));
            events.export(id, tenantId, line -> {
                writer.write(line);
                writer.write('\n');
            });
            writer.flush();
        };
        // Without the qs, which not every server takes away.
        return Response.ok(lines, MEDIA_TYPE).build();
    }
}
