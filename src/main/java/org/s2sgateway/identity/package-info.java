/**
 * Who is calling. A bearer token is validated once, by one authentication mechanism, and becomes a {@link
 * org.s2sgateway.identity.Caller}; every resource method states which role may call it, and what states nothing is
 * refused.
 */
@NullMarked
package org.s2sgateway.identity;

import org.jspecify.annotations.NullMarked;
