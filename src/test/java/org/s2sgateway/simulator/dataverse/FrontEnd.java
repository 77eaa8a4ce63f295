package org.s2sgateway.simulator.dataverse;

import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.s2sgateway.simulator.wire.Answer;
import org.s2sgateway.simulator.wire.Call;
import org.s2sgateway.simulator.wire.Endpoint;
import org.s2sgateway.simulator.wire.Entry;
import org.s2sgateway.simulator.wire.RetryAfter;
import org.s2sgateway.simulator.wire.ServiceLimit;

/**
 * What stands before an environment: knows its names, looks at tokens, counts requests, and dresses every answer with
 * the headers of the service. Thread-safe.
 */
final class FrontEnd implements Endpoint {

    private static final ODataRefusal FIREWALL = new ODataRefusal(
            403,
            ODataRefusal.FIREWALL,
            "The request you are trying to make is rejected as access to your ip is blocked. Contact your administrator"
                    + " for more information.");

    private final Place place;
    private final TokenCheck tokens;
    private final Members members;
    private final Protection protection = new Protection();
    private final String affinityCookie;
    private volatile boolean firewalled;
    private volatile @Nullable String linkHost;

    FrontEnd(Place place, TokenCheck tokens, Members members, UUID webServer) {
        this.place = place;
        this.tokens = tokens;
        this.members = members;
        this.affinityCookie = "ARRAffinity=" + webServer + ";Path=/;HttpOnly;Secure;Domain=localhost";
    }

    /** Lets nobody in, whatever the token. */
    void firewall(boolean closed) {
        firewalled = closed;
    }

    /** Links name this host from now on; null for the one that was asked. */
    void linksName(@Nullable String host) {
        linkHost = host;
    }

    /** Null for none. */
    void limit(@Nullable Limits limits) {
        protection.limit(limits);
    }

    @Override
    public Entry enter(Call call) {
        Optional<Limits> limits = protection.limits();
        if (limits.isEmpty()) {
            return Entry.FREE;
        }
        Protection.Entered entered = protection.enter(user(call), limits.get());
        return new Entry(
                entered.excess().map(excess -> throttled(call, excess.limit())
                        .with(
                                "Retry-After",
                                RetryAfter.header(
                                        excess.retryAfter(), limits.get().asDate()))),
                entered.leave());
    }

    /** Whoever has the same token is the same user: here that is near enough, and as cheap as it has to be. */
    private static String user(Call call) {
        return call.header("Authorization").orElse("");
    }

    @Override
    public boolean drains(String path) {
        return path.endsWith("/" + OwnOperations.DRAIN);
    }

    @Override
    public Answer answer(Call call) {
        String host = call.header("Host").orElse("").toLowerCase(Locale.ROOT);
        return dressed(
                call,
                place.address(host)
                        .map(address -> authenticated(call, address))
                        .orElseGet(() -> Answer.text(
                                404, "text/html", "<html><body>No environment of that name</body></html>")));
    }

    @Override
    public Answer failure(Call call, int status) {
        return switch (status) {
            case 401 ->
                dressed(
                        call,
                        unauthenticated(
                                place.address(call.header("Host").orElse(""))
                                        .orElse(place.addresses().get(0)),
                                ""));
            case 429 -> throttled(call, ServiceLimit.REQUESTS);
            default ->
                dressed(call, ODataRefusal.error(status, "", "The simulator was told to answer " + status + "."));
        };
    }

    @Override
    public Answer throttled(Call call, ServiceLimit limit) {
        return dressed(call, ODataRefusal.error(429, limit.code(), limit.message()));
    }

    private Answer authenticated(Call call, Place.Address address) {
        String authorization = call.header("Authorization").orElse("");
        if (!authorization.regionMatches(true, 0, "Bearer ", 0, 7)) {
            return unauthenticated(address, "");
        }
        String host = Objects.requireNonNullElse(linkHost, address.host());
        TokenCheck.Finding finding = tokens.check(authorization.substring(7).strip());
        return finding.identity()
                .map(identity -> firewalled ? FIREWALL.answer() : members.answer(call, host, identity))
                .orElseGet(() -> unauthenticated(
                        address, "error=\"invalid_token\", error_description=\"" + finding.reason() + "\", "));
    }

    /** The challenge names its parameters without quotes; clients find the tenant in it. */
    private Answer unauthenticated(Place.Address address, String error) {
        return Answer.text(401, "text/html", "HTTP Error 401 - Unauthorized: Access is denied")
                .with(
                        "WWW-Authenticate",
                        "Bearer " + error + "authorization_uri=" + address.authority() + "/"
                                + place.tenant().id() + "/oauth2/authorize, resource_id=https://"
                                + address.canonicalHost() + "/");
    }

    private Answer dressed(Call call, Answer answer) {
        String requestId = UUID.randomUUID().toString();
        Limits limits = protection.limits().orElse(Limits.DOCUMENTED);
        Answer dressed = answer.with("OData-Version", "4.0")
                .with("x-ms-service-request-id", requestId)
                .with("REQ_ID", requestId)
                .with("Set-Cookie", affinityCookie)
                .with("Server", "Microsoft-HTTPAPI/2.0")
                .with("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
                .with(
                        "x-ms-ratelimit-burst-remaining-xrm-requests",
                        String.valueOf(protection.remaining(user(call), limits)))
                .with(
                        "x-ms-ratelimit-time-remaining-xrm-requests",
                        "%,.2f"
                                .formatted(protection
                                                .timeRemaining(user(call), limits)
                                                .toMillis()
                                        / 1_000.0));
        return call.header("x-ms-client-request-id")
                .map(id -> dressed.with("x-ms-client-request-id", id))
                .orElse(dressed);
    }
}
