package org.s2sgateway.start;

import jakarta.annotation.Priority;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.s2sgateway.audit.AuditRetention;
import org.s2sgateway.audit.AuditStart;
import org.s2sgateway.settings.Settings;
import org.s2sgateway.tenant.HomeTenant;
import org.s2sgateway.tenant.Migration;

/**
 * The order in which the application opens: report the configuration; if it is valid, bring the schema up to date, see that
 * the audit can go on with the keys that there are, and make sure that the home tenant is there. A wrong key opens
 * nothing and touches no database.
 *
 * <p>Thread-safe.
 */
@ApplicationScoped
public class Opening {

    private static final Logger LOG = Logger.getLogger(Opening.class.getName());

    /** Before anything of ours could use the database. */
    private static final int FIRST = 10;

    @Inject
    Configuration configuration;

    @Inject
    HomeTenant homeTenant;

    @Inject
    AuditStart audit;

    @Inject
    AuditRetention retention;

    @Resource(lookup = "jdbc/s2s")
    DataSource database;

    private volatile Optional<JsonObject> closedBecause = Optional.of(check("start", Json.createObjectBuilder()));

    void open(@Observes @Priority(FIRST) Startup startup) {
        for (Settings.Reading reading : configuration.readings()) {
            LOG.log(Level.INFO, "{0} = {1}{2}", new Object[] {
                reading.key(),
                reading.shown(),
                reading.shown().startsWith("(") || !reading.isDefault() ? "" : " (default)"
            });
        }
        closedBecause = configuration.faults().isEmpty()
                ? prepareDatabase()
                : Optional.of(misconfigured(configuration.faults()));
    }

    /** The failed check that keeps everything closed, in the shape of a health check; empty once all is open. */
    Optional<JsonObject> closedBecause() {
        return closedBecause;
    }

    private Optional<JsonObject> prepareDatabase() {
        try {
            Migration.migrate(database);
            // Before the first event: what is written with another key cannot be linked to what is there.
            Optional<Settings.Fault> missingKey = audit.takeUp();
            if (missingKey.isPresent()) {
                return Optional.of(misconfigured(List.of(missingKey.get())));
            }
            if (!configuration.audit().isProtected()) {
                LOG.log(
                        Level.WARNING,
                        "s2s.audit.key is not set: whoever can write into the database can rewrite the audit unnoticed");
            }
            homeTenant.ensure(configuration.registration().tenantId(), "Home tenant");
            retention.start();
            return Optional.empty();
        } catch (RuntimeException failed) {
            // Thrown on, the servers would take the application for deployed and answer 500.
            LOG.log(Level.SEVERE, "The database of the datasource jdbc/s2s cannot be used; nothing is served", failed);
            return Optional.of(check("database", Json.createObjectBuilder()));
        }
    }

    private static JsonObject misconfigured(List<Settings.Fault> faults) {
        JsonObjectBuilder wrong = Json.createObjectBuilder();
        for (Settings.Fault fault : faults) {
            LOG.log(Level.SEVERE, "Configuration: {0} {1}", new Object[] {fault.key(), fault.explanation()});
            wrong.add(fault.key(), fault.explanation());
        }
        return check("configuration", wrong);
    }

    private static JsonObject check(String name, JsonObjectBuilder data) {
        return Json.createObjectBuilder()
                .add("name", name)
                .add("status", "DOWN")
                .add("data", data)
                .build();
    }
}
