/**
 * App-only tokens, one flight per tenant and environment, cached within bounds, with failures as outcomes that say who
 * has to act.
 */
@NullMarked
package org.s2sgateway.token;

import org.jspecify.annotations.NullMarked;
