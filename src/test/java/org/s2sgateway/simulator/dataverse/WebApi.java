package org.s2sgateway.simulator.dataverse;

import jakarta.json.JsonArrayBuilder;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.s2sgateway.simulator.wire.Answer;
import org.s2sgateway.simulator.wire.Call;
import org.s2sgateway.simulator.wire.JsonText;

/** The Web API of one environment, for a user who is a member of it: finds what an address means. Thread-safe. */
final class WebApi {

    /**
     * A resource's address, taken apart.
     *
     * @param root address of the version's root, with a trailing slash
     * @param key what stands between the parentheses behind an entity set's name
     * @param below what comes after that and a slash
     */
    record Address(String root, String name, Optional<Key> key, Optional<String> below) {}

    static final String JSON = "application/json; odata.metadata=minimal";

    private static final Pattern PATH = Pattern.compile("/api/data/(v9\\.[0-2])(?:/(.*))?");
    private static final Pattern SEGMENT = Pattern.compile(
            "([A-Za-z$][\\w$.]*)(?:\\(((?:[^()']++|'(?:[^']++|'')*+')*+)\\))?(?:/(.*))?", Pattern.DOTALL);

    private final Map<String, EntitySet> sets;
    private final Administration administration;
    private final Operations operations;
    private final BelowRow belowRow;

    WebApi(Map<String, EntitySet> sets, Administration administration, Operations operations, BelowRow belowRow) {
        this.sets = sets;
        this.administration = administration;
        this.operations = operations;
        this.belowRow = belowRow;
    }

    Answer answer(Call call, String host, Caller user) {
        try {
            Matcher path = PATH.matcher(call.path());
            if (!path.matches()) {
                throw ODataRefusal.unknownSegment(call.path());
            }
            String root = "https://" + host + "/api/data/" + path.group(1) + "/";
            String rest = path.group(2) == null ? "" : decodePath(path.group(2));
            return rest.isEmpty() ? serviceDocument(call, root) : resource(call, root, rest, user);
        } catch (IllegalArgumentException malformed) {
            throw ODataRefusal.badRequest("The address is malformed.");
        }
    }

    private Answer resource(Call call, String root, String rest, Caller user) {
        Matcher segment = SEGMENT.matcher(rest);
        if (!segment.matches()) {
            throw ODataRefusal.unknownSegment(rest);
        }
        String name = segment.group(1);
        if (operations.has(name)) {
            if (segment.group(3) != null) {
                throw ODataRefusal.unknownSegment(segment.group(3));
            }
            return operations.answer(name, call, root, Optional.ofNullable(segment.group(2)), user, Optional.empty());
        }
        if (name.equals("$metadata") && segment.group(2) == null && segment.group(3) == null) {
            requireReading(call);
            boolean annotations = "true".equals(call.options().get("annotations"));
            return Answer.bytes(200, "application/xml", Csdl.bytes(annotations));
        }
        if (name.equals(Definitions.ENTITIES) || name.equals(Definitions.RELATIONSHIPS)) {
            return Definitions.answer(
                    call, root, name, Optional.ofNullable(segment.group(2)), Optional.ofNullable(segment.group(3)));
        }
        EntitySet set = sets.get(name);
        if (set == null && !name.equals("ImportSolutionAsync")) {
            throw ODataRefusal.unknownSegment(name);
        }
        Address address = new Address(
                root,
                name,
                Optional.ofNullable(segment.group(2)).map(text -> Key.parse(set.type(), text)),
                Optional.ofNullable(segment.group(3)));
        return administration.answer(call, address, user).orElseGet(() -> ofTable(call, address, set, user));
    }

    private Answer ofTable(Call call, Address address, EntitySet set, Caller user) {
        if (address.key().isPresent() && address.below().isPresent()) {
            return belowRow.answer(call, address, set, user);
        }
        Request request = new Request(call, address.root(), set.type().entitySet(), user);
        if (address.key().isPresent()) {
            return ofRow(request, set, address.key().get());
        }
        return address.below().map(below -> belowSet(request, set, below)).orElseGet(() -> ofSet(request, set));
    }

    private static Answer ofSet(Request request, EntitySet set) {
        return switch (request.call().method()) {
            case "GET", "HEAD" -> {
                request.user().require("Read", set.type());
                yield set.list(request);
            }
            case "POST" -> {
                request.user().require("Create", set.type());
                yield set.create(request);
            }
            default -> throw ODataRefusal.methodNotAllowed(request.call().method());
        };
    }

    private static Answer belowSet(Request request, EntitySet set, String below) {
        if (!below.equals("$count")) {
            throw ODataRefusal.unknownSegment(below);
        }
        requireReading(request.call());
        request.user().require("Read", set.type());
        return set.count(request, row -> true);
    }

    private static Answer ofRow(Request request, EntitySet set, Key key) {
        return switch (request.call().method()) {
            case "GET", "HEAD" -> {
                request.user().require("Read", set.type());
                yield set.read(request, key);
            }
            case "PATCH" -> {
                request.user().require(key.find(set.table()).isPresent() ? "Write" : "Create", set.type());
                yield set.upsert(request, key);
            }
            case "DELETE" -> {
                request.user().require("Delete", set.type());
                yield set.delete(request, key);
            }
            default -> throw ODataRefusal.methodNotAllowed(request.call().method());
        };
    }

    private Answer serviceDocument(Call call, String root) {
        requireReading(call);
        JsonArrayBuilder value = JsonText.JSON.createArrayBuilder();
        for (EntityType type : Schema.ALL) {
            value.add(JsonText.object()
                    .add("name", type.entitySet())
                    .add("kind", "EntitySet")
                    .add("url", type.entitySet()));
        }
        return Answer.text(
                200,
                JSON,
                JsonText.object()
                        .add("@odata.context", root + "$metadata")
                        .add("value", value)
                        .build()
                        .toString());
    }

    static void requireReading(Call call) {
        if (!call.method().equals("GET") && !call.method().equals("HEAD")) {
            throw ODataRefusal.methodNotAllowed(call.method());
        }
    }

    /** In a path a plus sign is one. */
    private static String decodePath(String raw) {
        return Call.decode(raw.replace("+", "%2B"));
    }
}
