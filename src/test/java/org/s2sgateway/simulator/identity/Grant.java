package org.s2sgateway.simulator.identity;

/** Whom a token speaks for, what it is for and how the application proved itself. */
record Grant(
        DirectoryTenant tenant,
        Application application,
        ServicePrincipal principal,
        String resource,
        boolean byCertificate) {}
