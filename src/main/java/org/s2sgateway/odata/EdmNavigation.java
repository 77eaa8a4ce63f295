package org.s2sgateway.odata;

/**
 * A navigation property.
 *
 * @param target the simple name of the type it leads to
 * @param collection whether it leads to many
 */
public record EdmNavigation(String name, String target, boolean collection) {}
