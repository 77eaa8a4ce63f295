package org.s2sgateway.isolation;

import java.util.List;
import java.util.Optional;
import org.s2sgateway.isolation.Consumer.Right;

/** Calls that have to be refused, with the right code and without telling anything. Thread-safe. */
final class RefusedCalls {

    private static final String SOMEBODY = "5f0d3a9c-1111-4222-8333-444455556666";
    private static final Expected UNAUTHENTICATED = Expected.refused(401, "S2S.Unauthenticated");

    private final Asking asking;
    private final Pace pace;

    RefusedCalls(Asking asking, Pace pace) {
        this.asking = asking;
        this.pace = pace;
    }

    boolean table(Turn turn) throws InterruptedException {
        Optional<Site> site = turn.ownSite();
        Optional<Table> table = turn.any(
                turn.deployment().tables(), any -> !turn.consumer().reads().contains(any.entitySet()));
        if (site.isEmpty() || table.isEmpty() || !pace.mayBeRefused(turn.consumer())) {
            return false;
        }
        asking.send(turn.ask(site.get(), DataCalls.rows(table.get()) + "&$top=2", Expected.notPermitted()));
        return true;
    }

    /** Only where the suite may write at all: should it not be refused, a row would be there. */
    boolean write(Turn turn) throws InterruptedException {
        Optional<Site> site = turn.ownSite();
        Optional<Table> table = turn.any(
                turn.deployment().tables(),
                any -> any.writable()
                        && any.text().isPresent()
                        && !turn.consumer().writes().contains(any.entitySet()));
        if (site.isEmpty() || table.isEmpty() || !pace.mayBeRefused(turn.consumer())) {
            return false;
        }
        String entitySet = table.get().entitySet();
        Mark mark = Mark.of(site.get(), entitySet, turn.consumer().name(), asking.number());
        asking.send(turn.ask(site.get(), entitySet, Expected.notPermitted())
                .sending("POST", "application/json", "{\"" + table.get().text().get() + "\":\"" + mark + "\"}"));
        return true;
    }

    boolean environment(Turn turn) throws InterruptedException {
        Optional<Site> site = turn.site(any -> any.isOpen() && !turn.consumer().reaches(any));
        Optional<Table> table = turn.any(turn.deployment().tables(), any -> true);
        if (site.isEmpty() || !turn.consumer().may(Right.KNOWN) || !pace.mayBeRefused(turn.consumer())) {
            return false;
        }
        String target = turn.oneIn(3) || table.isEmpty() ? "WhoAmI" : DataCalls.rows(table.get()) + "&$top=2";
        asking.send(turn.ask(site.get(), target, Expected.notPermitted()));
        return true;
    }

    /** Suspended, disabled or without consent: nobody gets in, and nobody else learns why than who otherwise would. */
    boolean closed(Turn turn) throws InterruptedException {
        Optional<Site> site = turn.site(any -> !any.isOpen());
        if (site.isEmpty() || !turn.consumer().may(Right.DATAVERSE) || !pace.mayBeRefused(turn.consumer())) {
            return false;
        }
        Expected expected = turn.consumer().reaches(site.get())
                ? Expected.refused(403, site.get().refusal().orElseThrow())
                : Expected.notPermitted();
        asking.send(turn.ask(site.get(), "WhoAmI", expected));
        return true;
    }

    boolean unknown(Turn turn) throws InterruptedException {
        if (!turn.consumer().may(Right.DATAVERSE) || !pace.mayBeRefused(turn.consumer())) {
            return false;
        }
        Expected expected = turn.consumer().reachesAll(turn.deployment().sites())
                ? Expected.refused(404, "S2S.UnknownEnvironment")
                : Expected.notPermitted();
        String host = "nobody-" + turn.random().nextInt(1_000) + ".crm4.dynamics.com";
        asking.send(turn.ask("/api/dataverse/" + host + "/api/data/v9.2/WhoAmI", expected));
        return true;
    }

    boolean impersonation(Turn turn) throws InterruptedException {
        Optional<Site> site = turn.ownSite();
        if (site.isEmpty() || turn.consumer().may(Right.IMPERSONATE) || !pace.mayBeRefused(turn.consumer())) {
            return false;
        }
        asking.send(turn.ask(site.get(), "WhoAmI", Expected.refused(403, "S2S.ImpersonationNotPermitted"))
                .with("CallerObjectId", site.get().person().orElse(SOMEBODY)));
        return true;
    }

    /** A batch is refused as a whole for one request that reads what is not granted, or goes to another environment. */
    boolean batch(Turn turn) throws InterruptedException {
        Optional<Site> site = turn.ownSite();
        Optional<Table> own = turn.readable();
        if (site.isEmpty() || own.isEmpty()) {
            return false;
        }
        String good = DataCalls.rows(own.get()) + "&$top=1";
        Optional<Table> foreign = turn.any(
                turn.deployment().tables(), any -> !turn.consumer().reads().contains(any.entitySet()));
        if (foreign.isPresent() && turn.oneIn(2) && pace.mayBeRefused(turn.consumer())) {
            asking.send(BatchOf.gets(
                    turn, site.get(), List.of(good, DataCalls.rows(foreign.get())), Expected.notPermitted()));
            return true;
        }
        Optional<Site> other = turn.site(any -> any.isOpen() && !any.equals(site.get()));
        if (other.isEmpty()) {
            return false;
        }
        String elsewhere = turn.deployment().publicUrl() + other.get().path() + good;
        asking.send(BatchOf.gets(turn, site.get(), List.of(good, elsewhere), Expected.refused(400, "S2S.BadRequest")));
        return true;
    }

    /** No token, somebody's claims under one's own signature, a signature that is not one, a stranger's token. */
    boolean badBearer(Turn turn) throws InterruptedException {
        Optional<Site> site = turn.site(Site::isOpen);
        if (site.isEmpty() || !pace.mayAttempt()) {
            return false;
        }
        Asked asked = turn.oneIn(3)
                ? turn.ask("/api/environments", UNAUTHENTICATED)
                : turn.ask(site.get(), "WhoAmI", UNAUTHENTICATED).mayName(List.of());
        asking.send(turn.consumer().may(Right.KNOWN) ? asked.with("Authorization", badBearer(turn, asked)) : asked);
        return true;
    }

    private static String badBearer(Turn turn, Asked asked) {
        String[] own = asked.consumer().bearer().get().split("\\.");
        Optional<Consumer> other = turn.any(turn.deployment().consumers(), any -> !any.clientId()
                .equals(asked.consumer().clientId()));
        String claims = other.map(any -> any.bearer().get().split("\\."))
                .filter(parts -> parts.length == 3)
                .map(parts -> parts[1])
                .orElse("e30");
        if (own.length != 3) {
            return "Bearer " + String.join(".", own) + "x";
        }
        return switch (turn.random().nextInt(4)) {
            case 0 -> "";
            case 1 -> "Bearer " + own[0] + "." + claims + "." + own[2];
            case 2 -> "Bearer " + own[0] + "." + own[1] + "." + new StringBuilder(own[2]).reverse();
            default -> "Bearer eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0." + claims + ".";
        };
    }
}
