/**
 * Random mixed calls of several consumers and tenants at once, with an oracle that looks into every answer for what
 * belongs to another call, consumer, environment or tenant. {@code ./mvnw -Pisolation} runs it against a gateway of its
 * own or, with {@code -Ds2s.url}, against anybody's. It knows the gateway by its addresses alone.
 */
@NullMarked
package org.s2sgateway.isolation;

import org.jspecify.annotations.NullMarked;
