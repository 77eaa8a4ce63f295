package org.s2sgateway.applicationuser;

import jakarta.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.s2sgateway.dataverse.WebApi;

/**
 * Calls to Dataverse with a person's delegated token. Reads are tried again when the environment stutters; a change only
 * when Dataverse turned it away unread (429). Whatever else fails ends the run with a {@link SetupStopped}.
 */
final class PersonsCalls {

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Set<Integer> STUTTER = Set.of(0, 502, 503, 504);

    // Said of the application by the ladder, these mean the person here: no user, disabled, no role, no privilege.
    private static final Set<String> NOT_AN_ADMINISTRATOR =
            Set.of("0x80072560", "0x80040225", "0x80042f09", "0x80040220", "0x80040231");

    /** One attempt. */
    @FunctionalInterface
    private interface Attempt {
        WebApi.Outcome make();
    }

    private final WebApi environment;
    private final Patience patience;
    private final Duration longestRetry;

    /** @param longestRetry for how long a call is tried again; zero for never */
    PersonsCalls(WebApi environment, Patience patience, Duration longestRetry) {
        this.environment = environment;
        this.patience = patience;
        this.longestRetry = longestRetry;
    }

    /** The row or answer at that address. */
    JsonObject get(String relative) {
        return done(attempt(true, () -> environment.get(relative)));
    }

    /** The rows that the query finds, as far as one page has them. */
    List<JsonObject> rows(String relative) {
        return Rows.of(get(relative));
    }

    /** The answer to a change, or empty where it was refused with one of these codes. */
    Optional<JsonObject> post(String relative, JsonObject body, Set<String> tolerated) {
        return unless(tolerated, attempt(false, () -> environment.post(relative, body)));
    }

    JsonObject post(String relative, JsonObject body, Duration limit) {
        return done(attempt(false, () -> environment.post(relative, body, limit)));
    }

    void patch(String relative, JsonObject body) {
        done(attempt(false, () -> environment.patch(relative, body)));
    }

    /** Deletes the row, or finds it gone already. */
    void delete(String relative) {
        attempt(false, () -> environment.delete(relative)).fold(done -> done.body(), failed -> {
            if (failed.status() != 404) {
                throw stopped(failed);
            }
            return JsonObject.EMPTY_JSON_OBJECT;
        });
    }

    String url(String relative) {
        return environment.url(relative);
    }

    private WebApi.Outcome attempt(boolean harmless, Attempt attempt) {
        Instant end = patience.until(longestRetry);
        Duration pause = FIRST_PAUSE;
        while (true) {
            WebApi.Outcome outcome = attempt.make();
            Duration ownPause = pause;
            Optional<Duration> wait = outcome.fold(
                    done -> Optional.empty(),
                    failed -> failed.status() == 429 || (harmless && STUTTER.contains(failed.status()))
                            ? Optional.of(failed.retryAfter().orElse(ownPause))
                            : Optional.empty());
            if (wait.isEmpty() || !patience.waits(wait.get(), end)) {
                return outcome;
            }
            pause = pause.multipliedBy(2);
        }
    }

    private static JsonObject done(WebApi.Outcome outcome) {
        return outcome.fold(WebApi.Outcome.Done::body, failed -> {
            throw stopped(failed);
        });
    }

    private static Optional<JsonObject> unless(Set<String> tolerated, WebApi.Outcome outcome) {
        return outcome.fold(done -> Optional.of(done.body()), failed -> {
            if (!tolerated.contains(failed.code().toLowerCase(Locale.ROOT))) {
                throw stopped(failed);
            }
            return Optional.empty();
        });
    }

    private static SetupStopped stopped(WebApi.Outcome.Failed failed) {
        return new SetupStopped(cause(failed));
    }

    /** Whether the code is told as another one, since it means the person here. */
    static boolean meansThePerson(String code) {
        return NOT_AN_ADMINISTRATOR.contains(code.toLowerCase(Locale.ROOT));
    }

    /** The code of the failure, as it is to be understood of a person. */
    private static String cause(WebApi.Outcome.Failed failed) {
        if (failed.status() == 401) {
            return "S2S.DelegatedTokenExpired";
        }
        return meansThePerson(failed.code()) ? "S2S.NotEnvironmentAdmin" : failed.code();
    }
}
