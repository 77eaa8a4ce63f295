/** What tests of several features use in place of the network and the clock. */
@NullMarked
package org.s2sgateway.testing;

import org.jspecify.annotations.NullMarked;
