/**
 * How a customer's administrator connects an environment: address, sign-in, consent, proof and standing, application user,
 * and the pages for all that. Its state is in the database, and every look at a page takes it as far as it goes.
 */
@NullMarked
package org.s2sgateway.onboarding;

import org.jspecify.annotations.NullMarked;
