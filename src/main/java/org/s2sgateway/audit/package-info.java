/**
 * What happened, to whom and by whom: an event is written in the transaction of the change that it tells of, and
 * where there is none, soon after what it tells of.
 */
@NullMarked
package org.s2sgateway.audit;

import org.jspecify.annotations.NullMarked;
