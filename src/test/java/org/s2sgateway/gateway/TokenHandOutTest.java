package org.s2sgateway.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import jakarta.json.bind.JsonbBuilder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.s2sgateway.audit.AuditEntry;
import org.s2sgateway.audit.AuditQueue;
import org.s2sgateway.diagnosis.Dictionary;
import org.s2sgateway.grants.Grant;
import org.s2sgateway.identity.Caller;
import org.s2sgateway.identity.TestCallers;
import org.s2sgateway.problem.Refusal;
import org.s2sgateway.settings.Secret;
import org.s2sgateway.tenant.EnvironmentHost;
import org.s2sgateway.testing.MovableTimeline;
import org.s2sgateway.token.AccessToken;
import org.s2sgateway.token.TokenBroker;
import org.s2sgateway.token.TokenOutcome;

class TokenHandOutTest {

    private static final String HOST = "contoso.crm4.dynamics.com";
    private static final Caller ORDERS = TestCallers.of("orders", Set.of(), Map.of());

    private final List<AuditEntry> remembered = new ArrayList<>();
    private boolean auditIsGone;
    private final AuditQueue audit = AuditQueue.into(entries -> {
        if (auditIsGone) {
            throw new IllegalStateException("gone");
        }
        remembered.addAll(entries);
    });
    private TokenOutcome outcome = new TokenOutcome.Issued(
            new AccessToken(Secret.of("the-token"), Instant.now().plusSeconds(3_600)));
    private Grant grant = Grant.of("orders", List.of("*"), List.of("*"), Map.of(), "none", List.of(), true, false);
    private @Nullable CompletableFuture<TokenOutcome> later;
    private final TokenHandOut handOut = handOut();

    @AfterEach
    void close() {
        audit.close();
    }

    @Test
    void givesATokenAndRemembersIt() {
        TokenJson token = issued();

        assertThat(token.accessToken()).isEqualTo("the-token");
        assertThat(token.tokenType()).isEqualTo("Bearer");
        assertThat(token.expiresIn()).isBetween(3_500L, 3_600L);
        assertThat(token.toString()).doesNotContain("the-token");
        assertThat(remembered).hasSize(1);
        assertThat(remembered.get(0).action()).isEqualTo("token.issued");
        assertThat(remembered.get(0).actor()).isEqualTo("orders");
        assertThat(remembered.get(0).environment()).hasValue(HOST);
        assertThat(remembered.get(0).detail()).startsWith("good until 20").doesNotContain("the-token");
    }

    @Test
    void givesATokenThatComesLater() {
        later = new CompletableFuture<>();
        CompletionStage<TokenJson> issued = handOut.issue(TestCallers.ofThisThread("orders"), HOST);

        later.completeAsync(() -> outcome).join();

        assertThat(issued.toCompletableFuture().join().accessToken()).isEqualTo("the-token");
        assertThat(remembered.get(0).actor()).isEqualTo("orders");
    }

    @Test
    void writesATokenAsOAuthDoes() {
        assertThat(JsonbBuilder.create().toJson(new TokenJson("the-token", "Bearer", 3_599)))
                .isEqualTo("{\"access_token\":\"the-token\",\"token_type\":\"Bearer\",\"expires_in\":3599}");
    }

    @Test
    void givesNoneThatIsNotRemembered() {
        auditIsGone = true;

        assertThat(refused()).startsWith("S2S.Busy: The audit cannot take the event");
    }

    @Test
    void givesNoneWhereTheGrantDoesNotSaySo() {
        grant = TestGrants.of("none", true);

        assertThat(refused()).startsWith("S2S.NotPermitted: The grant of orders lacks \"tokens\": true, ");
        assertThat(remembered).isEmpty();
    }

    @Test
    void saysWhyThereIsNone() {
        outcome = new TokenOutcome.ConsentRequired(Dictionary.diagnose("AADSTS65001"));

        assertThat(refused()).startsWith("S2S.ConsentRequired: ");
        assertThat(remembered).isEmpty();
    }

    @Test
    void givesThirtyAMinute() {
        for (int i = 0; i < 30; i++) {
            issued();
        }
        Refusal refused = catchThrowableOfType(Refusal.class, () -> handOut.issue(ORDERS, HOST));

        assertThat(refused).hasMessageStartingWith("S2S.TooManyAttempts: ");
        assertThat(refused.headers()).containsExactly(Map.entry("Retry-After", "60"));
    }

    @Test
    void knowsNoEnvironmentThatIsNone() {
        Refusal refused = catchThrowableOfType(Refusal.class, () -> handOut.issue(ORDERS, "a b"));

        assertThat(refused).hasMessageStartingWith("S2S.UnknownEnvironment: ");
    }

    private TokenJson issued() {
        return handOut.issue(ORDERS, HOST).toCompletableFuture().join();
    }

    private String refused() {
        try {
            TokenJson token = issued();
            throw new AssertionError("There is " + token);
        } catch (CompletionException failed) {
            return TokenHandOut.refusal(failed).getMessage();
        } catch (Refusal refusal) {
            return refusal.getMessage();
        }
    }

    private TokenHandOut handOut() {
        var made = new TokenHandOut();
        made.audit = audit;
        made.timeline = new MovableTimeline();
        made.gatekeeper = new Gatekeeper() {
            @Override
            Permit permit(Caller caller) {
                return new Permit(caller.consumer(), caller::has, Optional.empty(), TestGrants.HOME, grant);
            }
        };
        made.environments = new OpenEnvironments() {
            @Override
            Destination require(EnvironmentHost host, Permit permit) {
                return new Destination(host, TestGrants.HOME);
            }
        };
        made.tokens = new TokenBroker() {
            @Override
            public CompletionStage<TokenOutcome> tokenLater(UUID tenantId, String environmentHost) {
                return later == null ? CompletableFuture.completedFuture(outcome) : later;
            }
        };
        return made;
    }
}
