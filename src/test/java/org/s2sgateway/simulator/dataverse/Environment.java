package org.s2sgateway.simulator.dataverse;

import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.s2sgateway.simulator.wire.Answer;
import org.s2sgateway.simulator.wire.Call;
import org.s2sgateway.simulator.wire.Endpoint;
import org.s2sgateway.simulator.wire.Entry;
import org.s2sgateway.simulator.wire.RecordedRequest;
import org.s2sgateway.simulator.wire.Recorder;
import org.s2sgateway.simulator.wire.RetryAfter;
import org.s2sgateway.simulator.wire.ServiceLimit;

/** One Dataverse environment: who may in, and the Web API behind that. Thread-safe. */
public final class Environment implements Endpoint {

    private static final Pattern BATCH = Pattern.compile("/api/data/v9\\.[0-2]/(?:\\$|%24)batch");
    /** The longest URL of a GET outside a batch (Microsoft, "Query data using the Web API"). */
    private static final int LONGEST_URL = 32_768;

    private final Place place;
    private final TokenCheck tokens;
    private final WebApi webApi;
    private final Consumer<Environment> furnishing;
    private final Function<UUID, Optional<String>> applications;
    private final Map<String, Table> tables = new LinkedHashMap<>();
    private final Files files = new Files();
    private final Users users;
    private final Impersonation impersonation;
    private final Transactions transactions;
    private final Roles roles;
    private final SolutionImports imports;
    private final Recorder recorder = new Recorder();
    private final Protection protection = new Protection();
    private final String affinityCookie;
    private volatile boolean firewalled;

    /**
     * @param signature whether a token is signed by the identity side
     * @param applications the name of an application that has a service principal in the environment's tenant
     * @param furnishing puts the users and rows there that it starts with
     */
    public Environment(
            Place place,
            Predicate<SignedJWT> signature,
            Clock clock,
            Function<UUID, Optional<String>> applications,
            Consumer<Environment> furnishing) {
        this.place = place;
        this.applications = applications;
        this.furnishing = furnishing;
        this.affinityCookie = "ARRAffinity=" + id("web server") + ";Path=/;HttpOnly;Secure;Domain=localhost";
        Set<String> urls = new LinkedHashSet<>();
        place.addresses().forEach(address -> urls.add("https://" + address.host()));
        this.tokens = new TokenCheck(signature, place.tenant().id(), urls, clock);
        AtomicLong versions = new AtomicLong(Seed.LAST_VERSION);
        Schema.ALL.forEach(type -> tables.put(type.entitySet(), new Table(type, versions, clock)));
        this.roles = new Roles(table("roles"), List.of(rootBusinessUnit(), childBusinessUnit()), this::id);
        this.users = new Users(table("systemusers"), roles, clock);
        this.impersonation = new Impersonation(users);
        List<Transactions.Restorable> restorable = new ArrayList<>(List.of(users));
        restorable.addAll(tables.values());
        this.transactions = new Transactions(restorable);
        Data data = new Data(List.copyOf(tables.values()), users);
        Map<String, EntitySet> sets = new LinkedHashMap<>();
        tables.forEach((name, table) -> sets.put(name, new EntitySet(table, data)));
        this.imports = new SolutionImports(table("asyncoperations"), table("solutions"), roles);
        FileColumns fileColumns = new FileColumns(files);
        Operations operations = new Operations();
        new OwnOperations(id("organization"), place.name(), sets, users, roles).addTo(operations);
        new FileMessages(sets, files, fileColumns).addTo(operations);
        this.webApi = new WebApi(
                sets,
                new Administration(users, roles, imports, sets, applications),
                operations,
                new BelowRow(sets, data, operations, fileColumns));
        reset();
    }

    /** Puts it back to what it was at the start. */
    public void reset() {
        for (String name : List.of("accounts", "contacts", "businessunits")) {
            table(name).clear();
        }
        firewalled = false;
        unlimited();
        files.clear();
        users.clear();
        roles.reset();
        imports.reset();
        table("businessunits").seed(rootBusinessUnit(), Map.of("name", place.name()));
        table("businessunits")
                .seed(childBusinessUnit(), Map.of("name", "Sales", "_parentbusinessunitid_value", rootBusinessUnit()));
        Seed.contacts(table("contacts"), number -> id("contact " + number));
        furnishing.accept(this);
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

    /**
     * Gives it accounts whose columns hold this environment's own address: what a user typed, and no control
     * information.
     */
    public void seedAddresses(int accounts) {
        Seed.addresses(table("accounts"), place.addresses(), accounts, number -> id("address " + number));
    }

    /** Gives it accounts {@code <prefix> 0001} and on, always the same ones for its name. */
    public void seed(String prefix, int accounts) {
        Seed.many(table("accounts"), prefix, accounts, number -> id("account " + number));
    }

    /** Creates the application user, or replaces it; without privileges it has no role, else one of its own. */
    public void put(UUID applicationId, boolean disabled, Set<String> privileges) {
        String ownRole = "Role of " + applicationId;
        roles.put(ownRole, Optional.empty(), privileges);
        putApplication(applicationId, disabled, 0, privileges.isEmpty() ? Set.of() : Set.of(ownRole));
    }

    /** Brings the application user into the state, whatever it was before. */
    public void applicationUser(UUID applicationId, ApplicationUserState state) {
        Set<String> access = Set.of(Roles.GATEWAY_ACCESS);
        switch (state) {
            case MISSING -> removeApplicationUser(applicationId);
            case DISABLED -> putApplication(applicationId, true, 0, access);
            case NO_ROLE -> putApplication(applicationId, false, 0, Set.of());
            case SOFT_DELETED -> putApplication(applicationId, true, 1, access);
            case READY -> putApplication(applicationId, false, 0, access);
        }
    }

    /** The application user as it is now. */
    public Optional<ApplicationUser> applicationUser(UUID applicationId) {
        return users.find(new Identity(false, applicationId))
                .map(row -> new ApplicationUser(
                        row.id(),
                        applicationId,
                        Users.isDisabled(row),
                        Users.isSoftDeleted(row),
                        rolesOf(row).stream()
                                .map(role -> role.value("name").orElseThrow().toString())
                                .sorted()
                                .toList()));
    }

    public void removeApplicationUser(UUID applicationId) {
        users.find(new Identity(false, applicationId)).ifPresent(row -> users.remove(row.id()));
    }

    /** Moves the application user, who loses its roles by that, to the business unit below the root. */
    public void moveToChildBusinessUnit(UUID applicationId) {
        users.find(new Identity(false, applicationId)).ifPresent(row -> {
            Map<String, Object> values = new HashMap<>(row.values());
            values.put("_businessunitid_value", childBusinessUnit());
            users.put(row.id(), values, Set.of());
        });
    }

    /** Makes the person a user, or changes their roles, which are named as in the root business unit. */
    public void putPerson(UUID objectId, String fullName, Set<String> roleNames) {
        putPerson(objectId, fullName, false, roleNames);
    }

    /** The same for a person whose user may be disabled. */
    public void putPerson(UUID objectId, String fullName, boolean disabled, Set<String> roleNames) {
        users.put(
                id("person " + objectId),
                Map.of(
                        "fullname",
                        fullName,
                        "azureactivedirectoryobjectid",
                        objectId,
                        "accessmode",
                        0,
                        "isdisabled",
                        disabled,
                        "deletedstate",
                        0,
                        "_businessunitid_value",
                        rootBusinessUnit()),
                roleIds(roleNames));
    }

    /** Puts a custom security role into every business unit. */
    public void putRole(String name, Set<String> privileges) {
        roles.put(name, Optional.empty(), privileges);
    }

    public void removeRole(String name) {
        roles.remove(name);
    }

    public void renameRole(String name, String newName) {
        roles.rename(name, newName);
    }

    /** Takes the template away from the copies of a role below the root business unit, as where it is not inherited. */
    public void hideTemplateOfCopies(String name) {
        roles.hideTemplateOfCopies(name);
    }

    /** How long changes of users and roles stay unseen by requests without {@code Consistency: Strong}. */
    public void cacheLag(Duration lag) {
        users.lag(lag);
    }

    /** How many looks at the asynchronous operations an import of a solution takes, and whether it fails then. */
    public void imports(int looks, boolean failing) {
        imports.takes(looks);
        imports.failing(failing);
    }

    /** Ends every import that runs. */
    public void finishImports() {
        imports.finish();
    }

    /** Puts a solution there as if it had been imported. */
    public void putSolution(String uniqueName, String version, boolean managed) {
        imports.put(uniqueName, version, managed);
    }

    /** Lets nobody in, whatever the token. */
    public void firewall(boolean closed) {
        firewalled = closed;
    }

    /** Counts every user's requests against these limits from now on. */
    public void limit(Limits limits) {
        protection.limit(limits);
    }

    /** Counts no more. */
    public void unlimited() {
        protection.limit(null);
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
        TokenCheck.Finding finding = tokens.check(authorization.substring(7).strip());
        return finding.identity()
                .map(identity -> authorized(call, address, identity))
                .orElseGet(() -> unauthenticated(
                        address, "error=\"invalid_token\", error_description=\"" + finding.reason() + "\", "));
    }

    private Answer authorized(Call call, Place.Address address, Identity identity) {
        try {
            if (firewalled) {
                throw new ODataRefusal(
                        403,
                        ODataRefusal.FIREWALL,
                        "The request you are trying to make is rejected as access to your ip is blocked. Contact your"
                                + " administrator for more information.");
            }
            if (BATCH.matcher(call.path()).matches()) {
                admit(call, identity);
                return new Batch(call, this::ownHost, transactions, part -> ofMember(part, address.host(), identity))
                        .answer();
            }
            if (call.target().length() > LONGEST_URL) {
                throw new ODataRefusal(414, ODataRefusal.BAD_REQUEST, "The URL is longer than 32,768 characters.");
            }
            return transactions.together(() -> ofMember(call, address.host(), identity));
        } catch (ODataRefusal refusal) {
            return refusal.answer();
        }
    }

    /** One request, alone or of a batch. */
    private Answer ofMember(Call call, String host, Identity identity) {
        try {
            return webApi.answer(call, host, admit(call, identity));
        } catch (ODataRefusal refusal) {
            return refusal.answer();
        }
    }

    private Caller admit(Call call, Identity identity) {
        boolean newest = call.header("Consistency").filter("Strong"::equals).isPresent();
        return impersonation.judge(call, users.admit(identity, newest), newest);
    }

    private String ownHost(String host) {
        if (place.address(host.toLowerCase(Locale.ROOT)).isEmpty()) {
            throw ODataRefusal.badRequest("The host '" + host + "' of a request of the batch is not this service.");
        }
        return host;
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

    private void putApplication(UUID applicationId, boolean disabled, int deletedState, Set<String> roleNames) {
        users.put(
                id("user " + applicationId),
                Map.of(
                        "fullname",
                        "# " + applications.apply(applicationId).orElse("application " + applicationId),
                        "applicationid",
                        applicationId,
                        "accessmode",
                        4,
                        "isdisabled",
                        disabled,
                        "deletedstate",
                        deletedState,
                        "_businessunitid_value",
                        rootBusinessUnit()),
                roleIds(roleNames));
    }

    private Set<UUID> roleIds(Set<String> names) {
        return names.stream().map(roles::inRoot).collect(Collectors.toSet());
    }

    private List<Row> rolesOf(Row user) {
        return users.roles(user.id());
    }

    private UUID rootBusinessUnit() {
        return id("root business unit");
    }

    private UUID childBusinessUnit() {
        return id("child business unit");
    }

    private Table table(String entitySet) {
        Table table = tables.get(entitySet);
        if (table == null) {
            throw new IllegalArgumentException("There is no table " + entitySet);
        }
        return table;
    }

    private UUID id(String what) {
        return UUID.nameUUIDFromBytes((what + " of " + place.name()).getBytes(StandardCharsets.UTF_8));
    }
}
