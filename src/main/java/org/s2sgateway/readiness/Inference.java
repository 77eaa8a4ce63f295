package org.s2sgateway.readiness;

import java.util.Locale;
import org.s2sgateway.dataverse.SmallRead;
import org.s2sgateway.diagnosis.Dictionary;

/**
 * What the answers to WhoAmI and to a harmless read tell about the application user. An application user with the least
 * privilege may not read {@code systemusers} or {@code roles}, so its state is read off the codes with which Dataverse
 * lets it in or turns it away.
 *
 * <p>Source: "Web service error codes" (Microsoft Dataverse).
 */
final class Inference {

    private static final String NOT_A_MEMBER = "0x80072560";
    private static final String DISABLED = "0x80040225";
    private static final String NO_ROLE = "0x80042f09";

    private Inference() {}

    /** Steps 5 to 8, by the answer to WhoAmI. */
    static void fromWhoAmI(SmallRead.Answer answer, Climb climb) {
        if (answer.succeeded()) {
            climb.passed(Step.APPLICATION_USER, Step.ENABLED, Step.WHO_AM_I);
            return;
        }
        place(answer, Step.WHO_AM_I, climb);
    }

    /** Steps 7 and 9, by the answer to the read, which is asked for after WhoAmI succeeded. */
    static void fromRead(SmallRead.Answer answer, Climb climb) {
        if (answer.succeeded()) {
            climb.passed(Step.ROLE, Step.READ);
            return;
        }
        place(answer, Step.READ, climb);
    }

    private static void place(SmallRead.Answer answer, Step asked, Climb climb) {
        switch (answer.code().toLowerCase(Locale.ROOT)) {
            case NOT_A_MEMBER -> climb.failed(Step.APPLICATION_USER, Dictionary.diagnose(answer.code()));
            case DISABLED ->
                climb.passed(Step.APPLICATION_USER).failed(Step.ENABLED, Dictionary.diagnose(answer.code()));
            case NO_ROLE ->
                climb.passed(Step.APPLICATION_USER, Step.ENABLED).failed(Step.ROLE, Dictionary.diagnose(answer.code()));
            // Anything else says nothing of the application user: an IP firewall, an outage, one missing privilege.
            default -> climb.failed(asked, Dictionary.diagnose(answer.code()));
        }
    }
}
