package org.s2sgateway.management;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.s2sgateway.problem.ProblemType;
import org.s2sgateway.problem.Refusal;

class ChecksAtOnceTest {

    private final ChecksAtOnce checks = new ChecksAtOnce();

    @Test
    void refusesOneMoreThanItAllows() {
        Refusal refusal = nested(ChecksAtOnce.ALL);

        assertThat(refusal.type()).isEqualTo(ProblemType.BUSY);
        assertThat(refusal.headers()).containsKey("Retry-After");
        assertThat(checks.<String>run(() -> "free again")).isEqualTo("free again");
    }

    /** What becomes of one more check inside that many. */
    private Refusal nested(int places) {
        return places == 0
                ? catchThrowableOfType(Refusal.class, () -> checks.run(() -> "one too many"))
                : checks.run(() -> nested(places - 1));
    }
}
