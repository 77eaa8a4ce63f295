/**
 * Measures the gateway beside its peers, on the same machine in the same run: {@code ./mvnw -Pbench}. Nothing here is
 * part of {@code verify} but the tests of its arithmetic; no number ever fails a build.
 */
@NullMarked
package org.s2sgateway.bench;

import org.jspecify.annotations.NullMarked;
