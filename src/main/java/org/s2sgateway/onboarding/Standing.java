package org.s2sgateway.onboarding;

import java.util.Locale;
import java.util.Optional;
import org.s2sgateway.identity.SignedIn;
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
    /** The person was seen to be System Administrator in one of the tenant's environments. */
    SYSTEM_ADMINISTRATOR;

    /**
     * The person's standing at their own tenant, if any.
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
        if (invited) {
            return Optional.of(INVITATION);
        }
        return person.administeredHost().map(host -> SYSTEM_ADMINISTRATOR);
    }

    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
