/**
 * The resource that is the gateway: Dataverse Web API behind our address, streaming, with the raw request line kept. Only a
 * batch is spooled, so that all of it is judged before any of it is sent.
 */
@NullMarked
package org.s2sgateway.gateway;

import org.jspecify.annotations.NullMarked;
