package org.s2sgateway.it;

import java.lang.annotation.Annotation;
import org.jboss.arquillian.core.api.Instance;
import org.jboss.arquillian.core.api.annotation.Inject;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.arquillian.test.spi.enricher.resource.ResourceProvider;

/** Gives a test its {@code @ArquillianResource RunningGateway}. */
public final class RunningGatewayProvider implements ResourceProvider {

    @Inject
    private Instance<RunningGateway> gateway;

    @Override
    public boolean canProvide(Class<?> type) {
        return type == RunningGateway.class;
    }

    @Override
    public Object lookup(ArquillianResource resource, Annotation... qualifiers) {
        return gateway.get();
    }
}
