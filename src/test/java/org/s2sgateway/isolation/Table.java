package org.s2sgateway.isolation;

import java.util.Optional;

/**
 * A table that the calls go to.
 *
 * @param entitySet as in a URL
 * @param key column of the primary key
 * @param text column that takes marks
 * @param writable whether the suite may create and delete rows in it
 */
record Table(String entitySet, String key, Optional<String> text, boolean writable) {

    String select() {
        return "$select=" + key + text.map(column -> "," + column).orElse("");
    }
}
