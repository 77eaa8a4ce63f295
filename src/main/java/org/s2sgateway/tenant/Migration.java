package org.s2sgateway.tenant;

import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** Brings the schema of the database to what this version needs: H2 2.2 and PostgreSQL 14 or later. */
public final class Migration {

    private Migration() {}

    /**
     * Runs the migrations that are missing. Several nodes may do so at once: the first one works, the others wait.
     *
     * @throws org.flywaydb.core.api.FlywayException when the schema cannot be brought there
     */
    public static void migrate(DataSource database) {
        Flyway.configure(Migration.class.getClassLoader())
                .dataSource(database)
                .locations("classpath:db/migration")
                .table("schema_history")
                .load()
                .migrate();
    }
}
