package org.s2sgateway.grants;

/** Some grant is about to be another, with the end of the transaction in which this event is fired. */
record GrantChange() {}
