package org.s2sgateway.simulator.dataverse;

/** A column of a table; what Dataverse keeps itself cannot be written. */
record Column(String name, ColumnType type, boolean writable, Kind kind) {

    /** What is special about it. */
    enum Kind {
        PLAIN,
        /** The key of another row; written by its navigation property. */
        LOOKUP,
        FILE,
        IMAGE
    }

    static Column of(String name, ColumnType type) {
        return new Column(name, type, true, Kind.PLAIN);
    }

    static Column kept(String name, ColumnType type) {
        return new Column(name, type, false, Kind.PLAIN);
    }

    static Column lookup(String name) {
        return new Column(name, ColumnType.GUID, false, Kind.LOOKUP);
    }

    static Column file(String name) {
        return new Column(name, ColumnType.GUID, false, Kind.FILE);
    }

    static Column image(String name) {
        return new Column(name, ColumnType.BINARY, false, Kind.IMAGE);
    }

    /** Files and images have contents that are not in the row. */
    boolean hasContent() {
        return kind == Kind.FILE || kind == Kind.IMAGE;
    }
}
