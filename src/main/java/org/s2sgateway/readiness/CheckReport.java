package org.s2sgateway.readiness;

import java.util.List;
import java.util.Optional;
import org.s2sgateway.tenant.EnvironmentHost;
import org.s2sgateway.tenant.ReadinessStep;

/** What a run up the ladder showed of one environment: all ten steps in order. */
public record CheckReport(EnvironmentHost host, boolean connected, List<ReadinessStep> steps) {

    /** The code of the first step that failed. */
    public Optional<String> reason() {
        return steps.stream()
                .filter(step -> step.outcome().equals("failed"))
                .map(step -> String.valueOf(step.code()))
                .findFirst();
    }
}
