/**
 * Who is calling. A service's bearer token is validated once, by one authentication mechanism, and becomes a {@link
 * org.s2sgateway.identity.Caller}; every resource method states which role may call it, and what states nothing is
 * refused. A person signs in at their own tenant and becomes a {@link org.s2sgateway.identity.SignedIn}, known by a
 * cookie and a row (docs/adr/0007).
 */
@NullMarked
package org.s2sgateway.identity;

import org.jspecify.annotations.NullMarked;
