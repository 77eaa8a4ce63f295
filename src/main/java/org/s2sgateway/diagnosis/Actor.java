package org.s2sgateway.diagnosis;

/** Who can put a fault right. */
public enum Actor {
    /** Whoever runs the gateway and owns its app registration. */
    OPERATOR("operator"),
    /** An administrator of the customer's Entra ID tenant. */
    TENANT_ADMIN("tenantAdmin"),
    /** A System Administrator of the Dataverse environment. */
    ENVIRONMENT_ADMIN("environmentAdmin");

    private final String word;

    Actor(String word) {
        this.word = word;
    }

    /** The word of the API. */
    public String word() {
        return word;
    }
}
