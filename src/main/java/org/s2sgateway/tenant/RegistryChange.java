package org.s2sgateway.tenant;

/** Something in the registry is about to be another, with the end of the transaction in which this event is fired. */
public record RegistryChange() {}
