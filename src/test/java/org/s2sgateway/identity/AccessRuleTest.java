package org.s2sgateway.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import jakarta.annotation.security.DenyAll;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.s2sgateway.problem.Refusal;

class AccessRuleTest {

    private static final Optional<Caller> NOBODY = Optional.empty();
    private static final Optional<Caller> READER = caller("Tenants.Read");
    private static final Optional<Caller> MANAGER = caller("Tenants.Manage");

    @DenyAll
    static class Denying {
        @RolesAllowed("Tenants.Manage")
        void manage() {}

        @RolesAllowed({"Dataverse.Access", "Tenants.Read"})
        void list() {}

        @PermitAll
        void open() {}

        void forgotten() {}
    }

    static class Unannotated {
        void forgotten() {}
    }

    @PermitAll
    static class Opening {
        void inherited() {}

        @DenyAll
        void closed() {}
    }

    @Test
    void admitsTheHolderOfTheRole() throws Exception {
        assertThatCode(() -> rule(Denying.class, "manage").admit(MANAGER)).doesNotThrowAnyException();
    }

    @Test
    void admitsTheHolderOfAnyOfTheRoles() {
        assertThatCode(() -> rule(Denying.class, "list").admit(READER)).doesNotThrowAnyException();
    }

    @Test
    void namesTheMissingRole() {
        Refusal refusal = refused(Denying.class, "manage", READER);

        assertThat(refusal.type().code()).isEqualTo("S2S.NotPermitted");
        assertThat(refusal.detail())
                .isEqualTo(
                        "The caller needs the role Tenants.Manage, and its token has not got it. An administrator of the home"
                                + " tenant assigns app roles.");
        assertThat(refusal.lack()).hasValue("the role Tenants.Manage");
        assertThat(refused(Denying.class, "list", MANAGER).detail()).contains("Dataverse.Access or Tenants.Read");
    }

    @Test
    void asksForATokenWhereThereIsNone() {
        assertThat(refused(Denying.class, "manage", NOBODY).type().code()).isEqualTo("S2S.Unauthenticated");
    }

    @Test
    void admitsEverybodyWhereTheMethodSaysSo() {
        assertThatCode(() -> rule(Denying.class, "open").admit(NOBODY)).doesNotThrowAnyException();
        assertThatCode(() -> rule(Opening.class, "inherited").admit(NOBODY)).doesNotThrowAnyException();
    }

    @Test
    void admitsNobodyWhereNothingIsSaid() {
        assertThat(refused(Denying.class, "forgotten", MANAGER).type().code()).isEqualTo("S2S.NotPermitted");
        assertThat(refused(Unannotated.class, "forgotten", MANAGER).type().code())
                .isEqualTo("S2S.NotPermitted");
        assertThat(refused(Opening.class, "closed", MANAGER).type().code()).isEqualTo("S2S.NotPermitted");
    }

    private static AccessRule rule(Class<?> resource, String method) throws NoSuchMethodException {
        return AccessRule.of(resource, resource.getDeclaredMethod(method));
    }

    private static Refusal refused(Class<?> resource, String method, Optional<Caller> caller) {
        return catchThrowableOfType(Refusal.class, () -> rule(resource, method).admit(caller));
    }

    private static Optional<Caller> caller(String role) {
        return Optional.of(new Caller("orders-service", Set.of(role), Map.of()));
    }
}
