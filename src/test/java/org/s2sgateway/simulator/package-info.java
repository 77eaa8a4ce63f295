/**
 * Entra ID and Dataverse on real TLS sockets, with a fixed world of tenants, applications and environments: what the
 * tests and the demonstration run against. It refuses what the real services refuse; it never leaves the test side.
 */
@NullMarked
package org.s2sgateway.simulator;

import org.jspecify.annotations.NullMarked;
