/**
 * The pages at {@code /console}, for the staff who run the gateway: operators, who may change what they see, and auditors.
 * One door stands before all of them, {@link org.s2sgateway.console.ConsoleDoor}, so that no page has to ask who is there.
 */
@NullMarked
package org.s2sgateway.console;

import org.jspecify.annotations.NullMarked;
