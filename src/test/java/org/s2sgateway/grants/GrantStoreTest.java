package org.s2sgateway.grants;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.s2sgateway.audit.AuditEvent;
import org.s2sgateway.audit.TestAuditEvents;
import org.s2sgateway.testing.DatabaseContract;
import org.s2sgateway.testing.FiredEvents;

/** What becomes of a grant in the database, with the JPA provider of either server on either database. */
@ParameterizedClass
@EnumSource(DatabaseContract.Pair.class)
class GrantStoreTest extends DatabaseContract {

    private static final String GUID = "b0000000-0000-4000-8000-00000000000a";

    private final FiredEvents<GrantChange> told = new FiredEvents<>();

    GrantStoreTest(Pair pair) {
        super(pair);
    }

    @BeforeEach
    void begin() {
        empty("AuditEvent", "StoredGrant");
    }

    @Test
    void keepsAGrantAsItIs() {
        Grant grant = Grant.of(
                "orders",
                List.of("c0a00000-0000-4000-8000-000000000001"),
                List.of("contoso.crm4.dynamics.com", "localhost:9444"),
                Map.of("accounts", List.of("read"), "*", List.of("read", "create", "update", "delete")),
                "explicit",
                List.of("WhoAmI"),
                true,
                true);

        assertThat(put(grant)).isFalse();

        assertThat(found("orders")).hasValue(grant);
        assertThat(found("Orders")).isEmpty();
        assertThat(found("others")).isEmpty();
    }

    @Test
    void findsAClientIdInAnyCase() {
        put(grant(GUID.toUpperCase(Locale.ROOT)));

        assertThat(found(GUID)).hasValue(grant(GUID));
        assertThat(found(GUID.toUpperCase(Locale.ROOT))).hasValue(grant(GUID));
    }

    @Test
    void replacesAGrantAndTellsOfWhatIsNewOnly() {
        put(grant("orders"));
        assertThat(put(grant("orders"))).isTrue();
        assertThat(put(grant("orders", "contacts"))).isTrue();

        assertThat(found("orders")).hasValue(grant("orders", "contacts"));
        assertThat(told.all()).hasSize(2);
        assertThat(auditTrail(AuditEvent::action)).containsExactly("grant.created", "grant.changed");
        assertThat(auditTrail(event -> event.actor() + " " + event.tenantId() + " " + event.detail()))
                .containsExactly(
                        "manager Optional.empty orders: sha256:eebc245fd0d796b533ac7c999180e171a112386cdd4cd71119c8c14f60c1226f {\"impersonation\":\"none\",\"tokens\":false,"
                                + "\"bypass\":false,\"actions\":[],\"tenants\":[\"*\"],\"environments\":[\"*\"],"
                                + "\"tables\":{}}",
                        "manager Optional.empty orders: sha256:1d0bbabc84f57414b955e2db9bb2a96853917c663730156d4dcdc288266ad363 {\"impersonation\":\"none\",\"tokens\":false,"
                                + "\"bypass\":false,\"actions\":[],\"tenants\":[\"*\"],\"environments\":[\"*\"],"
                                + "\"tables\":{\"contacts\":[\"read\"]}}");
    }

    @Test
    void takesAGrantAway() {
        put(grant("orders"));

        assertThat(removed("others")).isFalse();
        assertThat(removed("orders")).isTrue();
        assertThat(removed("orders")).isFalse();

        assertThat(found("orders")).isEmpty();
        assertThat(told.all()).hasSize(2);
        assertThat(auditTrail(AuditEvent::action)).containsExactly("grant.created", "grant.removed");
        assertThat(auditTrail(AuditEvent::detail))
                .last()
                .asString()
                .startsWith("orders: was sha256:" + Grants.mark(Optional.of(grant("orders"))) + " {\"impersonation\":");
    }

    @Test
    void changesNothingThatHasBecomeAnotherSinceItWasSeen() {
        String none = Grants.mark(Optional.empty());
        String first = Grants.mark(Optional.of(grant("orders")));
        String second = Grants.mark(Optional.of(grant("orders", "contacts")));

        assertThat(put(grant("orders"), first)).isFalse();
        assertThat(found("orders")).isEmpty();
        assertThat(put(grant("orders"), none)).isTrue();
        assertThat(put(grant("orders", "contacts"), none)).isFalse();
        assertThat(put(grant("orders", "contacts"), first)).isTrue();
        assertThat(removed("orders", first)).isFalse();
        assertThat(found("orders")).hasValue(grant("orders", "contacts"));
        assertThat(removed("orders", second)).isTrue();

        assertThat(found("orders")).isEmpty();
        assertThat(auditTrail(AuditEvent::action)).containsExactly("grant.created", "grant.changed", "grant.removed");
    }

    @Test
    void listsGrantsByTheirConsumers() {
        put(grant("c"));
        put(grant("a"));
        put(grant("b"));

        assertThat(listed("", 2)).containsExactly("a", "b");
        assertThat(listed("b", 2)).containsExactly("c");
    }

    @Test
    void keepsTheLargestGrantThereIs() {
        Grant largest = Grant.of(
                "orders",
                List.of("*"),
                IntStream.range(0, 1_000)
                        .mapToObj(i -> "e%04d%s.crm4.dynamics.com".formatted(i, "x".repeat(50)))
                        .toList(),
                IntStream.range(0, 1_000)
                        .boxed()
                        .collect(Collectors.toMap(
                                i -> "t%04d%s".formatted(i, "x".repeat(123)),
                                i -> List.of("read", "create", "update", "delete"))),
                "explicit",
                IntStream.range(0, 1_000)
                        .mapToObj(i -> "a%04d%s".formatted(i, "x".repeat(123)))
                        .toList(),
                true,
                true);

        put(largest);

        assertThat(found("orders")).hasValue(largest);
        assertThat(auditTrail(AuditEvent::detail)).singleElement().asString().satisfies(detail -> assertThat(detail)
                .hasSize(1903)
                .startsWith("orders: sha256:" + Grants.mark(Optional.of(largest))
                        + " {\"impersonation\":\"explicit\",\"tokens\":true,\"bypass\":true,\"actions\":[")
                .endsWith("..."));
    }

    @Test
    void believesNoGrantThatSomebodyElseHasWritten() {
        put(grant("orders"));
        inTransaction(entityManager -> entityManager
                .createQuery("update StoredGrant g set g.document = '{\"tenants\":[]}'")
                .executeUpdate());

        assertThatExceptionOfType(RuntimeException.class).isThrownBy(() -> found("orders"));
    }

    private static Grant grant(String consumer, String... tables) {
        Map<String, List<String>> read =
                Arrays.stream(tables).collect(Collectors.toMap(table -> table, table -> List.of("read")));
        return Grant.of(consumer, List.of("*"), List.of("*"), read, "none", List.of(), false, false);
    }

    private Optional<Grant> found(String consumer) {
        return with(grants -> grants.find(consumer));
    }

    private boolean put(Grant grant) {
        return with(grants -> grants.put(grant, "manager"));
    }

    private boolean put(Grant grant, String seen) {
        return with(grants -> grants.putIfUnchanged(grant, seen, "manager"));
    }

    private boolean removed(String consumer, String seen) {
        return with(grants -> grants.removeIfUnchanged(consumer, seen, "manager"));
    }

    private boolean removed(String consumer) {
        return with(grants -> grants.remove(consumer, "manager"));
    }

    private List<String> listed(String after, int limit) {
        return with(grants ->
                grants.after(after, limit).stream().map(Grant::consumer).toList());
    }

    private <T> T with(Function<Grants, T> work) {
        return inTransaction(entityManager -> {
            var grants = new Grants();
            grants.entityManager = entityManager;
            grants.auditEvents = TestAuditEvents.with(entityManager);
            grants.told = told;
            return work.apply(grants);
        });
    }
}
