package org.s2sgateway.simulator.dataverse;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.s2sgateway.simulator.wire.Call;
import org.s2sgateway.simulator.wire.MessagePart;
import org.s2sgateway.simulator.wire.Multipart;

/**
 * Reads a {@code $batch} request, all of it before any of it runs. The limits are those of Microsoft's "Execute batch
 * operations using the Web API"; the texts are those of Microsoft.OData.Core, which Dataverse answers with (for the
 * number of operations see AleksandrRogov/DynamicsWebApi pull request 71 and MicrosoftDocs/powerapps-docs issue 1890).
 */
final class BatchItems {

    /** One request of a batch; the id is empty where it has none. */
    record Item(String contentId, MessagePart.Request request) {}

    /** What runs as one: a request by itself, or a change set, which may have no requests. */
    record Step(boolean changeSet, List<Item> items) {}

    private static final int MOST_REQUESTS = 1_000;
    private static final int LONGEST_URL = 65_536;
    private static final Set<String> METHODS = Set.of("GET", "POST", "PATCH", "PUT", "DELETE");

    private int requests;

    private BatchItems() {}

    static List<Step> read(Call call) {
        BatchItems reader = new BatchItems();
        try {
            List<Step> steps = new ArrayList<>();
            for (MessagePart part : parts(call.header("Content-Type").orElse(""), call.body())) {
                steps.add(reader.step(part));
            }
            return steps;
        } catch (IllegalArgumentException malformed) {
            throw ODataRefusal.badRequest(String.valueOf(malformed.getMessage()));
        }
    }

    private static List<MessagePart> parts(String contentType, byte[] message) {
        return Multipart.parts(message, Multipart.boundary(contentType));
    }

    private Step step(MessagePart part) {
        String contentType = part.header("Content-Type").orElse("");
        if (!contentType.startsWith("multipart/")) {
            return new Step(false, List.of(item(part, false)));
        }
        List<Item> items = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        for (MessagePart inner : parts(contentType, part.body())) {
            Item item = item(inner, true);
            if (!item.contentId().isEmpty() && !ids.add(item.contentId())) {
                throw ODataRefusal.badRequest("The content ID '" + item.contentId()
                        + "' was found more than once in the same change set or same batch request.");
            }
            items.add(item);
        }
        return new Step(true, items);
    }

    private Item item(MessagePart part, boolean inChangeSet) {
        String contentType = part.header("Content-Type").orElse("");
        if (inChangeSet && contentType.startsWith("multipart/")) {
            throw ODataRefusal.badRequest("Nested change sets in a batch payload are not supported.");
        }
        require(
                contentType.split(";", 2)[0].strip().equalsIgnoreCase("application/http"),
                "Content-Type",
                "application/http");
        require(
                part.header("Content-Transfer-Encoding")
                        .filter("binary"::equalsIgnoreCase)
                        .isPresent(),
                "Content-Transfer-Encoding",
                "binary");
        if (++requests > MOST_REQUESTS) {
            throw ODataRefusal.badRequest(
                    "The current batch message contains too many parts. Only batch messages with a maximum number of"
                            + " '1000' query operations, including changeset operations, are allowed.");
        }
        MessagePart.Request request = part.request();
        check(request, inChangeSet);
        Optional<String> id =
                part.header("Content-ID").or(() -> request.message().header("Content-ID"));
        return new Item(id.orElse(""), request);
    }

    private static void check(MessagePart.Request request, boolean inChangeSet) {
        if (!METHODS.contains(request.method())) {
            throw ODataRefusal.badRequest("The HTTP method '" + request.method() + "' is not supported.");
        }
        if (inChangeSet && request.method().equals("GET")) {
            throw ODataRefusal.badRequest("An invalid HTTP method 'GET' was detected for a request in a change set."
                    + " Requests in change sets only support the HTTP methods 'POST', 'PUT', 'DELETE', and 'PATCH'.");
        }
        if (request.target().length() > LONGEST_URL) {
            throw new ODataRefusal(414, ODataRefusal.BAD_REQUEST, "The URL is longer than 65,536 characters.");
        }
        // OData 4.0 part 1, section 11.7.2: such headers should not stand in a part; nobody says what Dataverse does.
        if (request.message().header("Authorization").isPresent()) {
            throw ODataRefusal.badRequest("A request of a batch must not have the header Authorization.");
        }
    }

    private static void require(boolean valid, String header, String value) {
        if (!valid) {
            throw ODataRefusal.badRequest(
                    "The message header '" + header + "' is invalid. The header value must be of '" + value + "'.");
        }
    }
}
