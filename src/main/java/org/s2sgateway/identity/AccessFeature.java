package org.s2sgateway.identity;

import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.DynamicFeature;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.FeatureContext;
import jakarta.ws.rs.ext.Provider;

/**
 * Puts its access rule in front of every resource method. The servers' own enforcement cannot be relied on: WildFly has
 * none, and roles asked of the container's security context are always missing on Payara with Java 25.
 */
@Provider
public final class AccessFeature implements DynamicFeature {

    @Override
    public void configure(ResourceInfo resource, FeatureContext context) {
        AccessRule rule = AccessRule.of(resource.getResourceClass(), resource.getResourceMethod());
        // Before Payara's own filter, which would answer 403 where a token is missing.
        context.register(new Guard(rule), Priorities.AUTHENTICATION);
    }

    private record Guard(AccessRule rule) implements ContainerRequestFilter {
        @Override
        public void filter(ContainerRequestContext request) {
            rule.admit(Identification.of(request).known());
        }
    }
}
