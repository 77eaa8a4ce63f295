/**
 * The upstream client: what is sent to a Dataverse environment and what of its answers comes back. It takes its token\n * as an argument.
 */
@NullMarked
package org.s2sgateway.dataverse;

import org.jspecify.annotations.NullMarked;
