/** Entra ID and AD FS: tenants, applications, signing keys, metadata and the token endpoint. */
@NullMarked
package org.s2sgateway.simulator.identity;

import org.jspecify.annotations.NullMarked;
