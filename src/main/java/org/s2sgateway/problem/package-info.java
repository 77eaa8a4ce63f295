/**
 * How an answer is said that is not the resource's own: problem details (RFC 9457) on our own API, the OData error
 * object on the gateway, and on every answer the headers that tell a browser what it may do with it. The address chooses
 * the dialect; {@link org.s2sgateway.problem.ProblemType} is the only place that knows codes, statuses and titles.
 */
@NullMarked
package org.s2sgateway.problem;

import org.jspecify.annotations.NullMarked;
