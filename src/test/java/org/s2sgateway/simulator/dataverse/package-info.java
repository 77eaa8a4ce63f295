/** Dataverse environments: the 401 challenge, application users and their privileges, tables and the Web API over them. */
@NullMarked
package org.s2sgateway.simulator.dataverse;

import org.jspecify.annotations.NullMarked;
