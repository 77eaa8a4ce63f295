/**
 * The registry: tenants, their environments, the states of both, and which hosts may be environments at all.
 */
@NullMarked
package org.s2sgateway.tenant;

import org.jspecify.annotations.NullMarked;
