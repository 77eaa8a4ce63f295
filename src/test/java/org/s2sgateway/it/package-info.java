/**
 * The application as its users meet it: black-box tests over HTTP, the same classes on every server. Two processes take
 * one class after the other; in each, {@link org.s2sgateway.it.GatewayRun} starts the server and what it talks to once, and
 * {@link org.s2sgateway.it.RunningGateway} is what a test gets of it.
 */
@NullMarked
package org.s2sgateway.it;

import org.jspecify.annotations.NullMarked;
