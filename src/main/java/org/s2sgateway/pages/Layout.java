package org.s2sgateway.pages;

import jakarta.annotation.PostConstruct;
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

    @Inject
    CurrentPage page;

    /** The operator's logo may be on a host of its own, which the pages' policy does not know. */
    @PostConstruct
    void allowLogo() {
        branding.logoUrl()
                .filter(logo -> logo.getHost() != null)
                .ifPresent(logo -> page.allowImagesOf(logo.getScheme() + "://" + logo.getRawAuthority()));
    }

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
