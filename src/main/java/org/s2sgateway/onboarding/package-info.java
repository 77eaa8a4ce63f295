/**
 * How a customer's environment comes to have an application user with the right security role. Reads what the operator
 * configured for that.
 */
@NullMarked
package org.s2sgateway.onboarding;

import org.jspecify.annotations.NullMarked;
