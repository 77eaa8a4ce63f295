package org.s2sgateway.console;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.FilterChain;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.s2sgateway.identity.CurrentPerson;
import org.s2sgateway.identity.RefusedCalls;
import org.s2sgateway.identity.SignedIn;
import org.s2sgateway.testing.Outline;
import org.s2sgateway.testing.TestExchange;
import org.s2sgateway.testing.TestRegistrations;

class ConsoleDoorTest {

    private static final String HOME = "c0a00000-0000-4000-8000-000000000001";
    private static final String ELSEWHERE = "fab00000-0000-4000-8000-000000000002";
    private static final UUID PERSON = UUID.fromString("91a00000-0000-4000-8000-000000000001");
    private static final URI SIGN_IN = URI.create("https://login.example/authorize");

    private final ConsoleDoor door = new ConsoleDoor();
    private final List<String> remembered = new ArrayList<>();
    private final List<String> answered = new ArrayList<>();
    private Optional<SignedIn> person = Optional.empty();

    @BeforeEach
    void open() {
        door.currentPerson = new CurrentPerson() {
            @Override
            public Optional<SignedIn> find(HttpServletRequest request) {
                return person;
            }
        };
        door.signIn = new StaffSignIn() {
            @Override
            URI begin(HttpServletRequest request, HttpServletResponse response) {
                return SIGN_IN;
            }
        };
        door.registration = Outline.instance(() -> TestRegistrations.withSecret(URI.create("https://login.example")));
        door.refusedCalls = Outline.instance(() -> new RefusedCalls() {
            @Override
            public void atPage(HttpServletRequest request, Optional<SignedIn> person, String code) {
                remembered.add(person.map(SignedIn::actor).orElse("nobody") + " " + code);
            }
        });
    }

    @ParameterizedTest
    @CsvSource({
        "GET, " + HOME + ", Tenants.Manage, S2S.StaffOnly",
        "HEAD, " + HOME + ", Tenants.Manage, S2S.StaffOnly",
        "POST, " + HOME + ", Tenants.Manage, S2S.StaffOnly",
        "GET, " + ELSEWHERE + ", Gateway.Operator, S2S.StaffOnly",
        "POST, " + HOME + ", Gateway.Auditor, S2S.OperatorsOnly",
    })
    void remembersWhomItRefuses(String method, String tenant, String role, String code) throws Exception {
        signIn(tenant, role);

        send(method);

        assertThat(answered).containsExactly("403");
        assertThat(remembered).containsExactly("person " + PERSON + " " + code);
    }

    @ParameterizedTest
    @CsvSource({"GET, Gateway.Auditor", "HEAD, Gateway.Auditor", "GET, Gateway.Operator", "POST, Gateway.Operator"})
    void remembersNothingOfWhomItLetsIn(String method, String role) throws Exception {
        signIn(HOME, role);

        send(method);

        assertThat(answered).containsExactly("let in");
        assertThat(remembered).isEmpty();
    }

    @Test
    void sendsWhoeverIsNotSignedInToTheSignIn() throws Exception {
        send("GET");

        assertThat(answered).containsExactly("303");
        assertThat(remembered).isEmpty();
    }

    private void signIn(String tenant, String role) {
        person = Optional.of(new SignedIn(
                UUID.fromString(tenant), PERSON, "Ada", Set.of(), Set.of(role), Optional.empty(), Instant.EPOCH));
    }

    private void send(String method) throws Exception {
        TestExchange exchange = new TestExchange(method, "/console/grants");
        FilterChain chain = (asked, answer) -> answered.add("let in");
        door.doFilter(exchange.request(), exchange.response(), chain);
        if (exchange.status != HttpServletResponse.SC_OK) {
            answered.add(Integer.toString(exchange.status));
        }
    }
}
