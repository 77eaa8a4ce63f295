package org.s2sgateway.pages;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.net.URI;

/** What the layout shows of the branding. */
@Named("branding")
@RequestScoped
public class Layout {

    @Inject
    Branding branding;

    public String getName() {
        return branding.name();
    }

    /** Empty where there is none. */
    public String getLogoUrl() {
        return branding.logoUrl().map(URI::toString).orElse("");
    }

    /** Empty where there is none. */
    public String getSupportUrl() {
        return branding.supportUrl().map(URI::toString).orElse("");
    }
}
