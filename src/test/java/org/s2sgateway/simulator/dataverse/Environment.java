package org.s2sgateway.simulator.dataverse;

import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.s2sgateway.simulator.wire.Answer;
import org.s2sgateway.simulator.wire.Call;
import org.s2sgateway.simulator.wire.Endpoint;
import org.s2sgateway.simulator.wire.RecordedRequest;
import org.s2sgateway.simulator.wire.Recorder;

/** One Dataverse environment: who may in, and the Web API behind that. Thread-safe. */
public final class Environment implements Endpoint {

    private static final int BURST = 6_000;

    private final Place place;
    private final TokenCheck tokens;
    private final WebApi webApi;
    private final Map<String, EntitySet> sets = new LinkedHashMap<>();
    private final Map<UUID, ApplicationUser> applicationUsers = new ConcurrentHashMap<>();
    private final Recorder recorder = new Recorder();
    private final AtomicInteger answered = new AtomicInteger();
    private volatile boolean firewalled;

    public Environment(Place place, Predicate<SignedJWT> signature, Clock clock) {
        this.place = place;
        Set<String> urls = new LinkedHashSet<>();
        place.addresses().forEach(address -> urls.add("https://" + address.host()));
        this.tokens = new TokenCheck(signature, place.tenant().id(), urls, clock);
        AtomicLong versions = new AtomicLong(Seed.LAST_VERSION);
        for (EntityType type : EntityType.ALL) {
            sets.put(type.entitySet(), new EntitySet(new Table(type, versions, clock)));
        }
        this.webApi = new WebApi(id("organization"), id("root business unit"), sets);
        Seed.contacts(table("contacts"), number -> id("contact " + number));
    }

    public Place place() {
        return place;
    }

    /** {@code localhost:9444} */
    public String host() {
        return place.addresses().get(0).host();
    }

    /** What it was asked, the oldest first; at most the last 10,000. */
    public List<RecordedRequest> requests() {
        return recorder.requests();
    }

    public Recorder recorder() {
        return recorder;
    }

    /** Gives it the two accounts of the walkthrough, with exactly the ids and versions that stand there. */
    public void seedWalkthrough() {
        Seed.walkthrough(table("accounts"));
    }

    /** Gives it accounts {@code <prefix> 0001} and on, always the same ones for its name. */
    public void seed(String prefix, int accounts) {
        Seed.many(table("accounts"), prefix, accounts, number -> id("account " + number));
    }

    /** Creates the application user, or replaces it; without privileges it has no role. */
    public void put(UUID applicationId, boolean disabled, Set<String> privileges) {
        ApplicationUser user = new ApplicationUser(id("user " + applicationId), applicationId, disabled, privileges);
        applicationUsers.put(applicationId, user);
        Seed.applicationUser(table("systemusers"), user);
    }

    public void removeApplicationUser(UUID applicationId) {
        ApplicationUser removed = applicationUsers.remove(applicationId);
        if (removed != null) {
            table("systemusers").delete(removed.systemUserId(), current -> {});
        }
    }

    /** Lets nobody in, whatever the token. */
    public void firewall(boolean closed) {
        firewalled = closed;
    }

    @Override
    public Answer answer(Call call) {
        String host = call.header("Host").orElse("").toLowerCase(Locale.ROOT);
        return dressed(place.address(host)
                .map(address -> authenticated(call, address))
                .orElseGet(
                        () -> Answer.text(404, "text/html", "<html><body>No environment of that name</body></html>")));
    }

    @Override
    public Answer failure(int status) {
        return dressed(
                status == 429
                        ? ODataRefusal.error(
                                429,
                                "0x80072322",
                                "Number of requests exceeded the limit of 6000 over time window of 300 seconds.")
                        : ODataRefusal.error(status, "", "The simulator was told to answer " + status + "."));
    }

    private Answer authenticated(Call call, Place.Address address) {
        String authorization = call.header("Authorization").orElse("");
        if (!authorization.regionMatches(true, 0, "Bearer ", 0, 7)) {
            return unauthenticated(address, "");
        }
        TokenCheck.Finding finding = tokens.check(authorization.substring(7).strip());
        return finding.applicationId()
                .map(applicationId -> authorized(call, address, applicationId))
                .orElseGet(() -> unauthenticated(
                        address, "error=\"invalid_token\", error_description=\"" + finding.reason() + "\", "));
    }

    private Answer authorized(Call call, Place.Address address, UUID applicationId) {
        try {
            if (firewalled) {
                throw new ODataRefusal(
                        403,
                        ODataRefusal.FIREWALL,
                        "The request you are trying to make is rejected as access to your ip is blocked. Contact your"
                                + " administrator for more information.");
            }
            ApplicationUser user = member(applicationId);
            checkImpersonation(call, user);
            return webApi.answer(call, address.host(), user);
        } catch (ODataRefusal refusal) {
            return refusal.answer();
        }
    }

    private ApplicationUser member(UUID applicationId) {
        ApplicationUser user = Optional.ofNullable(applicationUsers.get(applicationId))
                .orElseThrow(() -> new ODataRefusal(
                        403, ODataRefusal.NOT_A_MEMBER, "The user is not a member of the organization."));
        if (user.disabled()) {
            throw new ODataRefusal(
                    403,
                    ODataRefusal.USER_DISABLED,
                    "The specified user(Id = " + user.systemUserId()
                            + ") is disabled. Consider enabling this user. Additional Details: {1}");
        }
        if (user.privileges().isEmpty()) {
            throw new ODataRefusal(
                    403,
                    ODataRefusal.NO_ROLES,
                    "The user (Id = " + user.systemUserId() + ") has not been assigned any roles.");
        }
        return user;
    }

    private static void checkImpersonation(Call call, ApplicationUser user) {
        for (String name : List.of("CallerObjectId", "MSCRMCallerID")) {
            List<String> values = call.headers(name);
            if (values.isEmpty()) {
                continue;
            }
            if (values.size() > 1 || Guids.parse(values.get(0)).isEmpty()) {
                throw ODataRefusal.badRequest("The header " + name + " is not a GUID.");
            }
            if (!user.has(ApplicationUser.ACT_ON_BEHALF)) {
                throw new ODataRefusal(
                        403,
                        ODataRefusal.CANNOT_ACT_ON_BEHALF,
                        "The user with id " + user.systemUserId() + " is missing prvActOnBehalfOfAnotherUser.");
            }
        }
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

    private Answer dressed(Answer answer) {
        String requestId = UUID.randomUUID().toString();
        return answer.with("OData-Version", "4.0")
                .with("x-ms-service-request-id", requestId)
                .with("REQ_ID", requestId)
                .with("Set-Cookie", "ARRAffinity=" + id("web server") + ";Path=/;HttpOnly;Secure;Domain=localhost")
                .with("Server", "Microsoft-HTTPAPI/2.0")
                .with("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
                .with(
                        "x-ms-ratelimit-burst-remaining-xrm-requests",
                        String.valueOf(BURST - 1 - answered.getAndIncrement() % BURST))
                .with("x-ms-ratelimit-time-remaining-xrm-requests", "1,200.00");
    }

    private Table table(String entitySet) {
        return sets.get(entitySet).table();
    }

    private UUID id(String what) {
        return UUID.nameUUIDFromBytes((what + " of " + place.name()).getBytes(StandardCharsets.UTF_8));
    }
}
