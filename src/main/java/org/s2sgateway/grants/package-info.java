/**
 * Who may do what with the data behind the gateway, down to table and verb, and what a consumer without a grant may do. A
 * grant is held against the very string that is sent to Dataverse. What cannot be judged is refused: whoever has a grant
 * has it instead of everything.
 */
@NullMarked
package org.s2sgateway.grants;

import org.jspecify.annotations.NullMarked;
