package org.s2sgateway.readiness;

/** The steps of the ladder, from the ground up. Their words are part of the API. */
public enum Step {
    HOST("host"),
    TENANT("tenant"),
    CONSENT("consent"),
    TOKEN("token"),
    APPLICATION_USER("applicationUser"),
    ENABLED("enabled"),
    ROLE("role"),
    WHO_AM_I("whoAmI"),
    READ("read"),
    IMPERSONATION("impersonation");

    private final String word;

    Step(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }
}
