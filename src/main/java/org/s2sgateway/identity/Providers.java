package org.s2sgateway.identity;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * What providers publish: their metadata, kept for an hour, and their keys. What failed is not kept. Bounded, so that
 * nobody fills the memory with tenants.
 *
 * <p>Thread-safe; several callers wait for the same reading, eight seconds at most.
 */
final class Providers {

    private static final Logger LOG = Logger.getLogger(Providers.class.getName());
    private static final int MOST = 1000;

    private record KeysOfTenant(URI place, UUID tenant) {}

    private final KeyReader reader;
    private final Clock clock;
    private final AsyncCache<URI, ProviderMetadata> metadata = Caffeine.newBuilder()
            .maximumSize(MOST)
            .expireAfterWrite(Duration.ofHours(1))
            .executor(Runnable::run)
            .buildAsync();
    private final Cache<KeysOfTenant, IssuerKeys> keys = Caffeine.newBuilder()
            .maximumSize(MOST)
            .expireAfterAccess(Duration.ofDays(1))
            .executor(Runnable::run)
            .build();

    Providers(KeyReader reader, Clock clock) {
        this.reader = reader;
        this.clock = clock;
    }

    /** The metadata of the provider. */
    ProviderMetadata metadata(Provider provider) throws SignInRefused {
        try {
            return metadata.get(provider.discovery(), (address, executor) -> read(address, provider))
                    .join();
        } catch (CompletionException failed) {
            LOG.log(
                    Level.WARNING,
                    () -> "The metadata at " + provider.discovery() + " cannot be read: " + failed.getCause());
            throw new SignInRefused(Outage.codeOf(failed), failed);
        }
    }

    /**
     * The keys that may sign for the tenant. Read for each tenant anew, although the shared ones are at one place: a key
     * can be another tenant's own.
     */
    JWKSource<SecurityContext> keys(Provider provider, ProviderMetadata metadata, UUID tenant) {
        return keys.get(
                new KeysOfTenant(metadata.keys(), tenant),
                key -> new IssuerKeys(
                        () -> reader.keysAt(metadata.keys(), issuer -> provider.maySign(issuer, tenant)), clock));
    }

    private CompletableFuture<ProviderMetadata> read(URI address, Provider provider) {
        return reader.document(address).thenApply(text -> {
            try {
                return ProviderMetadata.parse(text, provider);
            } catch (UnusableDocument unusable) {
                throw new CompletionException(unusable);
            }
        });
    }
}
