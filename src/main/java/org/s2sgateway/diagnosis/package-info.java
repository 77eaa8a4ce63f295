/**
 * The one dictionary of what can go wrong between us and a Dataverse environment: code, cause, who acts, what to do,
 * whether to try again. Pages, problem details, logs and documents all speak from it.
 */
@NullMarked
package org.s2sgateway.diagnosis;

import org.jspecify.annotations.NullMarked;
