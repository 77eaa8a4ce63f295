package org.s2sgateway.dataverse;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.s2sgateway.tenant.EnvironmentHost;

/**
 * One request for Dataverse.
 *
 * @param headers as the consumer sent them; {@link HeaderPolicy} decides which go
 * @param set headers that go as they are, whatever the consumer sent under their names: impersonation that was judged,
 *     and correlation
 * @param body null for a request without one
 */
public record UpstreamRequest(
        EnvironmentHost host,
        String method,
        RequestTarget target,
        Map<String, List<String>> headers,
        Map<String, String> set,
        @Nullable RequestBody body) {

    /** Whether it changes nothing, however often it is sent. */
    public boolean reads() {
        return method.equals("GET") || method.equals("HEAD");
    }

    /** Whether it can be sent more than once. */
    public boolean isReplayable() {
        return body == null || body.isReplayable();
    }
}
