package org.s2sgateway.grants;

/**
 * A verb on a table.
 *
 * @param table the entity set, or {@link Grant#ALL} for what only a grant for all tables covers
 */
public record Need(String table, Verb verb) {}
