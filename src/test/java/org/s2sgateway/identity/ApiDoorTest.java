package org.s2sgateway.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import jakarta.annotation.security.DenyAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.FeatureContext;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.s2sgateway.identity.Identification.Known;
import org.s2sgateway.identity.Identification.Nobody;
import org.s2sgateway.identity.Identification.Refused;
import org.s2sgateway.problem.ProblemType;
import org.s2sgateway.problem.Refusal;
import org.s2sgateway.testing.Outline;

/** Everything that stands before a resource method. */
class ApiDoorTest {

    private static final Identification READER = new Known(TestCallers.of("orders", Set.of("Tenants.Read"), Map.of()));

    @DenyAll
    static final class Resource {
        @RolesAllowed("Tenants.Read")
        public void read() {
            // only its annotation matters
        }

        public void forgotten() {
            // only its annotation matters
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"})
    void letsMethodsThrough(String method) {
        assertThatNoException().isThrownBy(() -> enter(new Nobody(), method, List.of()));
        assertThatNoException().isThrownBy(() -> enter(READER, method, List.of()));
    }

    @Test
    void refusesCredentialsThatCannotBeBelievedWhateverIsAskedFor() {
        Refusal refusal = new Refusal(ProblemType.UNAUTHENTICATED, "The token has expired.");

        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> enter(new Refused(refusal), "GET", List.of()))
                .isSameAs(refusal);
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> enter(new Refused(refusal), "OPTIONS", List.of("getMediaType")))
                .isSameAs(refusal);
    }

    @ParameterizedTest
    @ValueSource(strings = {"OPTIONS", "TRACE", "CONNECT", "get", "GET, HEAD"})
    void refusesMethodsThatContainersAnswerByThemselves(String method) {
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> enter(READER, method, List.of()))
                .satisfies(refusal -> {
                    assertThat(refusal.type()).isEqualTo(ProblemType.METHOD_NOT_ALLOWED);
                    assertThat(refusal.headers()).containsEntry("Allow", "GET, HEAD, POST, PUT, PATCH, DELETE");
                    assertThat(refusal.detail()).doesNotContain("MERGE");
                });
    }

    @Test
    void tellsWhoeverSendsMergeWhatToSend() {
        assertThat(ApiDoor.methodNotKnown("MERGE").detail()).contains("Send PATCH in the place of MERGE");
    }

    @ParameterizedTest
    @ValueSource(strings = {"getMediaType", "getAcceptableMediaTypes"})
    void refusesMediaTypesThatCannotBeRead(String header) {
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> enter(READER, "GET", List.of(header)))
                .satisfies(refusal -> assertThat(refusal.type()).isEqualTo(ProblemType.BAD_REQUEST));
    }

    @Test
    void putsTheRuleOfAMethodBeforeIt() throws Exception {
        ContainerRequestFilter guard = guardOf("read");

        guard.filter(request(READER, "GET", List.of()));
        assertRefused(guard, new Nobody(), ProblemType.UNAUTHENTICATED);
        assertRefused(guard, new Known(TestCallers.of("orders", Set.of(), Map.of())), ProblemType.NOT_PERMITTED);
    }

    @Test
    void letsNobodyCallAMethodThatDoesNotSayWhoMay() throws Exception {
        assertRefused(guardOf("forgotten"), READER, ProblemType.NOT_PERMITTED);
    }

    private static void assertRefused(ContainerRequestFilter guard, Identification who, ProblemType type) {
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> guard.filter(request(who, "GET", List.of())))
                .satisfies(refusal -> assertThat(refusal.type()).isEqualTo(type));
    }

    private static ContainerRequestFilter guardOf(String name) throws NoSuchMethodException {
        var method = Resource.class.getMethod(name);
        List<ContainerRequestFilter> guards = new ArrayList<>();
        new AccessFeature()
                .configure(
                        Outline.of(
                                ResourceInfo.class,
                                Map.of(
                                        "getResourceClass",
                                        none -> Resource.class,
                                        "getResourceMethod",
                                        none -> method)),
                        Outline.of(FeatureContext.class, Map.of("register", given -> {
                            assertThat(given[1]).isEqualTo(Priorities.AUTHENTICATION);
                            return guards.add((ContainerRequestFilter) given[0]) ? null : null;
                        })));
        assertThat(guards).hasSize(1);
        return guards.get(0);
    }

    private static void enter(Identification who, String method, List<String> unreadable) throws IOException {
        new ApiDoor().filter(request(who, method, unreadable));
    }

    private static ContainerRequestContext request(Identification who, String method, List<String> unreadable) {
        Map<String, Function<Object[], Object>> answers = new HashMap<>();
        answers.put("getProperty", name -> name[0].equals(Identification.class.getName()) ? who : null);
        answers.put("getMethod", none -> method);
        for (String header : List.of("getMediaType", "getAcceptableMediaTypes")) {
            answers.put(header, none -> {
                if (unreadable.contains(header)) {
                    throw new IllegalArgumentException(header);
                }
                return null;
            });
        }
        return Outline.of(ContainerRequestContext.class, answers);
    }
}
