/**
 * How an environment comes to have an application user with the right security role, and what it shows of that user. Done
 * with tokens that are given for it, an administrator's among them, which are used and never kept.
 */
@NullMarked
package org.s2sgateway.applicationuser;

import org.jspecify.annotations.NullMarked;
