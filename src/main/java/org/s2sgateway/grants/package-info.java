/**
 * What a consumer may do, down to table and verb. A grant is held against the very string that is sent to Dataverse;
 * what cannot be judged is refused, for whoever has a grant has it instead of everything.
 */
@NullMarked
package org.s2sgateway.grants;

import org.jspecify.annotations.NullMarked;
