/** What tests of all features share: servers started by a test, and a search for secrets in what they log. */
@NullMarked
package org.s2sgateway.testing;

import org.jspecify.annotations.NullMarked;
