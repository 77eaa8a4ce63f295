package org.s2sgateway.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Persistence;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.s2sgateway.audit.AuditEvent;
import org.s2sgateway.audit.TestAuditEvents;
import org.s2sgateway.tenant.Migration;

/**
 * The schema and the mappings with the JPA provider of either server on either database; a test of a store extends it
 * and is run for each pair ({@code @ParameterizedClass}). Databases are shared by all tests, each of which empties its
 * tables first. Transactions are the test's.
 */
public abstract class DatabaseContract {

    private static final String ECLIPSELINK = "org.eclipse.persistence.jpa.PersistenceProvider";
    private static final String HIBERNATE = "org.hibernate.jpa.HibernatePersistenceProvider";

    /** A provider of JPA and a database. */
    public enum Pair {
        ECLIPSELINK_ON_H2(ECLIPSELINK, () -> h2("eclipselink")),
        HIBERNATE_ON_H2(HIBERNATE, () -> h2("hibernate")),
        ECLIPSELINK_ON_POSTGRESQL(ECLIPSELINK, DatabaseContract::postgres),
        HIBERNATE_ON_POSTGRESQL(HIBERNATE, DatabaseContract::postgres);

        private final String provider;
        private final Supplier<DataSource> database;

        Pair(String provider, Supplier<DataSource> database) {
            this.provider = provider;
            this.database = database;
        }
    }

    /** Opened by the first test that needs each, and gone with the process. */
    private static final Map<Pair, EntityManagerFactory> FACTORIES = new EnumMap<>(Pair.class);

    private final EntityManagerFactory factory;

    protected DatabaseContract(Pair pair) {
        synchronized (FACTORIES) {
            factory = FACTORIES.computeIfAbsent(pair, DatabaseContract::open);
        }
    }

    private static DataSource h2(String name) {
        var database = new JdbcDataSource();
        database.setURL("jdbc:h2:mem:" + name + ";DB_CLOSE_DELAY=-1");
        return database;
    }

    private static DataSource postgres() {
        return Postgres.SERVER.getPostgresDatabase();
    }

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

    private static EntityManagerFactory open(Pair pair) {
        DataSource database = pair.database.get();
        Migration.migrate(database);
        Map<String, Object> properties = new HashMap<>();
        properties.put("jakarta.persistence.provider", pair.provider);
        properties.put("jakarta.persistence.transactionType", "RESOURCE_LOCAL");
        properties.put("jakarta.persistence.nonJtaDataSource", database);
        properties.put("jakarta.persistence.jtaDataSource", null);
        return Persistence.createEntityManagerFactory("s2s", properties);
    }

    protected void empty(String... entities) {
        inTransaction(entityManager -> {
            for (String entity : entities) {
                entityManager.createQuery("delete from " + entity).executeUpdate();
            }
            return null;
        });
    }

    /** All audit events, the first one first. */
    protected List<String> auditTrail(Function<AuditEvent, String> words) {
        return inTransaction(entityManager ->
                TestAuditEvents.all(entityManager).stream().map(words).toList());
    }

    /** Audit events are written at its end. */
    protected <T> T inTransaction(Function<EntityManager, T> work) {
        return inPlainTransaction(
                entityManager -> TestAuditEvents.endingWith(entityManager, () -> work.apply(entityManager)));
    }

    /** One at whose end nothing else happens. */
    protected <T> T inPlainTransaction(Function<EntityManager, T> work) {
        EntityManager entityManager = factory.createEntityManager();
        boolean committed = false;
        try {
            entityManager.getTransaction().begin();
            T result = work.apply(entityManager);
            entityManager.getTransaction().commit();
            committed = true;
            return result;
        } finally {
            if (entityManager.getTransaction().isActive()) {
                entityManager.getTransaction().rollback();
            }
            entityManager.close();
            TestAuditEvents.ended(entityManager, committed);
        }
    }
}
