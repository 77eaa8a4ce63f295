package org.s2sgateway.simulator.dataverse;

/** A column of a table; what Dataverse keeps itself cannot be written. */
record Column(String name, ColumnType type, boolean writable) {

    static Column of(String name, ColumnType type) {
        return new Column(name, type, true);
    }

    static Column kept(String name, ColumnType type) {
        return new Column(name, type, false);
    }
}
