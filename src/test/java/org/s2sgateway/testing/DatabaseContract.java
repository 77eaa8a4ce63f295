package org.s2sgateway.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Persistence;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.s2sgateway.tenant.Migration;

/**
 * The schema and the mappings with the JPA provider of either server on either database; a test of a store extends it
 * and is run for each pair. Transactions are the test's.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class DatabaseContract {

    public static final String ECLIPSELINK = "org.eclipse.persistence.jpa.PersistenceProvider";
    public static final String HIBERNATE = "org.hibernate.jpa.HibernatePersistenceProvider";

    /** Started by the first test that needs it, stopped with the process. */
    private static final class Postgres {

        private static final EmbeddedPostgres SERVER = start();

        private static EmbeddedPostgres start() {
            try {
                return EmbeddedPostgres.start();
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }
    }

    private final String provider;
    private final DataSource database;
    private EntityManagerFactory factory;

    protected DatabaseContract(String provider, DataSource database) {
        this.provider = provider;
        this.database = database;
    }

    /** An embedded database that nobody else has. */
    public static DataSource h2(String name) {
        var database = new JdbcDataSource();
        database.setURL("jdbc:h2:mem:" + name + ";DB_CLOSE_DELAY=-1");
        return database;
    }

    /** The one PostgreSQL of all tests, each of which empties its tables first. */
    public static DataSource postgres() {
        return Postgres.SERVER.getPostgresDatabase();
    }

    @BeforeAll
    protected void openFactory() {
        Migration.migrate(database);
        Map<String, Object> properties = new HashMap<>();
        properties.put("jakarta.persistence.provider", provider);
        properties.put("jakarta.persistence.transactionType", "RESOURCE_LOCAL");
        properties.put("jakarta.persistence.nonJtaDataSource", database);
        properties.put("jakarta.persistence.jtaDataSource", null);
        factory = Persistence.createEntityManagerFactory("s2s", properties);
    }

    @AfterAll
    protected void closeFactory() {
        factory.close();
    }

    protected void empty(String... entities) {
        inTransaction(entityManager -> {
            for (String entity : entities) {
                entityManager.createQuery("delete from " + entity).executeUpdate();
            }
            return null;
        });
    }

    protected <T> T inTransaction(Function<EntityManager, T> work) {
        EntityManager entityManager = factory.createEntityManager();
        try {
            entityManager.getTransaction().begin();
            T result = work.apply(entityManager);
            entityManager.getTransaction().commit();
            return result;
        } finally {
            if (entityManager.getTransaction().isActive()) {
                entityManager.getTransaction().rollback();
            }
            entityManager.close();
        }
    }
}
