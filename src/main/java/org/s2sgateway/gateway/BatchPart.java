package org.s2sgateway.gateway;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.s2sgateway.dataverse.RequestTarget;

/**
 * One request of a batch, as it is sent if nobody objects.
 *
 * @param number counted from 1 over the whole batch
 * @param target what is sent; where it refers to an earlier request of its change set, the segment behind the version is
 *     that reference ({@code /api/data/v9.2/$1/name})
 * @param reference the {@code Content-ID} that the target refers to; null where it refers to none
 * @param contentId by which later requests of the change set can refer to this one; null where it has none
 * @param headers those that go up, names in any case
 */
record BatchPart(
        int number,
        String method,
        RequestTarget target,
        @Nullable String reference,
        @Nullable String contentId,
        Map<String, List<String>> headers) {

    BatchPart {
        Map<String, List<String>> copy = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        copy.putAll(headers);
        headers = Collections.unmodifiableMap(copy);
    }
}
