package org.s2sgateway.onboarding;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.s2sgateway.diagnosis.Dictionary;
import org.s2sgateway.pages.Finding;
import org.s2sgateway.tenant.ReadinessStep;

/** One step of the readiness ladder as pages show it, in the reader's language. */
public final class LadderStep {

    private final ReadinessStep step;
    private final @Nullable Finding finding;

    private LadderStep(ReadinessStep step, Locale locale) {
        this.step = step;
        this.finding = step.code() == null ? null : Finding.of(Dictionary.diagnose(step.code()), locale);
    }

    static List<LadderStep> of(List<ReadinessStep> steps, Locale locale) {
        return steps.stream().map(step -> new LadderStep(step, locale)).toList();
    }

    /** The word of the API, such as {@code applicationUser}. */
    public String getWord() {
        return step.step();
    }

    /** {@code passed}, {@code failed} or {@code skipped}. */
    public String getOutcome() {
        return step.outcome();
    }

    /** Why it failed; null where it did not. */
    public @Nullable Finding getFinding() {
        return finding;
    }
}
