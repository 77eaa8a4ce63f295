package org.s2sgateway.registration;

import java.util.Optional;
import java.util.UUID;

/** The clouds whose identity provider can issue our tokens. */
public enum Cloud {
    PUBLIC,
    US_GOVERNMENT,
    CHINA,
    AD_FS;

    /** The issuer of this tenant's version 1 tokens; empty for AD FS. */
    public Optional<String> v1Issuer(UUID tenantId) {
        return this == AD_FS ? Optional.empty() : Optional.of("https://sts.windows.net/" + tenantId + "/");
    }

    /** The word of the configuration. */
    public String word() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
}
