/**
 * Every REST resource but the gateway: registration, tenants, environments, events, health and the description of the\n * API. Resources read, call and map the outcome; they decide nothing.
 */
@NullMarked
package org.s2sgateway.management;

import org.jspecify.annotations.NullMarked;
