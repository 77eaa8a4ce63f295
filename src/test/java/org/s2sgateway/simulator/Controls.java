package org.s2sgateway.simulator;

import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.NoSuchElementException;
import org.s2sgateway.simulator.identity.Application;
import org.s2sgateway.simulator.identity.Directory;
import org.s2sgateway.simulator.identity.DirectoryTenant;
import org.s2sgateway.simulator.wire.Answer;
import org.s2sgateway.simulator.wire.Call;
import org.s2sgateway.simulator.wire.Endpoint;
import org.s2sgateway.simulator.wire.Faults;
import org.s2sgateway.simulator.wire.JsonText;

/**
 * The simulator's own addresses, for those who use it from another process: {@code GET /simulator} describes the world,
 * {@code GET}, {@code POST} and {@code DELETE /simulator/faults} are {@link Faults}, {@code POST /simulator/keys} with
 * {@code {"keepOld":true}} rotates the signing key. Of the identity side: {@code POST /simulator/consent} with
 * {@code {"tenant":"<id or domain>","action":"grant|disable|revoke|revoke-delegated"}}, {@code POST
 * /simulator/propagation} with {@code {"seconds":5}}, {@code POST /simulator/role-assignment} with
 * {@code {"person":"<user principal name>","tenant":"<id or domain>","role":"Gateway.Operator"}} and {@code POST
 * /simulator/reset}.
 */
final class Controls implements Endpoint {

    private final Simulator simulator;
    private final EnvironmentControls environments;

    Controls(Simulator simulator) {
        this.simulator = simulator;
        this.environments = new EnvironmentControls(simulator);
    }

    @Override
    public Answer answer(Call call) {
        try {
            return switch (call.method() + " " + call.path()) {
                case "GET /simulator" -> Answer.json(200, WorldDescription.json(simulator));
                case "GET /simulator/faults" -> faults();
                case "POST /simulator/faults" -> order(JsonText.parse(call.text()));
                case "DELETE /simulator/faults" -> {
                    simulator.faults().clear();
                    yield Answer.empty(204);
                }
                case "POST /simulator/keys" -> {
                    simulator
                            .entraId()
                            .keys()
                            .rotate(JsonText.parse(call.text()).getBoolean("keepOld", true));
                    yield Answer.empty(204);
                }
                case "POST /simulator/consent" -> consent(JsonText.parse(call.text()));
                case "POST /simulator/propagation" -> {
                    JsonObject wanted = JsonText.parse(call.text());
                    simulator.entraId().propagationDelay(Duration.ofSeconds(wanted.getInt("seconds")));
                    yield Answer.empty(204);
                }
                case "POST /simulator/role-assignment" -> assign(JsonText.parse(call.text()));
                case "POST /simulator/reset" -> {
                    simulator.entraId().reset();
                    yield Answer.empty(204);
                }
                default ->
                    environments
                            .answer(call)
                            .orElseGet(() -> Answer.text(404, "text/plain", "The simulator has no such address\n"));
            };
        } catch (JsonException
                | ClassCastException
                | NullPointerException
                | IllegalArgumentException
                | NoSuchElementException e) {
            return Answer.text(400, "text/plain", "The simulator does not understand this: " + e.getMessage() + "\n");
        }
    }

    @Override
    public Answer failure(Call call, int status) {
        return Answer.empty(status);
    }

    /** Of the gateway in a tenant: an administrator's yes, or one of the ways to take it back. */
    private Answer consent(JsonObject wanted) {
        Application gateway = simulator.entraId().directory().gateway();
        DirectoryTenant tenant = tenant(wanted);
        switch (text(wanted, "action")) {
            case "grant" -> simulator.entraId().grantIn(tenant);
            case "disable" -> gateway.disableIn(tenant.id());
            case "revoke" -> gateway.removeFrom(tenant.id());
            case "revoke-delegated" -> gateway.revokeGrantIn(tenant.id());
            default ->
                throw new IllegalArgumentException(
                        "action is one of " + List.of("grant", "disable", "revoke", "revoke-delegated"));
        }
        return Answer.empty(204);
    }

    private Answer assign(JsonObject wanted) {
        Directory directory = simulator.entraId().directory();
        directory.assignRole(directory.person(text(wanted, "person")), tenant(wanted), text(wanted, "role"));
        return Answer.empty(204);
    }

    private DirectoryTenant tenant(JsonObject wanted) {
        String named = text(wanted, "tenant");
        return simulator
                .entraId()
                .directory()
                .tenant(named)
                .orElseThrow(() -> new NoSuchElementException("there is no tenant " + named));
    }

    private Answer faults() {
        JsonArrayBuilder orders = JsonText.JSON.createArrayBuilder();
        for (Faults.Order order : simulator.faults().orders()) {
            orders.add(JsonText.object()
                    .add("place", order.place())
                    .add("targetContains", order.targetContains())
                    .add("fault", order.fault().toString())
                    .add("remaining", order.remaining()));
        }
        return Answer.json(200, JsonText.object().add("items", orders).build());
    }

    private Answer order(JsonObject order) {
        String place = text(order, "place");
        if (!place.equals(Faults.IDENTITY)) {
            simulator.environment(place);
        }
        simulator
                .faults()
                .order(place, order.getString("targetContains", ""), order.getInt("times", 1), FaultOrder.parse(order));
        return Answer.empty(204);
    }

    private static String text(JsonObject object, String member) {
        if (!object.containsKey(member)) {
            throw new NoSuchElementException("the member " + member + " is missing");
        }
        return object.getString(member);
    }
}
