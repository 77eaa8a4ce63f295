/**
 * The application as its users meet it: black-box tests over HTTP, the same classes on every server. Arquillian starts
 * the server, {@link org.s2sgateway.it.GatewayExtension} deploys the WAR once for all of them, and {@link
 * org.s2sgateway.it.RunningGateway} is what a test gets of it.
 */
@NullMarked
package org.s2sgateway.it;

import org.jspecify.annotations.NullMarked;
