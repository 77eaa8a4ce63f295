package org.s2sgateway.registration;

/** Whether the registration serves its own tenant only, or every tenant that consents. */
public enum Mode {
    SINGLE_TENANT,
    MULTI_TENANT;

    /** The word of the configuration. */
    public String word() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
}
