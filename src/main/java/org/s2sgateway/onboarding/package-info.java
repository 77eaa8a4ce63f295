/**
 * How a customer's environment comes to have an application user with the right security role. Reads what the operator
 * configured for that, and does it with an administrator's token, which is used and never kept.
 */
@NullMarked
package org.s2sgateway.onboarding;

import org.jspecify.annotations.NullMarked;
