package org.s2sgateway.tenant;

import java.util.Locale;

/** Where a tenant stands between invitation and off-boarding. */
public enum TenantStatus {
    INVITED,
    CONSENTED,
    SUSPENDED,
    CONSENT_REVOKED,
    OFFBOARDED;

    /** The word of the API, e.g. {@code consent-revoked}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
