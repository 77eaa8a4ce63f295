package org.s2sgateway.grants;

/** A grant that cannot be kept. The message says why, without repeating the value. */
public final class MalformedGrant extends RuntimeException {

    private final String field;

    MalformedGrant(String field, String message) {
        super(message);
        this.field = field;
    }

    /** The field that is wrong, as it is named in JSON. */
    public String field() {
        return field;
    }
}
