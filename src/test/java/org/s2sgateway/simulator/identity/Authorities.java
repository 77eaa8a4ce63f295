package org.s2sgateway.simulator.identity;

import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.s2sgateway.simulator.wire.Call;

/**
 * Under which addresses the identity side is reached. It speaks of itself as it was called, so that a client that goes
 * through the proxy under a production name sees that name everywhere.
 *
 * @param first its own address, without a trailing slash
 * @param others further addresses
 */
record Authorities(String first, Set<String> others) {

    private static final Pattern GUID =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");

    static boolean isGuid(String text) {
        return GUID.matcher(text).matches();
    }

    /** Whether a path segment stands for any tenant. */
    static boolean isShared(String segment) {
        return Set.of("common", "organizations", "consumers").contains(segment.toLowerCase(Locale.ROOT));
    }

    /** The address that this request was sent to. */
    String of(Call call) {
        String called = "https://" + call.header("Host").orElse("").toLowerCase(Locale.ROOT);
        return others.contains(called) ? called : first;
    }

    Set<String> tokenEndpoints(String tenantSegment) {
        Set<String> all = new LinkedHashSet<>(others);
        all.add(first);
        return all.stream()
                .map(address -> address + "/" + tenantSegment + "/oauth2/v2.0/token")
                .collect(Collectors.toSet());
    }
}
