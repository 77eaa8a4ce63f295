/**
 * What happened, to whom and by whom: an event is written in the transaction of the change that it tells of, and
 * where there is none, soon after what it tells of. The events of a tenant are a chain of HMACs with a key that the
 * database does not have, so that nobody changes them unnoticed; persons stand apart from it, so that they can be erased.
 */
@NullMarked
package org.s2sgateway.audit;

import org.jspecify.annotations.NullMarked;
