package org.s2sgateway.gateway;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.s2sgateway.dataverse.HeaderPolicy;
import org.s2sgateway.odata.BatchHeader;
import org.s2sgateway.problem.ProblemType;
import org.s2sgateway.problem.Refusal;

/** Which headers inside a batch go up: those of single calls, and what holds a batch together. Stateless. */
final class PartHeaders {

    private static final Set<String> OF_PARTS = Set.of("content-id", "content-transfer-encoding");

    /** A compressed answer in an answer could not be looked into, and the length is known by the boundary. */
    private static final Set<String> NOT_OF_REQUESTS = Set.of("accept-encoding", "content-encoding");

    private PartHeaders() {}

    /** What goes up of the headers of a part, be it a request's or a change set's. */
    static List<BatchHeader> ofPart(List<BatchHeader> headers, PartAddresses addresses) {
        refuse(headers, addresses);
        return headers.stream()
                .filter(header -> OF_PARTS.contains(lower(header)) || HeaderPolicy.impersonates(header.name()))
                .toList();
    }

    /** What goes up of the headers of a request. */
    static List<BatchHeader> ofRequest(List<BatchHeader> headers, PartAddresses addresses) {
        refuse(headers, addresses);
        List<String> connection = headers.stream()
                .filter(header -> header.is("Connection"))
                .map(BatchHeader::value)
                .toList();
        return headers.stream()
                .filter(header -> header.is("Content-ID")
                        || HeaderPolicy.impersonates(header.name())
                        || (HeaderPolicy.goesUp(header.name(), connection) && !NOT_OF_REQUESTS.contains(lower(header))))
                .toList();
    }

    /** Headers by name in any case, with their values in the order in which they came. */
    static Map<String, List<String>> byName(List<BatchHeader> headers) {
        Map<String, List<String>> byName = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.forEach(header ->
                byName.computeIfAbsent(header.name(), name -> new ArrayList<>()).add(header.value()));
        return byName;
    }

    private static void refuse(List<BatchHeader> headers, PartAddresses addresses) {
        for (BatchHeader header : headers) {
            if (header.is("Authorization")) {
                throw refused("It has an Authorization of its own; the batch's is the only one.");
            }
            if (header.is("Host") && !addresses.isOwn(header.value())) {
                throw refused("Its Host is neither the environment's nor the gateway's.");
            }
            if (header.is("Content-Encoding") && !header.value().equalsIgnoreCase("identity")) {
                throw refused("Its body is compressed; compress the batch as a whole.");
            }
        }
    }

    private static String lower(BatchHeader header) {
        return header.name().toLowerCase(Locale.ROOT);
    }

    private static Refusal refused(String detail) {
        return new Refusal(ProblemType.BAD_REQUEST, detail);
    }
}
