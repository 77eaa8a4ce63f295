package org.s2sgateway.simulator.dataverse;

import java.util.UUID;

/**
 * Whom a token speaks for: an application by itself, or a person through an application. The two never meet, even where
 * an id of one is an id of the other.
 *
 * @param person whether the id is a person's object id, not an application's client id
 */
record Identity(boolean person, UUID id) {}
