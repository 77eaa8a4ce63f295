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
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.s2sgateway.simulator.wire.Answer;
import org.s2sgateway.simulator.wire.Call;
import org.s2sgateway.simulator.wire.Endpoint;
import org.s2sgateway.simulator.wire.Entry;
import org.s2sgateway.simulator.wire.RecordedRequest;
import org.s2sgateway.simulator.wire.Recorder;
import org.s2sgateway.simulator.wire.ServiceLimit;

/** One Dataverse environment: who may in, and the Web API behind that. Thread-safe. */
public final class Environment implements Endpoint {

    private final Place place;
    private final FrontEnd frontEnd;
    private final Consumer<Environment> furnishing;
    private final Function<UUID, Optional<String>> applications;
    private final Map<String, Table> tables = new LinkedHashMap<>();
    private final Files files = new Files();
    private final Users users;
    private final Roles roles;
    private final SolutionImports imports;
    private final Recorder recorder = new Recorder();

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
        AtomicLong versions = new AtomicLong(Seed.LAST_VERSION);
        Schema.ALL.forEach(type -> tables.put(type.entitySet(), new Table(type, versions, clock)));
        this.roles = new Roles(table("roles"), List.of(rootBusinessUnit(), childBusinessUnit()), this::id);
        this.users = new Users(table("systemusers"), roles, clock);
        List<Transactions.Restorable> restorable = new ArrayList<>(List.of(users));
        restorable.addAll(tables.values());
        Data data = new Data(List.copyOf(tables.values()), users);
        Map<String, EntitySet> sets = new LinkedHashMap<>();
        tables.forEach((name, table) -> sets.put(name, new EntitySet(table, data)));
        this.imports = new SolutionImports(table("asyncoperations"), table("solutions"), roles);
        FileColumns fileColumns = new FileColumns(files);
        Operations operations = new Operations();
        new OwnOperations(id("organization"), place.name(), sets, users, roles).addTo(operations);
        new FileMessages(sets, files, fileColumns).addTo(operations);
        WebApi webApi = new WebApi(
                sets,
                new Administration(users, roles, imports, sets, applications),
                operations,
                new BelowRow(sets, data, operations, fileColumns));
        Set<String> urls = new LinkedHashSet<>();
        place.addresses().forEach(address -> urls.add("https://" + address.host()));
        this.frontEnd = new FrontEnd(
                place,
                new TokenCheck(signature, place.tenant().id(), urls, clock),
                new Members(place, users, new Transactions(restorable), webApi),
                id("web server"));
        reset();
    }

    /** Puts it back to what it was at the start. */
    public void reset() {
        for (String name : List.of("accounts", "contacts", "businessunits")) {
            table(name).clear();
        }
        firewall(false);
        unlimited();
        frontEnd.linksName(null);
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

    /** Gives it one account more than the walkthrough has, which asks for the top three. */
    public void seedThirdAccount() {
        Seed.third(table("accounts"));
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

    /** Has these many accounts and contacts, each with the prefix in its name, and no others. */
    public void replaceRows(String accountPrefix, int accounts, String contactPrefix, int contacts) {
        table("accounts").clear();
        seed(accountPrefix, accounts);
        table("contacts").clear();
        for (int i = 1; i <= contacts; i++) {
            table("contacts")
                    .seed(id("marked contact " + i), Map.of("lastname", "%s %04d".formatted(contactPrefix, i)));
        }
    }

    /** What {@code WhoAmI} says of the environment itself. */
    public UUID organizationId() {
        return id("organization");
    }

    /** The user that a person of the tenant is here. */
    public Optional<UUID> userOf(UUID objectId) {
        return users.find(new Identity(true, objectId)).map(Row::id);
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
        frontEnd.firewall(closed);
    }

    /** Counts every user's requests against these limits from now on. */
    public void limit(Limits limits) {
        frontEnd.limit(limits);
    }

    /** Counts no more. */
    public void unlimited() {
        frontEnd.limit(null);
    }

    /**
     * Names this one of its hosts in links from now on, whichever is asked. Microsoft's samples show the host that was
     * asked; nothing promises that it is.
     */
    public void linksName(String host) {
        if (place.address(host).isEmpty()) {
            throw new IllegalArgumentException(host + " is none of " + place.addresses());
        }
        frontEnd.linksName(host);
    }

    @Override
    public Entry enter(Call call) {
        return frontEnd.enter(call);
    }

    @Override
    public boolean drains(String path) {
        return frontEnd.drains(path);
    }

    @Override
    public Answer answer(Call call) {
        return frontEnd.answer(call);
    }

    @Override
    public Answer failure(Call call, int status) {
        return frontEnd.failure(call, status);
    }

    @Override
    public Answer throttled(Call call, ServiceLimit limit) {
        return frontEnd.throttled(call, limit);
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
