/** An application of one resource that does nothing: what a server itself costs. Deployed as a WAR of its own. */
@NullMarked
package org.s2sgateway.bench.nothing;

import org.jspecify.annotations.NullMarked;
