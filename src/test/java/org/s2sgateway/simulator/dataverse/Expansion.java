package org.s2sgateway.simulator.dataverse;

/**
 * One navigation property of an {@code $expand}.
 *
 * @param options as they stood between the parentheses
 * @param reference whether only the address is wanted, {@code /$ref}
 */
record Expansion(Navigation navigation, Query query, String options, boolean reference) {

    /** The address below a row where the same can be read; Dataverse gives it for every collection. */
    String address() {
        String encoded = options.replace("%", "%25")
                .replace(" ", "%20")
                .replace("&", "%26")
                .replace("#", "%23")
                .replace("+", "%2B")
                .replace(";", "&");
        return navigation.name() + (encoded.isEmpty() ? "" : "?" + encoded);
    }
}
