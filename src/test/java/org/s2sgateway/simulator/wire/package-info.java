/**
 * What both simulated services stand on: certificates, requests and answers as values, the recorder and the faults that
 * a test can order. Only this package knows the HTTP server.
 */
@NullMarked
package org.s2sgateway.simulator.wire;

import org.jspecify.annotations.NullMarked;
