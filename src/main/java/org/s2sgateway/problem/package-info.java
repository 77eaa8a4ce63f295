/**
 * How a refusal is said: problem details (RFC 9457) on our own API, the OData error object on the gateway.\n * The address chooses the dialect; {@link org.s2sgateway.problem.ProblemType} is the only place that knows codes,\n * statuses and titles.
 */
@NullMarked
package org.s2sgateway.problem;

import org.jspecify.annotations.NullMarked;
