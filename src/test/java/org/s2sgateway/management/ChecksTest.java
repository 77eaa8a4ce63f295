package org.s2sgateway.management;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.s2sgateway.problem.ProblemType;
import org.s2sgateway.problem.Refusal;
import org.s2sgateway.readiness.ChecksAtOnce;

class ChecksTest {

    private static final int ALL = 16;
    private static final int PEOPLE = 16;

    private final ChecksAtOnce checks = new ChecksAtOnce();

    @Test
    void refusesOneMoreThanIsAllowed() {
        Refusal refusal = nested(ALL);

        assertThat(refusal.type()).isEqualTo(ProblemType.BUSY);
        assertThat(refusal.headers()).containsKey("Retry-After");
        assertThat(Checks.<String>run(checks, () -> "free again")).isEqualTo("free again");
    }

    @Test
    void leavesOperatorsTheirPlacesWhateverPeopleDo() {
        assertThat(people(PEOPLE)).contains("an operator's");
    }

    private Optional<String> people(int places) {
        return places == 0
                ? Optional.of(Checks.run(
                        checks, () -> checks.runForPerson(() -> "one too many").orElse("an operator's")))
                : checks.runForPerson(() -> people(places - 1)).orElseThrow();
    }

    /** What becomes of one more check inside that many. */
    private Refusal nested(int places) {
        return places == 0
                ? catchThrowableOfType(Refusal.class, () -> Checks.run(checks, () -> "one too many"))
                : Checks.run(checks, () -> nested(places - 1));
    }
}
