package org.s2sgateway.simulator.identity;

import java.util.UUID;

/** A tenant of the directory; its domain stands for it in addresses as well as its id does. */
public record DirectoryTenant(UUID id, String name, String domain) {}
