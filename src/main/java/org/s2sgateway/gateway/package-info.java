/**
 * The resource that is the gateway: Dataverse Web API behind our address, streaming, with the raw request line kept.
 */
@NullMarked
package org.s2sgateway.gateway;

import org.jspecify.annotations.NullMarked;
