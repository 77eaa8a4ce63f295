/**
 * The ground every feature reads its configuration from: one reader that collects what is wrong instead of stopping at\n * the first fault, and the type of a secret. Each feature names its own keys; nothing here knows them.
 */
@NullMarked
package org.s2sgateway.settings;

import org.jspecify.annotations.NullMarked;
