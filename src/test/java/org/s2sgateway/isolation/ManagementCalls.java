package org.s2sgateway.isolation;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.s2sgateway.isolation.Consumer.Right;

/** Lists of the registry and its events, their cursors, and tokens that are handed out. Thread-safe. */
final class ManagementCalls {

    private static final int MOST_PAGES = 20;
    private static final int MOST_EVENTS_READ = 20;

    /** What is done with each item of a list. */
    @FunctionalInterface
    private interface Each {
        void look(JsonObject item);
    }

    private final Asking asking;
    private final Pace pace;
    private final Pool<String> cursors = new Pool<>(64);

    ManagementCalls(Asking asking, Pace pace) {
        this.asking = asking;
        this.pace = pace;
    }

    /** Whoever reads the registry sees all environments, everybody else what it reaches. */
    boolean environments(Turn turn) throws InterruptedException {
        boolean may = turn.consumer().may(Right.DATAVERSE) || turn.consumer().may(Right.REGISTRY);
        if (!mayAsk(turn, may)) {
            return false;
        }
        Set<String> seen = new HashSet<>();
        Asked asked = turn.ask("/api/environments?limit=" + limit(turn), may ? Expected.OK : Expected.notPermitted())
                .mayName(may ? visible(turn) : List.of());
        boolean whole = pages(turn, asked, environment -> {
            seen.add(environment.getString("host"));
            mustBelong(turn, asked, environment);
        });
        if (may && whole) {
            visible(turn).stream()
                    // A list leaves out what nobody can call at the moment, but for those who keep the registry.
                    .filter(site -> site.isOpen() || turn.consumer().may(Right.REGISTRY))
                    .map(Site::host)
                    .filter(host -> !seen.contains(host))
                    .forEach(host -> asking.found(Crossing.LIST, asked, host + " is missing"));
        }
        return true;
    }

    boolean tenants(Turn turn) throws InterruptedException {
        boolean may = turn.consumer().may(Right.REGISTRY);
        if (!mayAsk(turn, may)) {
            return false;
        }
        Set<String> seen = new HashSet<>();
        Asked asked = turn.ask("/api/tenants?limit=" + limit(turn), may ? Expected.OK : Expected.notPermitted())
                .mayName(may ? turn.deployment().sites() : List.of());
        boolean whole = pages(turn, asked, tenant -> seen.add(tenant.getString("tenantId")));
        if (may && whole) {
            turn.deployment().sites().stream()
                    .map(Site::tenantId)
                    .distinct()
                    .filter(id -> !seen.contains(id))
                    .forEach(id -> asking.found(Crossing.LIST, asked, "the tenant " + id + " is missing"));
        }
        return true;
    }

    boolean tenantEvents(Turn turn) throws InterruptedException {
        boolean may = turn.consumer().may(Right.REGISTRY);
        Optional<Site> site = turn.site(any -> true);
        if (site.isEmpty() || !mayAsk(turn, may)) {
            return false;
        }
        Asked asked = events(turn, site.get().tenantId(), MOST_EVENTS_READ, may);
        asking.send(asked).ifPresent(answer -> answer.items("items")
                .forEach(event -> mustBeOf(turn.deployment(), site.get().tenantId(), asked, event)));
        return true;
    }

    /** Every page of a tenant's events, up to some thousands. */
    void audit(Turn turn, String tenantId) throws InterruptedException {
        Asked asked = events(turn, tenantId, 200, true);
        pages(turn, asked, event -> mustBeOf(turn.deployment(), tenantId, asked, event));
    }

    private Asked events(Turn turn, String tenantId, int limit, boolean may) {
        Set<Site> ofTenant = turn.deployment().sites().stream()
                .filter(site -> site.tenantId().equals(tenantId))
                .collect(Collectors.toSet());
        return turn.ask(
                        "/api/tenants/" + tenantId + "/events?limit=" + limit,
                        may ? Expected.OK : Expected.notPermitted())
                .mayName(may ? ofTenant : Set.of())
                .mayNameConsumers();
    }

    private void mustBeOf(Deployment deployment, String tenantId, Asked asked, JsonObject event) {
        boolean own = tenantId.equals(text(event, "tenantId"))
                && deployment
                        .site(text(event, "environment"))
                        .map(site -> site.tenantId().equals(tenantId))
                        .orElse(true);
        if (!own) {
            asking.found(Crossing.AUDIT, asked, "is no event of " + tenantId + ": " + event);
        }
    }

    /** A cursor says where a list goes on, and not whose list it is. */
    boolean anothersCursor(Turn turn) throws InterruptedException {
        Optional<String> cursor = cursors.any(turn.random());
        if (cursor.isEmpty() || !turn.consumer().may(Right.KNOWN)) {
            return false;
        }
        boolean tenants = turn.oneIn(3);
        boolean may = turn.consumer().may(Right.REGISTRY)
                || !tenants && turn.consumer().may(Right.DATAVERSE);
        if (!may && !pace.mayBeRefused(turn.consumer())) {
            return false;
        }
        List<Site> shown = !may ? List.of() : tenants ? turn.deployment().sites() : visible(turn);
        Asked asked = turn.ask(
                        (tenants ? "/api/tenants?" : "/api/environments?") + cursor.get(),
                        may ? Expected.of(200, 400) : Expected.notPermitted())
                .mayName(shown);
        Optional<Answer> answer = asking.send(asked);
        if (may && !tenants) {
            answer.ifPresent(page -> page.items("items").forEach(item -> mustBelong(turn, asked, item)));
        }
        return true;
    }

    /** The token of an environment is of its tenant, for its address, and nobody else's business. */
    boolean token(Turn turn) throws InterruptedException {
        Optional<Site> site =
                turn.oneIn(4) ? turn.site(Site::isOpen) : turn.ownSite().or(() -> turn.site(Site::isOpen));
        if (site.isEmpty() || !turn.consumer().may(Right.KNOWN)) {
            return false;
        }
        boolean may = turn.consumer().may(Right.TOKENS) && turn.consumer().reaches(site.get());
        if (!pace.mayBeHandedAToken(turn.consumer()) || !may && !pace.mayBeRefused(turn.consumer())) {
            return false;
        }
        Asked asked = turn.ask(
                        "/api/environments/" + site.get().host() + "/token",
                        may ? Expected.OK : Expected.notPermitted())
                .mayName(Set.of(site.get()))
                .sending("POST", "", "");
        Optional<Answer> answer = asking.send(may ? asked.mayHoldAToken() : asked);
        if (may && answer.isPresent()) {
            mustBeFor(site.get(), asked, answer.get());
        }
        return true;
    }

    private void mustBeFor(Site site, Asked asked, Answer answer) {
        JsonObject claims = claims(answer.json().getString("access_token", ""));
        // What is no JWT tells nothing; Microsoft promises no more of it.
        if (claims.isEmpty()) {
            return;
        }
        String audience = text(claims, "aud").replaceFirst("/$", "").toLowerCase(Locale.ROOT);
        if (!audience.equals("https://" + site.host()) || !text(claims, "tid").equals(site.tenantId())) {
            asking.found(
                    Crossing.TOKEN,
                    asked,
                    "is for " + audience + " of the tenant " + text(claims, "tid") + " and not for " + site.host());
        }
    }

    private static JsonObject claims(String token) {
        String[] parts = token.split("\\.");
        try (JsonReader reader = Json.createReader(new StringReader(
                parts.length == 3
                        ? new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8)
                        : "{}"))) {
            return reader.readObject();
        } catch (JsonException | IllegalArgumentException noJwt) {
            return JsonValue.EMPTY_JSON_OBJECT;
        }
    }

    private boolean mayAsk(Turn turn, boolean may) {
        return turn.consumer().may(Right.KNOWN) && (may || pace.mayBeRefused(turn.consumer()));
    }

    /** Follows a list, and says whether it came to its end. */
    private boolean pages(Turn turn, Asked first, Each each) throws InterruptedException {
        Asked asked = first;
        for (int page = 0; page < MOST_PAGES; page++) {
            Optional<Answer> answer = asking.send(asked);
            if (answer.isEmpty() || answer.get().status() != 200) {
                return false;
            }
            answer.get().items("items").forEach(each::look);
            String next = answer.get().json().getString("next", "");
            if (next.isEmpty()) {
                return true;
            }
            if (!next.startsWith(turn.deployment().publicUrl() + "/api/")) {
                asking.found(Crossing.LINK, asked, "goes on at " + next);
                return false;
            }
            cursors.add(next.substring(next.indexOf('?') + 1));
            asked = first.to(turn.deployment().followed(next));
        }
        return false;
    }

    private void mustBelong(Turn turn, Asked asked, JsonObject environment) {
        Optional<Site> site = turn.deployment().site(environment.getString("host", ""));
        if (site.isPresent() && !visible(turn).contains(site.get())) {
            asking.found(Crossing.LIST, asked, "shows " + environment);
        }
        if (site.isPresent() && !site.get().tenantId().equals(environment.getString("tenantId", ""))) {
            asking.found(Crossing.LIST, asked, "shows it under another tenant: " + environment);
        }
    }

    private static List<Site> visible(Turn turn) {
        return turn.deployment().sites().stream()
                .filter(site ->
                        turn.consumer().may(Right.REGISTRY) || turn.consumer().reaches(site))
                .toList();
    }

    private static int limit(Turn turn) {
        return turn.oneIn(3) ? 200 : 1 + turn.random().nextInt(5);
    }

    private static String text(JsonObject json, String member) {
        return json.get(member) instanceof JsonString text ? text.getString() : "";
    }
}
