package org.s2sgateway.onboarding;

import java.util.Locale;
import java.util.Optional;
import org.s2sgateway.identity.SignedIn;
import org.s2sgateway.tenant.EnvironmentHost;
import org.s2sgateway.tenant.Tenant;

/**
 * What shows that a person may speak for their tenant. To be a member of it shows nothing: where the application exists
 * already, a plain member can bring about everything else that an onboarding needs.
 *
 * <p>Roles of applications never count: they can be assigned by anybody who administers a customer's tenant.
 */
enum Standing {
    /** A directory role that can consent, as the identity provider says at sign-in. */
    DIRECTORY_ROLE,
    /** The person gave the consent by which the tenant is connected. */
    CONSENTER,
    /** An operator invited the person to speak for the tenant. */
    INVITATION,
    /** The person was seen to be System Administrator in the environment that is concerned. */
    SYSTEM_ADMINISTRATOR;

    /**
     * The person's standing at their own tenant as a whole, if any.
     *
     * @param tenant that tenant, where it is in the registry
     * @param invited whether an operator's invitation vouches for the person
     */
    static Optional<Standing> of(SignedIn person, Optional<Tenant> tenant, boolean invited) {
        if (person.mayConsent()) {
            return Optional.of(DIRECTORY_ROLE);
        }
        if (tenant.filter(it -> it.tenantId().equals(person.tenantId()) && it.wasConsentedBy(person.objectId()))
                .isPresent()) {
            return Optional.of(CONSENTER);
        }
        return invited ? Optional.of(INVITATION) : Optional.empty();
    }

    /**
     * The person's standing where one environment is concerned. Being System Administrator speaks for that environment and
     * no other: in many tenants every member may make one of their own.
     */
    static Optional<Standing> of(
            SignedIn person, Optional<Tenant> tenant, boolean invited, EnvironmentHost environment) {
        return of(person, tenant, invited).or(() -> person.administeredHost()
                .filter(environment.value()::equals)
                .map(host -> SYSTEM_ADMINISTRATOR));
    }

    /** Whether it speaks for the tenant as a whole. */
    boolean isTenantWide() {
        return this != SYSTEM_ADMINISTRATOR;
    }

    /**
     * Whether the person is remembered as who consented for the tenant, which is standing of its own from then on. Not for
     * what speaks for one environment only, and not for an invitation: that vouches for the person until it is revoked.
     */
    boolean makesConsenter() {
        return this == DIRECTORY_ROLE || this == CONSENTER;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
