package org.s2sgateway.grants;

/** A grant that cannot be kept. The message says why, without repeating a value that could not be one. */
public final class MalformedGrant extends RuntimeException {

    private final String field;
    private final GrantFault fault;
    private final String subject;

    MalformedGrant(String field, GrantFault fault) {
        this(field, fault, "");
    }

    MalformedGrant(String field, GrantFault fault, String subject) {
        super(fault.sentence(subject));
        this.field = field;
        this.fault = fault;
        this.subject = subject;
    }

    /** The field that is wrong, as it is named in JSON. */
    public String field() {
        return field;
    }

    /** What is wrong with it. */
    public GrantFault fault() {
        return fault;
    }

    /** What the fault's sentence is about; empty where it is about nothing in particular. */
    public String subject() {
        return subject;
    }
}
