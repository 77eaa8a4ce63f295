/**
 * What {@code ./mvnw -Prun} and {@code ./mvnw -Pdemo} do after the build: Payara Micro with the WAR as a child process
 * that never outlives its parent, a calm console, and an exit status that tells. Test-side: nothing of it is in the WAR.
 */
@NullMarked
package org.s2sgateway.launch;

import org.jspecify.annotations.NullMarked;
