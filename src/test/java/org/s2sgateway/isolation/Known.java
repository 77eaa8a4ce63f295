package org.s2sgateway.isolation;

import jakarta.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.s2sgateway.isolation.Consumer.Right;

/**
 * What is learned one call after the other before the many begin: who the application is in each environment, and some
 * of its rows. Rows that two environments have, as copies of one do, prove nothing and are left out.
 */
final class Known {

    private static final int MOST_ROWS = 50;
    private static final int AT_ONCE = 10;

    /** A row, by what is asked of it. */
    record Row(String id, String text) {}

    private final Deployment deployment;
    private final Asking asking;
    private final Oracle oracle;
    private final Map<String, List<Row>> rows = new HashMap<>();
    private final Map<String, Site.Truth> truths = new HashMap<>();

    private Known(Deployment deployment, Asking asking, Oracle oracle) {
        this.deployment = deployment;
        this.asking = asking;
        this.oracle = oracle;
    }

    static Known learn(Deployment deployment, Asking asking, Oracle oracle) throws InterruptedException {
        Known known = new Known(deployment, asking, oracle);
        for (Site site : deployment.sites()) {
            if (site.isOpen()) {
                known.learnWho(site);
                known.learnRows(site);
            }
        }
        for (Site site : deployment.sites()) {
            if (site.isOpen() && !site.marked()) {
                known.forgetCopies(site);
            }
        }
        return known;
    }

    /** Rows that the environment had at the start; none where nobody may read the table. */
    List<Row> rows(Site site, Table table) {
        return rows.getOrDefault(site.name() + "/" + table.entitySet(), List.of());
    }

    /** Who one is there. */
    Site.Truth truth(Site site) {
        return truths.getOrDefault(site.name(), site.truth());
    }

    private void learnWho(Site site) throws InterruptedException {
        Site.Truth given = site.truth();
        Optional<JsonObject> application = whoAmI(site, Right.WHO_AM_I, Optional.empty());
        Optional<JsonObject> person =
                site.person().isPresent() ? whoAmI(site, Right.IMPERSONATE, site.person()) : Optional.empty();
        Site.Truth truth = new Site.Truth(
                given.organizationId().or(() -> application.map(who -> who.getString("OrganizationId", ""))),
                given.userId().or(() -> application.map(who -> who.getString("UserId", ""))),
                given.personsUserId().or(() -> person.map(who -> who.getString("UserId", ""))));
        truth.organizationId()
                .filter(id -> truths.values().stream()
                        .anyMatch(other -> other.organizationId().equals(Optional.of(id))))
                .ifPresent(id -> asking.found(
                        Crossing.IDENTITY,
                        Asked.get(Kind.LEARNING, deployment.consumers().get(0), site.host(), Expected.OK),
                        "two environments say that they are the organization " + id));
        truths.put(site.name(), truth);
        oracle.own(truth, site);
    }

    private Optional<JsonObject> whoAmI(Site site, Right right, Optional<String> person) throws InterruptedException {
        for (Consumer consumer : deployment.consumers()) {
            if (consumer.reaches(site) && consumer.may(right) && consumer.may(Right.WHO_AM_I)) {
                Asked asked = ask(consumer, site, "WhoAmI");
                return asking.send(person.isPresent() ? asked.with("CallerObjectId", person.get()) : asked)
                        .map(Answer::json);
            }
        }
        return Optional.empty();
    }

    private void learnRows(Site site) throws InterruptedException {
        for (Table table : deployment.tables()) {
            for (Consumer consumer : deployment.consumers()) {
                if (consumer.reads(site, table)) {
                    learnRows(site, table, consumer);
                    break;
                }
            }
        }
    }

    private void learnRows(Site site, Table table, Consumer consumer) throws InterruptedException {
        Asked asked = ask(consumer, site, table.entitySet() + "?" + table.select() + "&$top=" + MOST_ROWS);
        List<Row> found = new ArrayList<>();
        for (JsonObject row :
                asking.send(asked).map(answer -> answer.items("value")).orElse(List.of())) {
            String id = row.getString(table.key(), "");
            found.add(new Row(
                    id, table.text().map(column -> row.getString(column, "")).orElse("")));
            oracle.ownsRow(id, site);
        }
        rows.put(site.name() + "/" + table.entitySet(), List.copyOf(found));
    }

    /** Asks each environment for the rows of the others. */
    private void forgetCopies(Site site) throws InterruptedException {
        for (Table table : deployment.tables()) {
            Optional<Consumer> reader = deployment.consumers().stream()
                    .filter(consumer -> consumer.reads(site, table))
                    .findFirst();
            Set<String> foreign = new HashSet<>();
            deployment.sites().stream().filter(other -> !other.equals(site)).forEach(other -> rows(other, table)
                    .forEach(row -> foreign.add(row.id())));
            List<String> ids = List.copyOf(foreign);
            for (int i = 0; reader.isPresent() && i < ids.size(); i += AT_ONCE) {
                forgetCopies(site, table, reader.get(), ids.subList(i, Math.min(ids.size(), i + AT_ONCE)));
            }
        }
    }

    private void forgetCopies(Site site, Table table, Consumer reader, List<String> ids) throws InterruptedException {
        String filter = String.join(
                " or ", ids.stream().map(id -> table.key() + " eq " + id).toList());
        Asked asked = ask(
                reader,
                site,
                table.entitySet() + "?$select=" + table.key() + "&$filter="
                        + URLEncoder.encode(filter, StandardCharsets.UTF_8).replace("+", "%20"));
        asking.send(asked).map(answer -> answer.items("value")).orElse(List.of()).stream()
                .map(row -> row.getString(table.key(), ""))
                .forEach(oracle::forgetRow);
    }

    private Asked ask(Consumer consumer, Site site, String target) {
        return Asked.get(Kind.LEARNING, consumer, deployment.url() + site.path() + target, Expected.OK)
                .at(site);
    }
}
