/**
 * The app registration this gateway acts as: mode, cloud, home tenant, client id and credentials.
 */
@NullMarked
package org.s2sgateway.registration;

import org.jspecify.annotations.NullMarked;
