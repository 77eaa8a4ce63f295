package org.s2sgateway.console;

import org.s2sgateway.grants.MalformedGrant;

/**
 * Why a form cannot be taken, at the field that has to be changed.
 *
 * @param field as it is named in the form
 * @param key of the sentence in the messages
 * @param subject what the sentence is about
 */
record FieldError(String field, String key, String subject) {

    static FieldError of(MalformedGrant malformed) {
        return new FieldError(
                malformed.field(), "grantFault." + malformed.fault().name(), malformed.subject());
    }

    static FieldError of(GrantForm.RepeatedTable repeated) {
        return new FieldError("tables", "grantFault.TABLE_TWICE", repeated.table());
    }
}
