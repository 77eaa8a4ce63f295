package org.s2sgateway.simulator.identity;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.s2sgateway.simulator.wire.Call;

/** Who is signed in, by a cookie; one person per browser. Thread-safe. */
final class Sessions {

    /** Entra ID's own name for it. */
    static final String COOKIE = "ESTSAUTH";

    private final Map<String, Session> sessions = new ConcurrentHashMap<>();
    private final AccessTokens tokens;

    Sessions(AccessTokens tokens) {
        this.tokens = tokens;
    }

    /** A new session under a new id, whatever the browser had before. */
    Session start(Person person) {
        Session session = new Session(Opaque.text(), person, UUID.randomUUID());
        tokens.remember(session.id());
        sessions.put(session.id(), session);
        return session;
    }

    Optional<Session> of(Call call) {
        return id(call).map(sessions::get);
    }

    void end(Call call) {
        id(call).ifPresent(sessions::remove);
    }

    void clear() {
        sessions.clear();
    }

    /** Value of {@code Set-Cookie} that signs in. */
    static String cookie(Session session) {
        return COOKIE + "=" + session.id() + "; Path=/; Secure; HttpOnly; SameSite=None";
    }

    /** Value of {@code Set-Cookie} that signs out. */
    static String noCookie() {
        return COOKIE + "=; Path=/; Max-Age=0; Secure; HttpOnly; SameSite=None";
    }

    private static Optional<String> id(Call call) {
        return call.headers("Cookie").stream()
                .flatMap(header -> Arrays.stream(header.split(";")))
                .map(String::strip)
                .filter(pair -> pair.startsWith(COOKIE + "="))
                .map(pair -> pair.substring(COOKIE.length() + 1))
                .findFirst();
    }
}
