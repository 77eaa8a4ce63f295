/**
 * The upstream client: what is sent to a Dataverse environment and what of its answers comes back. It takes its token
 * as an argument; only the description of an environment is read by itself, with the application's own.
 */
@NullMarked
package org.s2sgateway.dataverse;

import org.jspecify.annotations.NullMarked;
