package org.s2sgateway.simulator.dataverse;

import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.s2sgateway.simulator.wire.Answer;
import org.s2sgateway.simulator.wire.Call;
import org.s2sgateway.simulator.wire.JsonText;

/** The functions and actions that there are, bound to a row or to nothing. Thread-safe. */
final class Operations {

    /**
     * A call of one.
     *
     * @param parameters of a function, as literals
     * @param row that it is bound to
     */
    record Invocation(Call call, String root, Caller user, Map<String, String> parameters, Optional<Row> row) {

        /** The parameters of an action. */
        JsonObject body() {
            return call.body().length == 0 ? JsonObject.EMPTY_JSON_OBJECT : Payload.object(call);
        }

        /** Answers the response type of that name. */
        Answer response(String operation, JsonObjectBuilder properties) {
            JsonObjectBuilder json = JsonText.object()
                    .add("@odata.context", root + "$metadata#Microsoft.Dynamics.CRM." + operation + "Response");
            properties.build().forEach(json::add);
            return Answer.text(200, WebApi.JSON, json.build().toString());
        }

        /** The text of a literal in quotes; throws {@link ODataRefusal}. */
        String text(String parameter) {
            String literal = parameters.getOrDefault(parameter, "");
            if (!literal.matches("(?s)'.*'")) {
                throw ODataRefusal.badRequest("The parameter '" + parameter + "' is missing or not a text.");
            }
            return literal.substring(1, literal.length() - 1).replace("''", "'");
        }
    }

    /** What it does; throws {@link ODataRefusal}. */
    @FunctionalInterface
    interface Work {
        Answer answer(Invocation invocation);
    }

    private record Operation(boolean function, Work work) {}

    private final Map<String, Operation> operations = new HashMap<>();

    /** A function, under its name; of one that is bound the entity set and a slash stand before it. */
    void function(String name, Work work) {
        operations.put(name, new Operation(true, work));
    }

    /** The same for an action. */
    void action(String name, Work work) {
        operations.put(name, new Operation(false, work));
    }

    /** Of all of them, and whether each is a function. */
    Map<String, Boolean> kinds() {
        Map<String, Boolean> kinds = new TreeMap<>();
        operations.forEach((name, operation) -> kinds.put(name, operation.function()));
        return kinds;
    }

    boolean has(String name) {
        return operations.containsKey(name);
    }

    /** @param arguments what stood between the parentheses, where there were any */
    Answer answer(String name, Call call, String root, Optional<String> arguments, Caller user, Optional<Row> row) {
        Operation operation = operations.get(name);
        if (operation == null) {
            throw ODataRefusal.unknownSegment(name);
        }
        if (operation.function()) {
            WebApi.requireReading(call);
            return operation
                    .work()
                    .answer(new Invocation(call, root, user, parameters(arguments.orElse(""), call), row));
        }
        if (!call.method().equals("POST")) {
            throw ODataRefusal.methodNotAllowed(call.method());
        }
        if (arguments.filter(text -> !text.isEmpty()).isPresent()) {
            throw ODataRefusal.badRequest("The parameters of an action stand in its body.");
        }
        return operation.work().answer(new Invocation(call, root, user, Map.of(), row));
    }

    /** {@code Name='literal'} or {@code Name=@alias} with the alias in the query. */
    private static Map<String, String> parameters(String text, Call call) {
        Map<String, String> parameters = new HashMap<>();
        for (String parameter : ExpandOption.split(text, ',')) {
            int equals = parameter.indexOf('=');
            if (equals < 1) {
                throw ODataRefusal.badRequest("Syntax error in the parameters of a function.");
            }
            String value = parameter.substring(equals + 1).strip();
            if (value.startsWith("@")) {
                String alias = call.options().get(value);
                if (alias == null) {
                    throw ODataRefusal.badRequest("The parameter alias '" + value + "' has no value.");
                }
                value = alias;
            }
            parameters.put(parameter.substring(0, equals).strip(), value);
        }
        return parameters;
    }
}
