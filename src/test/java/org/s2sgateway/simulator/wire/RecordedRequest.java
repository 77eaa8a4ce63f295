package org.s2sgateway.simulator.wire;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A request that a listener got, as tests look at it. {@code target} is raw; of a body at most 64 KiB are kept. */
public record RecordedRequest(String method, String target, Map<String, List<String>> headers, String body) {

    static final int KEPT_BYTES = 64 * 1024;

    /** The first value of a header, whatever the case of its name. */
    public Optional<String> header(String name) {
        return headers.getOrDefault(name, List.of()).stream().findFirst();
    }
}
