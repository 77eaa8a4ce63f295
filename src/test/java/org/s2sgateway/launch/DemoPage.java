package org.s2sgateway.launch;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonWriter;
import jakarta.json.stream.JsonGenerator;
import java.io.PrintStream;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;

/** What the demonstration prints: plain ASCII, in columns. Not thread-safe. */
final class DemoPage {

    private final PrintStream out;
    private Instant last = Instant.now();

    /** Starts the page with its title, and the clock of the first thing to be done. */
    DemoPage(PrintStream out) {
        this.out = out;
        out.printf("%nS2S Gateway, from one command to the top three accounts%n%n");
    }

    /** One thing that is done, and how long it took since the one before. */
    void done(String what, String details) {
        Instant now = Instant.now();
        out.println("  %-12s  %-56s %5.1f s"
                .formatted(what, details, Duration.between(last, now).toMillis() / 1000.0));
        last = now;
    }

    /** The steps of an environment's ladder, by how they ended; a failed one with what is to be done about it. */
    void ladder(JsonObject environment) {
        Map<String, StringJoiner> names = new LinkedHashMap<>();
        for (JsonObject step : environment.getJsonArray("steps").getValuesAs(JsonObject.class)) {
            String outcome = step.getString("outcome");
            String name = step.getString("step");
            boolean failed = outcome.equals("failed");
            names.computeIfAbsent(outcome, first -> new StringJoiner(", "))
                    .add(failed ? name + " (" + step.getString("explanation", "") + ")" : name);
        }
        names.forEach((outcome, steps) -> out.println("    %-10s  %s".formatted(outcome, steps)));
    }

    /** What was asked and what was answered. */
    void answer(String address, JsonObject json) {
        out.printf("%nGET %s%n%n%s%n", address, pretty(json));
    }

    /** Addresses to click, and the command that does it all again. */
    void whereToGoOn(DemoWorld world, Port port, ServerLog log) {
        out.printf("%nLook around%n%n");
        place("the gateway", port.url() + "/");
        place("connect to it", world.connectAddress(port) + " as " + DemoWorld.CUSTOMERS_ADMIN);
        place("once connected", port.url() + "/my");
        place("its console", port.url() + "/console as " + DemoWorld.HOME_OPERATOR);
        place("its API", port.url() + "/api/openapi");
        place("its health", port.url() + "/api/health/ready");
        place("its log", log.toString());
        place("its audit's key", DemoWorld.AUDIT_KEY);
        place("the simulator", world.authority() + "/simulator");
        out.printf(
                "%nAt the sign-in the browser warns of the simulator's certificate: accept it, or import%n%s%n",
                world.caCertificate());
        out.printf("%nThe same from another terminal, with a token of its own%n%n");
        out.println(world.curl(port));
        out.printf(
                "%nAs an operator: the application operator-tool, client id %s,%napp role Gateway.Operator;"
                        + " /api/tenants, /api/events and the rest of the API likewise%n%n",
                DemoWorld.OPERATOR);
        out.println(world.operatorsCurl(port, "/api/grants"));
        out.printf("%nStays up until Ctrl-C.%n%n");
    }

    private void place(String what, String where) {
        out.println("  %-16s%s".formatted(what, where));
    }

    private static String pretty(JsonObject json) {
        StringWriter text = new StringWriter();
        try (JsonWriter writer = Json.createWriterFactory(Map.of(JsonGenerator.PRETTY_PRINTING, true))
                .createWriter(text)) {
            writer.writeObject(json);
        }
        // Two spaces a level, as the walkthrough has it.
        return text.toString().strip().replaceAll("(?m)^( +)\\1", "$1");
    }
}
