package org.s2sgateway.gateway;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.s2sgateway.odata.LinkMapping;
import org.s2sgateway.odata.Links;
import org.s2sgateway.settings.PublicUrl;
import org.s2sgateway.tenant.EnvironmentHost;

/** How links are mapped for each environment; made once and kept for the ten thousand that are called most. Thread-safe. */
@ApplicationScoped
public class EnvironmentLinks {

    private static final int MOST = 10_000;

    /**
     * Both directions.
     *
     * @param answers from the environment's addresses to the gateway's
     * @param requests back
     */
    record Both(Links answers, Links requests) {

        static Both of(PublicUrl gateway, EnvironmentHost host) {
            String prefix = IncomingCall.PREFIX.substring(0, IncomingCall.PREFIX.length() - 1);
            LinkMapping mapping = new LinkMapping(gateway.value() + prefix, host.names());
            return new Both(mapping.answers(), mapping.requests());
        }
    }

    @Inject
    PublicUrl publicUrl;

    private final Cache<EnvironmentHost, Both> known =
            Caffeine.newBuilder().maximumSize(MOST).executor(Runnable::run).build();

    Both of(EnvironmentHost host) {
        return known.get(host, missing -> Both.of(publicUrl, missing));
    }
}
