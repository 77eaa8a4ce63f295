package org.s2sgateway.gateway;

import java.io.InputStream;

/**
 * A body as the consumer sends it.
 *
 * @param length -1 where the consumer gave none
 */
record IncomingBody(InputStream content, long length) {}
