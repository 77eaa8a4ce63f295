package org.s2sgateway.isolation;

/** What may be wrong with an answer. */
enum Crossing {
    ROW("a row of another environment, tenant or table, or another row than asked for"),
    CORRELATION("ids of another call, or not its own"),
    LINK("a link that does not lead to the environment at the gateway"),
    HOST("the name of another environment"),
    TENANT("the id of another tenant"),
    TOKEN("a token where none belongs, or one of another environment"),
    IDENTITY("another user or organization"),
    CONSUMER("the id of another consumer"),
    LIST("what the caller may not see, or less than it may"),
    REFUSAL("not refused, or with another code"),
    ANSWER("an unexpected status or shape"),
    SILENCE("no answer"),
    LIMITED("more refused for being too many than the suite can do with"),
    LOG("a log line of a call that names somebody else"),
    AUDIT("an event of a tenant that names somebody else's environment");

    private final String words;

    Crossing(String words) {
        this.words = words;
    }

    String words() {
        return words;
    }
}
