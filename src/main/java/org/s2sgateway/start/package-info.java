/**
 * What happens before the first request: every key is read and reported, the schema is migrated, the home tenant is\n * there. If a key is wrong, everything is refused and the key is named.
 */
@NullMarked
package org.s2sgateway.start;

import org.jspecify.annotations.NullMarked;
