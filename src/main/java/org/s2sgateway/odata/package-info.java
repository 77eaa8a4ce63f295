/**
 * The words of the protocol that Dataverse speaks, as far as the gateway itself has to speak it.
 */
@NullMarked
package org.s2sgateway.odata;

import org.jspecify.annotations.NullMarked;
