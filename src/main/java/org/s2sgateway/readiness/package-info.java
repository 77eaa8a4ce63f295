/**
 * The ladder from "host allowed" to "a harmless read succeeds", run for an environment on registration and on demand.
 */
@NullMarked
package org.s2sgateway.readiness;

import org.jspecify.annotations.NullMarked;
