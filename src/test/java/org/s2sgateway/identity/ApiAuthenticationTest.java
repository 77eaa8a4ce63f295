package org.s2sgateway.identity;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.security.enterprise.AuthenticationStatus;
import jakarta.security.enterprise.authentication.mechanism.http.HttpMessageContext;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.s2sgateway.identity.Identification.Nobody;
import org.s2sgateway.identity.Identification.Refused;
import org.s2sgateway.outbound.Outbound;
import org.s2sgateway.outbound.OutboundConfig;
import org.s2sgateway.problem.ProblemType;
import org.s2sgateway.registration.Registration;
import org.s2sgateway.testing.Outline;
import org.s2sgateway.testing.TestExchange;
import org.s2sgateway.testing.TestRegistrations;

class ApiAuthenticationTest {

    private final TestIssuer issuer = new TestIssuer();
    private final ApiAuthentication mechanism = new ApiAuthentication();
    private final AtomicInteger configured = new AtomicInteger();
    private final List<Object> logins = new ArrayList<>();

    @AfterEach
    void close() {
        issuer.close();
    }

    @Test
    void tellsTheContainerWhoIsCalling() {
        configure();
        TestExchange call = bearing(good());

        assertThat(authenticate(call)).isEqualTo(AuthenticationStatus.SUCCESS);

        Caller caller = Identification.of(call.request()).known().orElseThrow();
        assertThat(caller.consumer()).isEqualTo(TestIssuer.CONSUMER);
        assertThat(logins).containsExactly(caller, caller.getGroups());
    }

    @Test
    void readsItsConfigurationOnce() {
        configure();
        authenticate(bearing(good()));
        authenticate(bearing(good()));

        assertThat(configured).hasValue(1);
        assertThat(logins).hasSize(4);
    }

    @Test
    void leavesItToTheResourcesToRefuse() {
        configure();
        TestExchange call = bearing("nonsense");

        assertThat(authenticate(call)).isEqualTo(AuthenticationStatus.NOT_DONE);
        assertThat(Identification.of(call.request())).isInstanceOfSatisfying(Refused.class, refused -> assertThat(
                        refused.refusal().type())
                .isEqualTo(ProblemType.UNAUTHENTICATED));
        assertThat(logins).isEmpty();
    }

    @Test
    void takesACallWithoutATokenForNobodysAndReadsNoConfigurationForIt() {
        TestExchange call = new TestExchange("GET", "/api/tenants");

        assertThat(authenticate(call)).isEqualTo(AuthenticationStatus.NOT_DONE);
        assertThat(call.attribute(Identification.class.getName())).isEqualTo(new Nobody());
    }

    @Test
    void looksForNoTokenOnPages() {
        configure();
        TestExchange page = new TestExchange("GET", "/connect").with("Authorization", "Bearer " + good());

        assertThat(authenticate(page)).isEqualTo(AuthenticationStatus.NOT_DONE);
        assertThat(page.attribute(Identification.class.getName())).isNull();
        assertThat(configured).hasValue(0);
    }

    @Test
    void judgesNoTokenWithoutAConfiguration() {
        mechanism.config = Outline.instance(() -> {
            throw new IllegalStateException("there is none");
        });
        TestExchange call = bearing(good());

        assertThat(authenticate(call)).isEqualTo(AuthenticationStatus.NOT_DONE);
        assertThat(Identification.of(call.request())).isInstanceOfSatisfying(Refused.class, refused -> assertThat(
                        refused.refusal().type())
                .isEqualTo(ProblemType.BUSY));
    }

    private String good() {
        Instant now = Instant.now();
        return issuer.sign(issuer.claims()
                .issueTime(Date.from(now))
                .notBeforeTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(3600))));
    }

    private static TestExchange bearing(String token) {
        return new TestExchange("GET", "/api/tenants").with("Authorization", "Bearer " + token);
    }

    private void configure() {
        Registration registration = TestRegistrations.withSecret(URI.create("https://login.example"));
        ApiConfig api = new ApiConfig(
                List.of(issuer.issuer()), List.of(TestIssuer.AUDIENCE), Optional.of(issuer.keysAddress()), "roles");
        mechanism.config = Outline.instance(() -> {
            configured.incrementAndGet();
            return api;
        });
        mechanism.registration = Outline.instance(() -> registration);
        Outbound outbound = Outbound.of(new OutboundConfig(List.of(), Optional.empty()));
        mechanism.outbound = Outline.instance(() -> outbound);
    }

    private AuthenticationStatus authenticate(TestExchange exchange) {
        HttpMessageContext context = Outline.of(
                HttpMessageContext.class,
                Map.of("doNothing", none -> AuthenticationStatus.NOT_DONE, "notifyContainerAboutLogin", login -> {
                    logins.addAll(List.of(login));
                    return AuthenticationStatus.SUCCESS;
                }));
        return mechanism.validateRequest(exchange.request(), exchange.response(), context);
    }
}
