package org.s2sgateway.identity;

import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyType;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.s2sgateway.outbound.CutOffBody;

/**
 * Reads published keys over HTTP: status 200 only, at most 256 KiB, at most eight seconds for each document, and with a key
 * for signatures among them.
 *
 * <p>JSON is parsed by Nimbus and not by JSON-P, which looks for its provider in the context class loader: the threads of
 * the HTTP client, on which this runs, have none of ours.
 */
record KeyReader(HttpClient client) {

    private static final int MAX_BYTES = 256 * 1024;
    private static final Duration TO_FIRST_BYTE = Duration.ofSeconds(5);
    private static final Duration IN_ALL = Duration.ofSeconds(8);

    private static final JWKMatcher SIGNING = new JWKMatcher.Builder()
            .keyTypes(KeyType.RSA, KeyType.EC)
            .keyUses(KeyUse.SIGNATURE, null)
            .build();

    /** The keys at the given address (RFC 7517 section 5). */
    CompletableFuture<JWKSet> keysAt(URI address) {
        return document(address).thenApply(text -> {
            try {
                JWKSet keys = JWKSet.parse(text);
                checkUsable(address, keys);
                return keys;
            } catch (ParseException broken) {
                throw unusable(address, "is not a JSON Web Key Set");
            }
        });
    }

    /**
     * Those of the keys at the given address that pass for the member {@code issuer} of theirs, which is Entra ID's own
     * and null where a key has none.
     */
    CompletableFuture<JWKSet> keysAt(URI address, Predicate<@Nullable Object> issuer) {
        return document(address).thenApply(text -> {
            try {
                Map<String, Object> published = JSONObjectUtils.parse(text);
                Map<String, Object>[] keys = JSONObjectUtils.getJSONObjectArray(published, "keys");
                if (keys == null) {
                    throw unusable(address, "is not a JSON Web Key Set");
                }
                // Nimbus drops members that it does not know, so they are looked at before.
                List<Map<String, Object>> own = Arrays.stream(keys)
                        .filter(key -> issuer.test(key.get("issuer")))
                        .toList();
                JWKSet usable = JWKSet.parse(Map.of("keys", own));
                // That all of them are another issuer's is no mishap of the provider's.
                if (keys.length == 0 || !own.isEmpty()) {
                    checkUsable(address, usable);
                }
                return usable;
            } catch (ParseException broken) {
                throw unusable(address, "is not a JSON Web Key Set");
            }
        });
    }

    /** The keys that a discovery document leads to, if it is the document of one of the issuers. */
    CompletableFuture<JWKSet> keysBehind(URI discovery, Collection<String> issuers) {
        return document(discovery).thenCompose(text -> keysAt(jwksUri(discovery, text, issuers)));
    }

    private static URI jwksUri(URI discovery, String text, Collection<String> issuers) {
        try {
            Map<String, Object> metadata = JSONObjectUtils.parse(text);
            // OpenID Connect Discovery 1.0 section 4.3
            if (!issuers.contains(JSONObjectUtils.getString(metadata, "issuer"))) {
                throw unusable(discovery, "is the discovery document of another issuer");
            }
            URI address = JSONObjectUtils.getURI(metadata, "jwks_uri");
            if (address == null || !ApiConfig.isTrustworthy(address)) {
                throw unusable(discovery, "names no https address of keys");
            }
            return address;
        } catch (ParseException broken) {
            throw unusable(discovery, "is not a discovery document");
        }
    }

    /** The text at the given address. */
    CompletableFuture<String> document(URI address) {
        HttpRequest request = HttpRequest.newBuilder(address)
                .timeout(TO_FIRST_BYTE)
                .header("Accept", "application/json")
                .build();
        // The request's own timeout ends with the headers; a body that trickles needs one that covers it.
        return client.sendAsync(request, answer -> new CutOffBody(MAX_BYTES))
                .orTimeout(IN_ALL.toMillis(), TimeUnit.MILLISECONDS)
                .thenApply(answer -> text(address, answer));
    }

    private static String text(URI address, HttpResponse<byte[]> answer) {
        if (answer.statusCode() != 200) {
            throw unusable(address, "answered with status " + answer.statusCode());
        }
        if (answer.body().length >= MAX_BYTES) {
            throw unusable(address, "is longer than " + MAX_BYTES + " bytes");
        }
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    // An issuer that signs has a key for it: a set without one is a mishap, and must not take the place of a good one.
    private static void checkUsable(URI address, JWKSet published) {
        if (published.filter(SIGNING).isEmpty()) {
            throw unusable(address, "has no key for signatures that are accepted here");
        }
    }

    private static CompletionException unusable(URI address, String why) {
        return new CompletionException(new UnusableDocument(address + " " + why));
    }
}
