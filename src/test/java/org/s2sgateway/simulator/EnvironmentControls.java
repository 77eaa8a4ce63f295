package org.s2sgateway.simulator;

import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.s2sgateway.simulator.dataverse.ApplicationUserState;
import org.s2sgateway.simulator.dataverse.Environment;
import org.s2sgateway.simulator.dataverse.Limits;
import org.s2sgateway.simulator.wire.Answer;
import org.s2sgateway.simulator.wire.Call;
import org.s2sgateway.simulator.wire.Delivery;
import org.s2sgateway.simulator.wire.JsonText;

/**
 * Changes environments from another process, by {@code POST /simulator/environments/<name>/...}: {@code reset}; {@code
 * application-user} with {@code {"state":"missing"}}, {@code disabled}, {@code no-role}, {@code soft-deleted} or {@code
 * ready}; {@code firewall} with {@code {"closed":true}}; {@code accounts}
 * with {@code {"prefix":"Account","count":12000}} or {@code {"addresses":true,"count":10}}; {@code limits} with {@code {"requests":6000,"seconds":300,
 * "executionMilliseconds":1200000,"concurrent":52,"asDate":false}}, or {@code {}} for none; {@code delivery} with
 * {@code {"gzip":true,"framing":"natural|chunked|length"}}.
 */
final class EnvironmentControls {

    private static final Pattern PATH = Pattern.compile("/simulator/environments/([^/]+)/([^/]+)");

    private final Simulator simulator;

    EnvironmentControls(Simulator simulator) {
        this.simulator = simulator;
    }

    /** Empty for an address that is not one of these; throws what {@link Controls} answers with 400. */
    Optional<Answer> answer(Call call) {
        Matcher path = PATH.matcher(call.path());
        if (!call.method().equals("POST") || !path.matches()) {
            return Optional.empty();
        }
        Environment environment = simulator.environment(path.group(1));
        switch (path.group(2)) {
            case "reset" -> environment.reset();
            case "application-user" ->
                environment.applicationUser(
                        World.GATEWAY,
                        ApplicationUserState.of(JsonText.parse(call.text()).getString("state")));
            case "firewall" -> environment.firewall(JsonText.parse(call.text()).getBoolean("closed"));
            case "accounts" -> {
                JsonObject wanted = JsonText.parse(call.text());
                if (wanted.getBoolean("addresses", false)) {
                    environment.seedAddresses(wanted.getInt("count"));
                } else {
                    environment.seed(wanted.getString("prefix", "Account"), wanted.getInt("count"));
                }
            }
            case "limits" -> limit(environment, JsonText.parse(call.text()));
            case "delivery" -> {
                JsonObject wanted = JsonText.parse(call.text());
                simulator
                        .faults()
                        .deliver(
                                path.group(1),
                                Delivery.of(wanted.getBoolean("gzip", true), wanted.getString("framing", "natural")));
            }
            default -> {
                return Optional.empty();
            }
        }
        return Optional.of(Answer.empty(204));
    }

    /** What is not said is as documented; nothing at all switches them off. */
    private static void limit(Environment environment, JsonObject wanted) {
        if (wanted.isEmpty()) {
            environment.unlimited();
            return;
        }
        Limits documented = Limits.DOCUMENTED;
        environment.limit(new Limits(
                wanted.getInt("requests", documented.requests()),
                Duration.ofSeconds(
                        wanted.getInt("seconds", (int) documented.window().toSeconds())),
                Duration.ofMillis(wanted.getInt("executionMilliseconds", (int)
                        documented.executionTime().toMillis())),
                wanted.getInt("concurrent", documented.concurrent()),
                wanted.getBoolean("asDate", documented.asDate())));
    }
}
