package org.s2sgateway.grants;

/** What makes a text no grant, with the sentence that says how it has to be; {@code {0}} is what it is about. */
public enum GrantFault {
    CONSUMER("The client id has 1 to 200 letters, digits and signs of \"._~:/@-\"."),
    TENANTS("Tenants are named by their id, a GUID in lower case, or by \"*\"."),
    NONE_NAMED("A grant names at least one of them, or all by \"*\"."),
    TOO_MANY("A grant names at most {0} of them, or all by \"*\"."),
    ENVIRONMENTS("Environments are named by their host, as contoso.crm4.dynamics.com, or by \"*\"."),
    TABLES("Tables are named by their entity set, as in a URL, or by \"*\"."),
    VERBS("A table has one or more of the verbs \"read\", \"create\", \"update\" and \"delete\", not so {0}."),
    UNKNOWN_HOST("{0} can never be an environment here: s2s.dataverse.hosts does not allow it."),
    UNKNOWN_TABLE("there is no table {0} in the environments; tables are named by their entity set, as in a URL."),
    UNKNOWN_OPERATION(
            "there is no function and no action {0} in the environments; they are named as in $metadata, without the namespace."),
    IMPERSONATION("Impersonation is one of \"none\", \"explicit\" and \"caller\"."),
    ACTIONS("Functions and actions are named without their namespace, or by \"*\".");

    private final String sentence;

    GrantFault(String sentence) {
        this.sentence = sentence;
    }

    /** As it is, with {@code {0}} where it is about something. */
    public String sentence() {
        return sentence;
    }

    String sentence(String subject) {
        return sentence.replace("{0}", subject);
    }
}
