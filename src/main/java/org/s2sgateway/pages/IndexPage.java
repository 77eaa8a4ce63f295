package org.s2sgateway.pages;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.Instant;
import org.s2sgateway.registration.Registration;
import org.s2sgateway.settings.PublicUrl;
import org.s2sgateway.tenant.TenantStatus;
import org.s2sgateway.tenant.Tenants;

/** The landing page. It tells a stranger nothing that identifies the organisation behind it. */
@Named
@RequestScoped
public class IndexPage {

    @Inject
    Registration registration;

    @Inject
    Tenants tenants;

    @Inject
    PublicUrl publicUrl;

    /** Ready: the home tenant is in the registry and consented, and the credential has not run out. */
    public boolean isReady() {
        boolean credentialLives = registration
                .credential()
                .expiresAt()
                .filter(Instant.now()::isAfter)
                .isEmpty();
        return credentialLives
                && tenants.find(registration.tenantId())
                        .filter(home -> home.status() == TenantStatus.CONSENTED)
                        .isPresent();
    }

    public String getMode() {
        return registration.mode().word();
    }

    public String getCloud() {
        return registration.cloud().word();
    }

    public String getGatewayAddress() {
        return publicUrl.value() + "/api/dataverse/contoso.crm4.dynamics.com";
    }
}
