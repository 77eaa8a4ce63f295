package org.s2sgateway.registration;

/** Whether the registration serves its own tenant only, or every tenant that consents. */
public enum Mode {
    SINGLE_TENANT,
    MULTI_TENANT
}
