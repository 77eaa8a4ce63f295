package org.s2sgateway.identity;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.s2sgateway.audit.AuditEntry;
import org.s2sgateway.audit.AuditQueue;

class RefusedCallsTest {

    private static final UUID TENANT = UUID.fromString("fab00000-0000-4000-8000-000000000002");
    private static final UUID OWN_TENANT_OF_STRANGERS = UUID.fromString("5ba00000-0000-4000-8000-000000000003");
    private static final UUID PERSON = UUID.fromString("5f0d3a9c-1111-4222-8333-444455556666");

    private final List<AuditEntry> stored = new CopyOnWriteArrayList<>();
    private final AuditQueue queue = AuditQueue.into(stored::addAll);
    private final RefusedCalls refused = new RefusedCalls();

    @BeforeEach
    void open() {
        refused.audit = queue;
    }

    @Test
    void remembersEachRefusalOfAConsumer() {
        refused.ofConsumer("orders-service", "S2S.NotPermitted", Optional.of("a.example"), "POST /api/dataverse");
        refused.ofConsumer("orders-service", "S2S.NotPermitted", Optional.empty(), "GET /api/tenants");
        refused.tell();

        assertThat(events())
                .containsExactlyInAnyOrder(
                        "access.refused orders-service a.example S2S.NotPermitted: POST /api/dataverse",
                        "access.refused orders-service - S2S.NotPermitted: GET /api/tenants");
    }

    @Test
    void countsWhatIsMoreThanTwenty() {
        for (int i = 0; i < 1023; i++) {
            refused.ofConsumer("orders-service", "S2S.NotPermitted", Optional.empty(), "GET /api/tenants");
        }
        refused.ofConsumer("orders-service", "S2S.TenantSuspended", Optional.empty(), "GET /api/dataverse");
        refused.tell();
        refused.tell();

        assertThat(events())
                .hasSize(22)
                .contains(
                        "access.refused orders-service - S2S.NotPermitted: 1003 more within 5 minutes",
                        "access.refused orders-service - S2S.TenantSuspended: GET /api/dataverse");
    }

    @Test
    void remembersWhatAPersonWasRefusedInTheChainOfTheirTenant() {
        for (int i = 0; i < 23; i++) {
            refused.atPage(page("/console/made-up-by-somebody"), Optional.of(ada()), "S2S.StaffOnly");
        }
        refused.atPage(page("/sign-out"), Optional.of(ada()), "S2S.ForeignForm");
        refused.tell();

        assertThat(events())
                .hasSize(22)
                .contains(
                        "access.refused person " + PERSON + " - S2S.StaffOnly: POST /console",
                        "access.refused person " + PERSON + " - S2S.StaffOnly: 3 more within 5 minutes",
                        "access.refused person " + PERSON + " - S2S.ForeignForm: POST /sign-out");
        assertThat(stored).extracting(AuditEntry::tenantId).containsOnly(Optional.of(TENANT));
    }

    @Test
    void onlyCountsOnPagesWhatNobodyWasRefused() {
        for (int i = 0; i < 23; i++) {
            refused.atPage(page("/console"), Optional.empty(), "S2S.ForeignForm");
        }
        refused.tell();

        assertThat(events()).containsExactly("access.refused nobody - S2S.ForeignForm: 23 within 5 minutes");
    }

    @Test
    void onlyCountsWhatNobodyKnowsWhoWasRefused() {
        for (int i = 0; i < 1000; i++) {
            refused.ofNobody("S2S.Unauthenticated");
        }
        refused.ofNobody("S2S.ConsentUnknown");
        refused.signIn("S2S.SignInExpired");
        refused.signIn("AADSTS1234567");
        refused.signIn("AADSTS7654321");
        refused.tell();

        assertThat(events())
                .containsExactlyInAnyOrder(
                        "access.refused nobody - S2S.Unauthenticated: 1000 within 5 minutes",
                        "access.refused nobody - S2S.ConsentUnknown: 1 within 5 minutes",
                        "person.sign-in-refused nobody - S2S.SignInExpired: 1 within 5 minutes",
                        "person.sign-in-refused nobody - a code of the identity provider: 2 within 5 minutes");
    }

    @Test
    void beginsAnewWhenItHasTold() {
        refused.ofNobody("S2S.Unauthenticated");
        refused.tell();
        refused.ofNobody("S2S.Unauthenticated");
        refused.tell();

        assertThat(events())
                .containsExactly(
                        "access.refused nobody - S2S.Unauthenticated: 1 within 5 minutes",
                        "access.refused nobody - S2S.Unauthenticated: 1 within 5 minutes");
    }

    @Test
    void writesNoMoreEventsForAnyNumberOfConsumers() {
        for (int i = 0; i < 5000; i++) {
            refused.ofConsumer("consumer " + i, "S2S.NotPermitted", Optional.empty(), "GET /api/tenants");
        }
        refused.tell();

        assertThat(events()).hasSizeLessThan(600).contains("access.refused nobody - others: 4500 within 5 minutes");
    }

    @Test
    void hidesNoConsumerBehindThePersonsOfStrangers() {
        for (int i = 0; i < 600; i++) {
            refused.atPage(page("/console"), Optional.of(somebodyOf(UUID.randomUUID())), "S2S.StaffOnly");
            refused.atPage(page("/console"), Optional.of(somebodyOf(TENANT)), "S2S.StaffOnly");
        }
        for (int i = 0; i < 23; i++) {
            refused.ofConsumer("orders-service", "S2S.NotPermitted", Optional.empty(), "GET /api/tenants");
        }
        refused.tell();

        assertThat(events())
                .contains("access.refused orders-service - S2S.NotPermitted: 3 more within 5 minutes")
                .filteredOn(event -> event.startsWith("access.refused orders-service "))
                .hasSize(21);
    }

    @Test
    void hidesNobodyOfOneTenantBehindThePersonsOfAnother() {
        for (int i = 0; i < 600; i++) {
            refused.atPage(page("/console"), Optional.of(somebodyOf(OWN_TENANT_OF_STRANGERS)), "S2S.StaffOnly");
        }
        for (int i = 0; i < 21; i++) {
            refused.atPage(page("/console"), Optional.of(ada()), "S2S.StaffOnly");
        }
        refused.tell();

        assertThat(events())
                .contains(
                        "access.refused person " + PERSON + " - S2S.StaffOnly: 1 more within 5 minutes",
                        "access.refused nobody - others: 550 within 5 minutes")
                .hasSize(50 + 20 + 1 + 21);
        assertThat(stored)
                .filteredOn(entry -> entry.actor().equals("nobody"))
                .extracting(AuditEntry::tenantId)
                .containsExactly(Optional.of(OWN_TENANT_OF_STRANGERS));
    }

    @Test
    void countsAsNobodysWhatPersonsOfEverMoreTenantsAreRefused() {
        for (int i = 0; i < 5000; i++) {
            refused.atPage(page("/console"), Optional.of(somebodyOf(UUID.randomUUID())), "S2S.StaffOnly");
        }
        refused.tell();

        assertThat(events())
                .contains("access.refused nobody - others: 4400 within 5 minutes")
                .hasSize(500 + 2 * 100 + 20 + 1);
    }

    @Test
    void keepsCountingApartWhomItHasCountedApart() {
        refused.atPage(page("/console"), Optional.of(ada()), "S2S.StaffOnly");
        for (int i = 0; i < 600; i++) {
            refused.atPage(page("/console"), Optional.of(somebodyOf(TENANT)), "S2S.StaffOnly");
        }
        refused.atPage(page("/console"), Optional.of(ada()), "S2S.StaffOnly");
        refused.tell();

        assertThat(events())
                .contains("access.refused nobody - others: 551 within 5 minutes")
                .filteredOn(event -> event.startsWith("access.refused person " + PERSON))
                .hasSize(2);
    }

    @Test
    void writesNothingWhereNothingWasRefused() {
        refused.tell();

        assertThat(events()).isEmpty();
    }

    private static HttpServletRequest page(String path) {
        return TestRequests.of("POST", "192.0.2.1", path, List.of());
    }

    private static SignedIn somebodyOf(UUID tenant) {
        return new SignedIn(tenant, UUID.randomUUID(), "x", Set.of(), Set.of(), Optional.empty(), Instant.EPOCH);
    }

    private static SignedIn ada() {
        return new SignedIn(TENANT, PERSON, "Ada", Set.of(), Set.of(), Optional.empty(), Instant.EPOCH);
    }

    private List<String> events() {
        queue.close();
        return stored.stream()
                .map(entry -> entry.action() + " " + entry.actor() + " "
                        + entry.environment().orElse("-") + " " + entry.detail())
                .toList();
    }
}
