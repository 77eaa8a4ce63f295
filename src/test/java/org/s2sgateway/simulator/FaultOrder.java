package org.s2sgateway.simulator;

import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.time.Duration;
import java.util.Map;
import org.s2sgateway.simulator.wire.Fault;
import org.s2sgateway.simulator.wire.ServiceLimit;

/** A fault as it is ordered in JSON; docs/simulator.md has the list. */
final class FaultOrder {

    private FaultOrder() {}

    /** Throws what {@link Controls} answers with 400. */
    static Fault parse(JsonObject order) {
        return switch (order.getString("fault")) {
            case "status" ->
                new Fault.Status(
                        order.getInt("status"),
                        order.containsKey("retryAfter") ? Map.of("Retry-After", text(order, "retryAfter")) : Map.of());
            case "throttle" ->
                new Fault.Throttled(
                        ServiceLimit.of(order.getString("limit")),
                        Duration.ofSeconds(Long.parseLong(text(order, "retryAfter"))),
                        order.getBoolean("asDate", false));
            case "delay" -> new Fault.Delay(milliseconds(order));
            case "hangUp" -> new Fault.HangUp();
            case "loginPage" -> new Fault.LoginPage();
            case "loginRedirect" -> new Fault.LoginRedirect();
            case "drip" -> new Fault.Drip(order.getInt("bytes"), milliseconds(order));
            case "reset" -> new Fault.Reset(order.getInt("bytes"));
            default ->
                throw new IllegalArgumentException(
                        "fault is one of status, throttle, delay, hangUp, loginPage," + " loginRedirect, drip, reset");
        };
    }

    private static Duration milliseconds(JsonObject order) {
        return Duration.ofMillis(order.getInt("milliseconds"));
    }

    /** Seconds are taken as a number, too. */
    private static String text(JsonObject order, String name) {
        return order.get(name) instanceof JsonString text
                ? text.getString()
                : order.getJsonNumber(name).toString();
    }
}
