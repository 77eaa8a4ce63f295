package org.s2sgateway.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;

class MigrationTest {

    @Test
    void makesTheSchemaOnH2() throws SQLException {
        var database = new JdbcDataSource();
        database.setURL("jdbc:h2:mem:migration;DB_CLOSE_DELAY=-1");

        makesTheSchema(database);
    }

    @Test
    void makesTheSchemaOnPostgreSql() throws SQLException, IOException {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
            makesTheSchema(postgres.getPostgresDatabase());
        }
    }

    private static void makesTheSchema(DataSource database) throws SQLException {
        Migration.migrate(database);
        Migration.migrate(database);

        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            assertThat(tables(connection)).contains("tenants", "environments", "audit_events", "schema_history");
            statement.execute("insert into tenants (tenant_id, name, status, created_at, updated_at, version)"
                    + " values ('t', 'Contoso', 'CONSENTED', current_timestamp, current_timestamp, 1)");
            statement.execute("insert into environments values ('a.example', 't', 'PENDING', null, '[]', 1)");
            refuses(statement, "insert into environments values ('a.example', 't', 'PENDING', null, '[]', 1)");
            refuses(statement, "insert into environments values ('b.example', 'u', 'PENDING', null, '[]', 1)");
            refuses(statement, "insert into environments values ('b.example', 't', 'BROKEN', null, '[]', 1)");
            refuses(statement, "update tenants set status = 'GONE'");
            refuses(statement, "update tenants set suspended_from = 'INVITED'");
            refuses(statement, "update tenants set status = 'SUSPENDED'");
            refuses(statement, "delete from tenants");
        }
    }

    private static void refuses(Statement statement, String sql) {
        // SQLSTATE class 23: integrity constraint violation
        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> statement.execute(sql))
                .satisfies(refused -> assertThat(refused.getSQLState()).startsWith("23"));
    }

    private static List<String> tables(Connection connection) throws SQLException {
        List<String> names = new ArrayList<>();
        try (ResultSet tables =
                connection.getMetaData().getTables(null, null, null, new String[] {"TABLE", "BASE TABLE"})) {
            while (tables.next()) {
                names.add(tables.getString("TABLE_NAME").toLowerCase(Locale.ROOT));
            }
        }
        return names;
    }
}
