package org.s2sgateway.gateway;

import java.util.Optional;
import org.s2sgateway.settings.Settings;

/**
 * What the operator decided about calls through the gateway.
 *
 * @param batchMaxBytes the largest {@code $batch} request, in bytes after decompression
 */
public record GatewayConfig(long batchMaxBytes) {

    /** The key of {@link #batchMaxBytes}, which a refusal names. */
    static final String BATCH_MAX_BYTES = "s2s.gateway.batch-max-bytes";

    /** Reads {@code s2s.gateway.*}; empty where one of the keys is wrong. */
    public static Optional<GatewayConfig> from(Settings settings) {
        return settings.find(BATCH_MAX_BYTES, "104857600", GatewayConfig::bytes).map(GatewayConfig::new);
    }

    private static long bytes(String text) {
        long bytes = Long.parseLong(text);
        if (bytes < 1) {
            throw new IllegalArgumentException("has to be a number of bytes, 1 or more");
        }
        return bytes;
    }
}
