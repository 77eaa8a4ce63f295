package org.s2sgateway.isolation;

import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A request before it is sent, and what its answer may hold. Immutable.
 *
 * @param site the environment that its path names
 * @param mayName whose hosts, tenants and rows the answer may show
 * @param consumers whether it may name other consumers
 * @param token whether it may hold a token
 */
record Asked(
        Kind kind,
        Consumer consumer,
        Optional<Site> site,
        String method,
        String url,
        Map<String, String> headers,
        String body,
        Expected expected,
        Set<Site> mayName,
        boolean consumers,
        boolean token) {

    static final String REQUEST_ID = "x-ms-client-request-id";
    static final String TRACEPARENT = "traceparent";

    Asked {
        // In their order: a header of the test may stand in the place of one that all requests have.
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
        mayName = Set.copyOf(mayName);
    }

    static Asked get(Kind kind, Consumer consumer, String url, Expected expected) {
        return new Asked(kind, consumer, Optional.empty(), "GET", url, Map.of(), "", expected, Set.of(), false, false);
    }

    /** At an environment, of which alone the answer may tell. */
    Asked at(Site where) {
        return new Asked(
                kind,
                consumer,
                Optional.of(where),
                method,
                url,
                headers,
                body,
                expected,
                Set.of(where),
                consumers,
                token);
    }

    /** The same at another address. */
    Asked to(String other) {
        return new Asked(kind, consumer, site, method, other, headers, body, expected, mayName, consumers, token);
    }

    Asked with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Asked(kind, consumer, site, method, url, more, body, expected, mayName, consumers, token);
    }

    Asked sending(String verb, String contentType, String content) {
        Asked typed = content.isEmpty() ? this : with("Content-Type", contentType);
        return new Asked(kind, consumer, site, verb, url, typed.headers, content, expected, mayName, consumers, token);
    }

    Asked mayName(Collection<Site> sites) {
        return new Asked(
                kind, consumer, site, method, url, headers, body, expected, new HashSet<>(sites), consumers, token);
    }

    Asked mayNameConsumers() {
        return new Asked(kind, consumer, site, method, url, headers, body, expected, mayName, true, token);
    }

    Asked mayHoldAToken() {
        return new Asked(kind, consumer, site, method, url, headers, body, expected, mayName, consumers, true);
    }

    /** Whether it went to Dataverse's Web API, where calls are told apart by their ids. */
    boolean isForwarded() {
        return url.contains("/api/dataverse/");
    }

    String requestId() {
        return headers.getOrDefault(REQUEST_ID, "");
    }

    /** All that the caller said itself, and may therefore hear again. */
    String said() {
        Map<String, String> told = new LinkedHashMap<>(headers);
        told.remove("Authorization");
        return url + "\n" + told.values() + "\n" + body;
    }

    @Override
    public String toString() {
        return kind + " " + requestId() + " (" + consumer.name() + ", " + method + " " + url + ")";
    }
}
