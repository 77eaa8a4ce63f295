/**
 * How this application reaches the world: trusted certificates, the proxy, and the HTTP clients made from them.
 * No client follows redirects and every one has its time limits.
 */
@NullMarked
package org.s2sgateway.outbound;

import org.jspecify.annotations.NullMarked;
