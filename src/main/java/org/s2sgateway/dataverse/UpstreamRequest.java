package org.s2sgateway.dataverse;

import java.io.InputStream;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.s2sgateway.tenant.EnvironmentHost;

/**
 * One request for Dataverse.
 *
 * @param headers as the consumer sent them; {@link HeaderPolicy} decides which go
 * @param impersonation headers that let Dataverse act as another user, already judged; these go as they are
 * @param body null for a request without one
 */
public record UpstreamRequest(
        EnvironmentHost host,
        String method,
        RequestTarget target,
        Map<String, List<String>> headers,
        Map<String, List<String>> impersonation,
        @Nullable Body body) {

    /** A body on its way to Dataverse; the length is -1 where the consumer gave none. */
    public record Body(InputStream content, long length) {}
}
