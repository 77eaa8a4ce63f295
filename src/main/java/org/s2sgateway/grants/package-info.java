/**
 * Who may do what with the data behind the gateway. Until there are grants it knows the one rule that needs none: what a
 * consumer without a grant may do.
 */
@NullMarked
package org.s2sgateway.grants;

import org.jspecify.annotations.NullMarked;
