package org.s2sgateway.gateway;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * By what a call is found again on both sides of the gateway and in its log. What the consumer sends goes on; where it
 * sends nothing, or what nobody should write into a log, the gateway makes it up.
 *
 * <p>Source: headers of the Dataverse Web API; W3C Trace Context, section 3.2.
 *
 * @param requestId {@code x-ms-client-request-id}
 * @param traceparent 55 characters
 */
record Correlation(String requestId, String traceparent) {

    static final String REQUEST_ID = "x-ms-client-request-id";
    static final String TRACEPARENT = "traceparent";

    private static final int LONGEST_ID = 64;
    private static final int TRACEPARENT_LENGTH = 55;

    /** The same each time it is asked for, also while the container forwards to an error page. */
    static Correlation of(HttpServletRequest request) {
        if (request.getAttribute(Correlation.class.getName()) instanceof Correlation known) {
            return known;
        }
        Correlation ids = of(request.getHeader(REQUEST_ID), request.getHeader(TRACEPARENT));
        request.setAttribute(Correlation.class.getName(), ids);
        return ids;
    }

    /** What the consumer sends, where it sends it. */
    static Correlation of(@Nullable String id, @Nullable String trace) {
        return new Correlation(
                id != null && isId(id) ? id : newId(),
                trace != null && isTraceparent(trace) ? trace : newTraceparent());
    }

    /** As headers, whose names are found in any case. */
    Map<String, String> headers() {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.put(REQUEST_ID, requestId);
        headers.put(TRACEPARENT, traceparent);
        return headers;
    }

    /** Whether a header is one of these. */
    boolean isName(String header) {
        return header.equalsIgnoreCase(REQUEST_ID) || header.equalsIgnoreCase(TRACEPARENT);
    }

    private static boolean isId(String id) {
        return !id.isEmpty()
                && id.length() <= LONGEST_ID
                && id.chars()
                        .allMatch(c -> (c >= 'a' && c <= 'z')
                                || (c >= 'A' && c <= 'Z')
                                || (c >= '0' && c <= '9')
                                || c == '-'
                                || c == '_'
                                || c == '.');
    }

    private static boolean isTraceparent(String text) {
        if (text.length() != TRACEPARENT_LENGTH || text.startsWith("ff")) {
            return false;
        }
        boolean traced = false;
        boolean parented = false;
        for (int i = 0; i < TRACEPARENT_LENGTH; i++) {
            char c = text.charAt(i);
            boolean dash = i == 2 || i == 35 || i == 52;
            if (dash ? c != '-' : !((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) {
                return false;
            }
            traced |= i > 2 && i < 35 && c != '0';
            parented |= i > 35 && i < 52 && c != '0';
        }
        // All zeroes are no id.
        return traced && parented;
    }

    // It has to be different and not secret: the secure generator has one lock for all calls.
    private static String newId() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        long version4 = (random.nextLong() & ~0xF000L) | 0x4000L;
        long variant = (random.nextLong() & Long.MAX_VALUE >> 1) | Long.MIN_VALUE;
        return new UUID(version4, variant).toString();
    }

    // Not sampled: the gateway records no trace of its own.
    private static String newTraceparent() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        StringBuilder text = new StringBuilder(TRACEPARENT_LENGTH).append("00-");
        hex(text, random.nextLong());
        hex(text, random.nextLong(1, Long.MAX_VALUE));
        text.append('-');
        hex(text, random.nextLong(1, Long.MAX_VALUE));
        return text.append("-00").toString();
    }

    private static void hex(StringBuilder text, long value) {
        for (int shift = 60; shift >= 0; shift -= 4) {
            text.append(Character.forDigit((int) (value >>> shift) & 0xF, 16));
        }
    }
}
