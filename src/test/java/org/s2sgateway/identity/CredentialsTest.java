package org.s2sgateway.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.s2sgateway.identity.Identification.Known;
import org.s2sgateway.identity.Identification.Nobody;
import org.s2sgateway.identity.Identification.Refused;
import org.s2sgateway.identity.Verdict.Accepted;
import org.s2sgateway.identity.Verdict.KeysUnavailable;
import org.s2sgateway.identity.Verdict.Rejected;
import org.s2sgateway.problem.Refusal;

class CredentialsTest {

    private final Caller caller = new Caller("orders-service", Set.of(), Map.of());
    private final Credentials credentials = new Credentials(token -> switch (token) {
        case "good" -> new Accepted(caller, Instant.EPOCH);
        case "later" -> new KeysUnavailable(Duration.ofSeconds(10));
        default -> new Rejected("has expired");
    });

    @Test
    void takesARequestWithoutCredentialsAsNobodys() {
        assertThat(credentials.identify(List.of())).isEqualTo(new Nobody());
    }

    @Test
    void knowsTheCallerOfAGoodTokenWhateverTheCaseOfTheScheme() {
        assertThat(credentials.identify(List.of("Bearer good"))).isEqualTo(new Known(caller));
        assertThat(credentials.identify(List.of("bearer  good"))).isEqualTo(new Known(caller));
    }

    @Test
    void saysWhyATokenIsRefused() {
        Refusal refusal = refusal("Bearer old");

        assertThat(refusal.type().code()).isEqualTo("S2S.Unauthenticated");
        assertThat(refusal.detail()).isEqualTo("The token has expired.");
        assertThat(refusal.headers())
                .containsExactly(Map.entry(
                        "WWW-Authenticate",
                        "Bearer error=\"invalid_token\", error_description=\"The token has expired.\""));
    }

    @Test
    void refusesEveryOtherScheme() {
        for (String authorization : List.of("Basic Z29vZDpnb29k", "good", "", "Negotiate x", "BearerX good")) {
            Refusal refusal = refusal(authorization);

            assertThat(refusal.type().code()).isEqualTo("S2S.Unauthenticated");
            assertThat(refusal.detail()).isEqualTo("The API takes bearer tokens only.");
        }
    }

    @Test
    void refusesWhatIsNotOneToken() {
        for (String authorization : List.of(
                "Bearer",
                "Bearer ",
                "Bearer good good",
                "Bearer good,Bearer good",
                "Bearer\tgood",
                "Bearer \tgood",
                "Bearer =",
                "Bearer go=od",
                "Bearer good\u0130",
                "Bearer \u2028good")) {
            assertThat(refusal(authorization).detail()).isEqualTo("The API takes bearer tokens only.");
        }
    }

    @Test
    void refusesTwoCredentialsEvenWhereBothAreGood() {
        Identification identification = credentials.identify(List.of("Bearer good", "Bearer good"));

        Refusal refusal = ((Refused) identification).refusal();
        assertThat(refusal.type().code()).isEqualTo("S2S.BadRequest");
        assertThat(refusal.headers().get("WWW-Authenticate")).startsWith("Bearer error=\"invalid_request\"");
    }

    @Test
    void doesNotCallATokenInvalidThatItCouldNotJudge() {
        Refusal refusal = refusal("Bearer later");

        assertThat(refusal.type().code()).isEqualTo("S2S.Busy");
        assertThat(refusal.headers()).containsExactly(Map.entry("Retry-After", "10"));
    }

    private Refusal refusal(String authorization) {
        return ((Refused) credentials.identify(List.of(authorization))).refusal();
    }
}
