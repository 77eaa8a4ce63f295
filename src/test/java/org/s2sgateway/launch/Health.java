package org.s2sgateway.launch;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What the application says when it is asked whether it is ready. */
sealed interface Health {

    /** Whether it serves requests; throws when it never will. */
    boolean isReady() throws CannotStart;

    record Ready() implements Health {

        @Override
        public boolean isReady() {
            return true;
        }
    }

    /** It does not answer yet, or says that it is not ready yet. */
    record Starting() implements Health {

        @Override
        public boolean isReady() {
            return false;
        }
    }

    /** Somebody else answers in its place: the server, as long as the application is not deployed. */
    record Foreign() implements Health {

        @Override
        public boolean isReady() {
            return false;
        }
    }

    /** It will not open before these keys are put right. */
    record Misconfigured(Map<String, String> faults) implements Health {

        @Override
        public boolean isReady() throws CannotStart {
            int width = faults.keySet().stream().mapToInt(String::length).max().orElse(0);
            String format = "  %-" + width + "s  %s";
            List<String> lines = new ArrayList<>();
            lines.add("The configuration is not valid, nothing is served:");
            faults.forEach((key, why) -> {
                lines.add("");
                lines.add(format.formatted(key, why));
                lines.add(format.formatted("", "environment variable " + variable(key)));
            });
            throw new CannotStart(lines);
        }

        // MicroProfile Config 3.1, "Environment Variables Mapping Rules"
        private static String variable(String key) {
            return key.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
        }
    }

    /** It will not open without its database. */
    record NoDatabase() implements Health {

        @Override
        public boolean isReady() throws CannotStart {
            throw new CannotStart(
                    List.of("The database cannot be used. Check S2S_DB_URL, S2S_DB_USER and S2S_DB_PASSWORD."));
        }
    }

    /** Reads the answer of {@code /api/health/ready}. */
    static Health of(int status, String body) {
        try (JsonReader reader = Json.createReader(new StringReader(body))) {
            JsonObject answer = reader.readObject();
            if (status == 200) {
                return "UP".equals(answer.getString("status", "")) ? new Ready() : new Starting();
            }
            return answer.get("checks") instanceof JsonArray checks ? down(checks) : new Starting();
        } catch (JsonException notJson) {
            return new Foreign();
        }
    }

    private static Health down(JsonArray checks) {
        for (JsonValue value : checks) {
            if (value instanceof JsonObject check && "DOWN".equals(check.getString("status", ""))) {
                switch (check.getString("name", "")) {
                    case "configuration" -> {
                        return new Misconfigured(faults(check));
                    }
                    case "database" -> {
                        return new NoDatabase();
                    }
                    default -> {
                        // Anything else may pass.
                    }
                }
            }
        }
        return new Starting();
    }

    private static Map<String, String> faults(JsonObject check) {
        Map<String, String> faults = new LinkedHashMap<>();
        if (check.get("data") instanceof JsonObject data) {
            data.forEach((key, value) ->
                    faults.put(key, value instanceof JsonString text ? text.getString() : value.toString()));
        }
        return faults;
    }
}
