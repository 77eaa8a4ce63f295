package org.s2sgateway.simulator.identity;

/** What can be consented to: the delegated permissions that the gateway's registration asks for. */
enum Permission {
    SIGN_IN("Sign you in and read your basic profile"),
    IMPERSONATION("Access Dataverse as you (user_impersonation)");

    private final String text;

    Permission(String text) {
        this.text = text;
    }

    /** As the consent pages say it. */
    String text() {
        return text;
    }
}
