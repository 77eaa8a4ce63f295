package org.s2sgateway.simulator.dataverse;

import org.s2sgateway.simulator.wire.Call;

/**
 * A request for rows.
 *
 * @param root address of the version's root, with a trailing slash
 * @param path of the rows below that: an entity set, or a navigation property of a row
 */
record Request(Call call, String root, String path, Caller user) {

    /** The address of a row, whatever led to it. */
    String address(EntityType type, Row row) {
        return root + type.entitySet() + "(" + row.id() + ")";
    }
}
