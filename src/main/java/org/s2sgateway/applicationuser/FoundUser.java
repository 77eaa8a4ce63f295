package org.s2sgateway.applicationuser;

import jakarta.json.JsonObject;
import java.util.UUID;

/** The application user as its row says. */
record FoundUser(UUID id, String fullName, boolean disabled, boolean softDeleted, UUID businessUnitId) {

    static final String COLUMNS = "systemuserid,fullname,isdisabled,deletedstate,_businessunitid_value";

    static FoundUser of(JsonObject row) {
        return new FoundUser(
                id(row, "systemuserid"),
                Rows.text(row, "fullname").orElse(""),
                Rows.isTrue(row, "isdisabled"),
                Rows.number(row, "deletedstate") != 0,
                id(row, "_businessunitid_value"));
    }

    private static UUID id(JsonObject row, String column) {
        return Rows.id(row, column).orElseThrow(() -> new SetupStopped("S2S.UnexpectedAnswer"));
    }

    String address() {
        return "systemusers(" + id + ")";
    }
}
