package org.s2sgateway.simulator;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.s2sgateway.simulator.dataverse.ApplicationUserState;
import org.s2sgateway.simulator.dataverse.Environment;
import org.s2sgateway.simulator.wire.Answer;
import org.s2sgateway.simulator.wire.Call;
import org.s2sgateway.simulator.wire.JsonText;

/**
 * Changes environments from another process, by {@code POST /simulator/environments/<name>/...}: {@code reset}; {@code
 * application-user} with {@code {"state":"missing"}}, {@code disabled}, {@code no-role}, {@code soft-deleted} or {@code
 * ready}; {@code firewall} with {@code {"closed":true}}.
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
            default -> {
                return Optional.empty();
            }
        }
        return Optional.of(Answer.empty(204));
    }
}
