/** Entra ID and AD FS: tenants, people, applications, signing keys, metadata, sign-in, consent and the token endpoint. */
@NullMarked
package org.s2sgateway.simulator.identity;

import org.jspecify.annotations.NullMarked;
