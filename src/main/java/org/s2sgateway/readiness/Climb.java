package org.s2sgateway.readiness;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.s2sgateway.diagnosis.Diagnosis;
import org.s2sgateway.tenant.ReadinessStep;

/** One run up the ladder: what each step showed. A step that nothing was learnt about is skipped. */
final class Climb {

    private final Map<Step, ReadinessStep> shown = new EnumMap<>(Step.class);
    private boolean failed;

    Climb passed(Step... steps) {
        for (Step step : steps) {
            shown.put(step, new ReadinessStep(step.word(), "passed", null, null, null, null));
        }
        return this;
    }

    Climb failed(Step step, Diagnosis diagnosis) {
        failed = true;
        shown.put(
                step,
                new ReadinessStep(
                        step.word(),
                        "failed",
                        diagnosis.code(),
                        diagnosis.explanation(),
                        diagnosis.actor().word(),
                        diagnosis.remedy()));
        return this;
    }

    boolean hasFailed() {
        return failed;
    }

    /** All ten steps, in order. */
    List<ReadinessStep> steps() {
        List<ReadinessStep> steps = new ArrayList<>();
        for (Step step : Step.values()) {
            steps.add(shown.getOrDefault(step, new ReadinessStep(step.word(), "skipped", null, null, null, null)));
        }
        return List.copyOf(steps);
    }

    /** Whether Dataverse let the application in and read: everything that can be known without a wish for more. */
    boolean connected() {
        return !failed && shown.containsKey(Step.WHO_AM_I) && shown.containsKey(Step.READ);
    }
}
