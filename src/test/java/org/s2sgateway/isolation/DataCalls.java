package org.s2sgateway.isolation;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.s2sgateway.isolation.Consumer.Right;
import org.s2sgateway.isolation.Known.Row;

/** Calls to the Web API that the consumer may make. Each says whether there was anything to do. Thread-safe. */
final class DataCalls {

    private static final int PAGES = 3;
    private static final int MOST_PARTS = 4;
    private static final Pattern CONTEXT = Pattern.compile("\\$metadata#(\\w+)");
    private static final Pattern ROW_ID =
            Pattern.compile("\\(([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12})\\)$");

    /** A link to a next page, and who was given it. */
    record Link(Consumer consumer, Site site, Table table, String url) {}

    private final Asking asking;
    private final Known known;
    private final Oracle oracle;
    private final Pace pace;
    private final Pool<Link> links = new Pool<>(256);

    DataCalls(Asking asking, Known known, Oracle oracle, Pace pace) {
        this.asking = asking;
        this.known = known;
        this.oracle = oracle;
        this.pace = pace;
    }

    boolean read(Turn turn) throws InterruptedException {
        Optional<Site> site = turn.ownSite();
        Optional<Table> table = turn.readable();
        if (site.isEmpty() || table.isEmpty()) {
            return false;
        }
        Asked asked = turn.ask(
                site.get(), rows(table.get()) + "&$top=" + (1 + turn.random().nextInt(5)), Expected.OK);
        asking.send(asked).ifPresent(answer -> mustBeOf(asked, site.get(), table.get(), answer));
        return true;
    }

    boolean row(Turn turn) throws InterruptedException {
        Optional<Site> site = turn.ownSite();
        Optional<Table> table = turn.readable();
        if (site.isEmpty() || table.isEmpty()) {
            return false;
        }
        Optional<Row> row = turn.any(known.rows(site.get(), table.get()), any -> true);
        if (row.isEmpty()) {
            return false;
        }
        Table of = table.get();
        Asked asked = turn.ask(site.get(), one(of, row.get().id()), Expected.OK);
        asking.send(asked).ifPresent(answer -> {
            JsonObject json = answer.json();
            // The rows of somebody's deployment change; those of a marked environment do not.
            boolean same = json.getString(of.key(), "").equals(row.get().id())
                    && (!site.get().marked()
                            || of.text()
                                    .map(column -> json.getString(column, ""))
                                    .orElse("")
                                    .equals(row.get().text()));
            if (!same) {
                asking.found(Crossing.ROW, asked, "in place of " + row.get() + " it is " + json);
            }
        });
        return true;
    }

    /** A row of one environment is no row of another. */
    boolean rowOfAnotherEnvironment(Turn turn) throws InterruptedException {
        Optional<Site> site =
                turn.site(any -> any.isOpen() && any.marked() && turn.consumer().reaches(any));
        Optional<Site> other = turn.site(
                any -> any.isOpen() && any.marked() && !Optional.of(any).equals(site));
        Optional<Table> table = turn.readable();
        if (site.isEmpty() || other.isEmpty() || table.isEmpty()) {
            return false;
        }
        Optional<Row> row = turn.any(known.rows(other.get(), table.get()), any -> true);
        if (row.isEmpty()) {
            return false;
        }
        asking.send(turn.ask(site.get(), one(table.get(), row.get().id()), Expected.of(404)));
        return true;
    }

    boolean pages(Turn turn) throws InterruptedException {
        Optional<Site> site = turn.ownSite();
        Optional<Table> table = turn.readable();
        if (site.isEmpty() || table.isEmpty()) {
            return false;
        }
        int size = 1 + turn.random().nextInt(7);
        Set<String> seen = new HashSet<>();
        Asked asked = paged(turn.ask(site.get(), rows(table.get()), Expected.OK), size);
        for (int page = 0; page < PAGES; page++) {
            Optional<Answer> answer = asking.send(asked);
            if (answer.isEmpty()) {
                return true;
            }
            mustBeOf(asked, site.get(), table.get(), answer.get());
            for (JsonObject row : answer.get().items("value")) {
                if (!seen.add(row.getString(table.get().key(), ""))) {
                    asking.found(Crossing.ROW, asked, "a row of an earlier page again: " + row);
                }
            }
            String next = answer.get().json().getString("@odata.nextLink", "");
            // One that leads elsewhere is a finding already, and is given no token.
            if (!next.startsWith(turn.deployment().root(site.get()))) {
                return true;
            }
            links.add(new Link(turn.consumer(), site.get(), table.get(), next));
            asked = paged(
                    turn.ask(turn.deployment().followed(next), Expected.OK).at(site.get()), size);
        }
        return true;
    }

    /** A link to a page opens nothing by itself: who follows it is judged by own rights. */
    boolean anothersLink(Turn turn) throws InterruptedException {
        Optional<Link> link =
                links.any(turn.random()).filter(any -> !any.consumer().equals(turn.consumer()));
        if (link.isEmpty() || !turn.consumer().may(Right.KNOWN)) {
            return false;
        }
        Site site = link.get().site();
        boolean may = turn.consumer().reads(site, link.get().table());
        if (!may && !pace.mayBeRefused(turn.consumer())) {
            return false;
        }
        Asked asked = paged(
                turn.ask(turn.deployment().followed(link.get().url()), may ? Expected.OK : Expected.notPermitted())
                        .at(site),
                2);
        Optional<Answer> answer = asking.send(asked);
        if (may) {
            answer.ifPresent(page -> mustBeOf(asked, site, link.get().table(), page));
        }
        return true;
    }

    /** A link of one environment, followed in another: Dataverse refuses it there, or shows rows of its own. */
    boolean linkElsewhere(Turn turn) throws InterruptedException {
        Optional<Link> link = links.any(turn.random());
        Optional<Site> site = turn.ownSite();
        if (link.isEmpty()
                || site.isEmpty()
                || site.get().equals(link.get().site())
                || !turn.consumer().reads(site.get(), link.get().table())) {
            return false;
        }
        String root = turn.deployment().root(link.get().site());
        String below = link.get().url().substring(root.length()).replaceFirst("^v[0-9.]+/", "");
        asking.send(turn.ask(site.get(), below, Expected.of(200, 400, 404)));
        return true;
    }

    boolean whoAmI(Turn turn) throws InterruptedException {
        Optional<Site> site = turn.ownSite();
        if (site.isEmpty()) {
            return false;
        }
        boolean may = turn.consumer().may(Right.WHO_AM_I);
        if (!may && !pace.mayBeRefused(turn.consumer())) {
            return false;
        }
        Asked asked = turn.ask(site.get(), "WhoAmI", may ? Expected.OK : Expected.notPermitted());
        Optional<Answer> answer = asking.send(asked);
        if (may && answer.isPresent()) {
            mustBe(asked, answer.get(), known.truth(site.get()).userId(), site.get());
        }
        return true;
    }

    boolean impersonated(Turn turn) throws InterruptedException {
        Optional<Site> site = turn.site(any -> any.isOpen()
                && any.person().isPresent()
                && turn.consumer().reaches(any)
                && turn.consumer().may(Right.IMPERSONATE)
                && turn.consumer().may(Right.WHO_AM_I));
        if (site.isEmpty()) {
            return false;
        }
        Asked asked = turn.ask(site.get(), "WhoAmI", Expected.OK)
                .with("CallerObjectId", site.get().person().orElseThrow());
        asking.send(asked)
                .ifPresent(
                        answer -> mustBe(asked, answer, known.truth(site.get()).personsUserId(), site.get()));
        return true;
    }

    boolean batch(Turn turn) throws InterruptedException {
        Optional<Site> site = turn.ownSite();
        if (site.isEmpty() || turn.readable().isEmpty()) {
            return false;
        }
        List<String> tables = new ArrayList<>();
        List<String> targets = new ArrayList<>();
        int parts = 1 + turn.random().nextInt(MOST_PARTS);
        for (int i = 0; i < parts; i++) {
            Table table = turn.readable().orElseThrow();
            tables.add(table.entitySet());
            targets.add(rows(table) + "&$top=" + (1 + turn.random().nextInt(3)));
        }
        Asked asked = BatchOf.gets(turn, site.get(), targets, Expected.OK);
        asking.send(asked).ifPresent(answer -> {
            List<String> contexts = CONTEXT.matcher(answer.body())
                    .results()
                    .map(match -> match.group(1))
                    .toList();
            if (!contexts.equals(tables)) {
                asking.found(Crossing.ANSWER, asked, "in place of " + tables + " it answers " + contexts);
            }
        });
        return true;
    }

    /** A row with a mark: made, read back, looked for elsewhere, and deleted. */
    boolean create(Turn turn) throws InterruptedException {
        Optional<Site> site = turn.ownSite();
        Optional<Table> table = turn.any(
                turn.deployment().tables(),
                any -> any.writable()
                        && any.text().isPresent()
                        && turn.consumer().writes().contains(any.entitySet()));
        if (site.isEmpty() || table.isEmpty()) {
            return false;
        }
        String entitySet = table.get().entitySet();
        String column = table.get().text().orElseThrow();
        Mark mark = Mark.of(site.get(), entitySet, turn.consumer().name(), asking.number());
        String body =
                Json.createObjectBuilder().add(column, mark.toString()).build().toString();
        boolean shown = turn.oneIn(2);
        Asked asked = turn.ask(site.get(), entitySet + "?" + table.get().select(), Expected.of(shown ? 201 : 204))
                .sending("POST", "application/json", body);
        Optional<Answer> made = asking.send(shown ? asked.with("Prefer", "return=representation") : asked);
        Optional<String> id = made.flatMap(answer -> answer.header("OData-EntityId"))
                .flatMap(link -> ROW_ID.matcher(link).results().findFirst())
                .map((MatchResult match) -> match.group(1));
        if (id.isEmpty()) {
            made.ifPresent(answer -> asking.found(Crossing.ANSWER, asked, "no OData-EntityId in " + answer));
            return true;
        }
        oracle.ownsRow(id.get(), site.get());
        if (shown) {
            mustSay(asked, made.get(), column, mark);
        }
        Asked back = turn.ask(site.get(), one(table.get(), id.get()), Expected.OK);
        asking.send(back).ifPresent(answer -> mustSay(back, answer, column, mark));
        Optional<Site> other = turn.site(any ->
                any.isOpen() && !any.equals(site.get()) && turn.consumer().reads(any, table.get()));
        if (other.isPresent()) {
            asking.send(turn.ask(other.get(), one(table.get(), id.get()), Expected.of(404)));
        }
        asking.send(turn.ask(site.get(), entitySet + "(" + id.get() + ")", Expected.of(204))
                .sending("DELETE", "", ""));
        return true;
    }

    /** Hangs up in the middle: whoever has the connection, or the buffer, next must not get the rest. */
    boolean cancelled(Turn turn) throws InterruptedException {
        Optional<Site> site = turn.ownSite();
        Optional<Table> table = turn.readable();
        if (site.isEmpty() || table.isEmpty()) {
            return false;
        }
        Asked asked = paged(turn.ask(site.get(), rows(table.get()), Expected.OK), 5_000)
                .with("Accept-Encoding", "");
        if (turn.oneIn(2)) {
            asking.cut(asked, 1 + turn.random().nextInt(20_000));
        } else {
            asking.abandon(asked, Duration.ofMillis(turn.random().nextInt(30)));
        }
        return true;
    }

    private static Asked paged(Asked asked, int size) {
        return asked.with("Prefer", "odata.maxpagesize=" + size);
    }

    static String rows(Table table) {
        return table.entitySet() + "?" + table.select();
    }

    private static String one(Table table, String id) {
        return table.entitySet() + "(" + id + ")?" + table.select();
    }

    /** Rows of that table, each with a mark where all have one. */
    private void mustBeOf(Asked asked, Site site, Table table, Answer answer) {
        Optional<String> context = CONTEXT.matcher(answer.json().getString("@odata.context", ""))
                .results()
                .findFirst()
                .map(match -> match.group(1));
        if (!context.equals(Optional.of(table.entitySet()))) {
            asking.found(Crossing.ROW, asked, "of " + context + " and not of " + table.entitySet());
        }
        if (!site.marked() || table.text().isEmpty()) {
            return;
        }
        for (JsonObject row : answer.items("value")) {
            List<Mark> marks = Mark.in(row.getString(table.text().get(), ""));
            boolean own = marks.size() == 1
                    && marks.get(0).isOf(site)
                    && marks.get(0).table().equals(table.entitySet());
            if (!own) {
                asking.found(Crossing.ROW, asked, "is no row of this environment and table: " + row);
            }
        }
    }

    private void mustBe(Asked asked, Answer answer, Optional<String> user, Site site) {
        JsonObject json = answer.json();
        Site.Truth truth = known.truth(site);
        boolean same = user.map(json.getString("UserId", "")::equals).orElse(true)
                && truth.organizationId()
                        .map(json.getString("OrganizationId", "")::equals)
                        .orElse(true);
        if (!same) {
            asking.found(Crossing.IDENTITY, asked, "in place of " + user + " of " + truth + " it is " + json);
        }
    }

    private void mustSay(Asked asked, Answer answer, String column, Mark mark) {
        String said = answer.json().getString(column, "");
        if (!said.equals(mark.toString())) {
            asking.found(Crossing.ROW, asked, "in place of " + mark + " it says " + said);
        }
    }
}
