package org.s2sgateway.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
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

    @Test
    void keepsWhatTheFirstVersionKnewOnH2() throws SQLException {
        var database = new JdbcDataSource();
        database.setURL("jdbc:h2:mem:first-version;DB_CLOSE_DELAY=-1");

        keepsWhatTheFirstVersionKnew(database);
    }

    @Test
    void keepsWhatTheFirstVersionKnewOnPostgreSql() throws SQLException, IOException {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
            keepsWhatTheFirstVersionKnew(postgres.getPostgresDatabase());
        }
    }

    private static void keepsWhatTheFirstVersionKnew(DataSource database) throws SQLException {
        Flyway.configure(Migration.class.getClassLoader())
                .dataSource(database)
                .locations("classpath:db/migration")
                .table("schema_history")
                .target("1")
                .load()
                .migrate();
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            assertThat(tables(connection)).doesNotContain("consent_requests");
            statement.execute("insert into tenants values"
                    + " ('t', 'Contoso', 'SUSPENDED', 'CONSENTED', timestamp with time zone '2026-01-02 03:04:05+00:00',"
                    + " timestamp with time zone '2026-02-03 04:05:06+00:00', 7)");
            statement.execute("insert into environments values ('a.example', 't', 'DEGRADED', 'why', '[]', 3)");
            statement.execute("insert into audit_events values (nextval('audit_event_ids'),"
                    + " timestamp with time zone '2026-01-02 03:04:05+00:00', 't', 'a.example', 'did', 'who', 'what')");

            Migration.migrate(database);

            assertThat(row(statement, "tenants"))
                    .startsWith("t", "Contoso", "SUSPENDED", "CONSENTED")
                    .endsWith("7", null, null, null)
                    .hasSize(10);
            assertThat(row(statement, "environments")).containsExactly("a.example", "t", "DEGRADED", "why", "[]", "3");
            assertThat(row(statement, "audit_events"))
                    .startsWith("1")
                    .endsWith("t", "a.example", "did", "who", "what", null, null, null, null, null);
            try (ResultSet moments = statement.executeQuery("select created_at, updated_at from tenants")) {
                moments.next();
                assertThat(moments.getObject(1, OffsetDateTime.class).toInstant())
                        .isEqualTo("2026-01-02T03:04:05Z");
                assertThat(moments.getObject(2, OffsetDateTime.class).toInstant())
                        .isEqualTo("2026-02-03T04:05:06Z");
            }
            assertThat(tables(connection))
                    .contains(
                            "browser_sessions",
                            "sign_in_requests",
                            "consent_requests",
                            "invitations",
                            "application_user_jobs",
                            "audit_persons",
                            "audit_chains",
                            "audit_register",
                            "grants",
                            "console_drafts");
        }
    }

    private static List<String> row(Statement statement, String table) throws SQLException {
        try (ResultSet rows = statement.executeQuery("select * from " + table)) {
            assertThat(rows.next()).isTrue();
            List<String> values = new ArrayList<>();
            for (int column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
                values.add(rows.getString(column));
            }
            assertThat(rows.next()).isFalse();
            return values;
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
