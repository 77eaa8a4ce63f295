package org.s2sgateway.it;

import org.jboss.arquillian.core.spi.LoadableExtension;
import org.jboss.arquillian.test.spi.enricher.resource.ResourceProvider;

/** Makes Arquillian deploy the gateway once for a whole run, beside the world that it talks to. */
public final class GatewayExtension implements LoadableExtension {

    @Override
    public void register(ExtensionBuilder builder) {
        builder.observer(GatewayRun.class);
        builder.service(ResourceProvider.class, RunningGatewayProvider.class);
    }
}
