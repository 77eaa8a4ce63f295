package org.s2sgateway.grants;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.s2sgateway.tenant.EnvironmentHost;

class GrantTest {

    private static final String TENANT = "10000000-0000-4000-8000-000000000001";
    private static final EnvironmentHost CONTOSO = EnvironmentHost.parse("contoso.crm4.dynamics.com");
    private static final List<String> ALL_VERBS = List.of("read", "create", "update", "delete");

    @Test
    void coversTheTenantsAndEnvironmentsThatItNames() {
        Grant grant = grant(List.of(TENANT), List.of("https://Contoso.api.crm4.dynamics.com/"), Map.of());

        assertThat(grant.environments()).containsExactly("contoso.crm4.dynamics.com");
        assertThat(grant.covers(TENANT, CONTOSO)).isTrue();
        assertThat(grant.covers("20000000-0000-4000-8000-000000000002", CONTOSO))
                .isFalse();
        assertThat(grant.covers(TENANT, EnvironmentHost.parse("fabrikam.crm4.dynamics.com")))
                .isFalse();
    }

    @Test
    void coversEverythingByAStar() {
        assertThat(grant(List.of("*"), List.of("*"), Map.of()).covers(TENANT, CONTOSO))
                .isTrue();
        assertThat(grant(List.of("*"), List.of("fabrikam.crm4.dynamics.com"), Map.of())
                        .covers(TENANT, CONTOSO))
                .isFalse();
    }

    @Test
    void keepsNoHostThatIsWrittenInAnotherWay() {
        for (String host : List.of("CONTOSO.crm4.dynamics.com", "https://contoso.crm4.dynamics.com", "a b")) {
            MalformedGrant malformed = catchThrowableOfType(
                    MalformedGrant.class,
                    () -> new Grant(
                            "orders",
                            Set.of("*"),
                            Set.of(host),
                            Map.of(),
                            ImpersonationMode.NONE,
                            Set.of(),
                            false,
                            false));

            assertThat(malformed.field()).isEqualTo("environments");
        }
    }

    @Test
    void knowsAClientIdByTheOneWayToWriteIt() {
        assertThat(Grant.isConsumer("orders")).isTrue();
        assertThat(Grant.isConsumer("b0000000-0000-4000-8000-000000000001")).isTrue();
        assertThat(Grant.isConsumer("B0000000-0000-4000-8000-000000000001")).isFalse();
        assertThat(Grant.isConsumer("orders and others")).isFalse();
        assertThat(Grant.isConsumer("")).isFalse();
    }

    @Test
    void allowsTheVerbsThatItNames() {
        Grant grant = grant(Map.of("accounts", List.of("read", "read"), "contacts", ALL_VERBS), List.of("WhoAmI"));

        assertThat(grant.allows("accounts", Verb.READ)).isTrue();
        assertThat(grant.allows("accounts", Verb.UPDATE)).isFalse();
        assertThat(grant.allows("Accounts", Verb.READ)).isFalse();
        assertThat(grant.allows("contacts", Verb.DELETE)).isTrue();
        assertThat(grant.allows("leads", Verb.READ)).isFalse();
        assertThat(grant.allows(Grant.ALL, Verb.READ)).isFalse();
        assertThat(grant.allowsOperation("WhoAmI")).isTrue();
        assertThat(grant.allowsOperation("whoami")).isFalse();
        assertThat(grant.isUnrestricted()).isFalse();
    }

    @Test
    void addsWhatAStarAllowsToWhatATableAllows() {
        Grant grant = grant(Map.of("*", List.of("read"), "leads", List.of("create")), List.of());

        assertThat(grant.allows("leads", Verb.READ)).isTrue();
        assertThat(grant.allows("leads", Verb.CREATE)).isTrue();
        assertThat(grant.allows("accounts", Verb.READ)).isTrue();
        assertThat(grant.allows("accounts", Verb.CREATE)).isFalse();
        assertThat(grant.allows(Grant.ALL, Verb.READ)).isTrue();
        assertThat(grant.allows(Grant.ALL, Verb.CREATE)).isFalse();
    }

    @Test
    void isUnrestrictedOnlyWithEverything() {
        assertThat(grant(Map.of("*", ALL_VERBS), List.of("*")).isUnrestricted()).isTrue();
        assertThat(grant(Map.of("*", ALL_VERBS), List.of("WhoAmI")).isUnrestricted())
                .isFalse();
        assertThat(grant(Map.of("*", List.of("read", "create", "update")), List.of("*"))
                        .isUnrestricted())
                .isFalse();
    }

    @Test
    void tellsWhatANeedLacks() {
        Grant grant = grant(Map.of("accounts", List.of("read")), List.of("WhoAmI"));
        Needs needs = new Needs(
                Set.of(new Need("accounts", Verb.READ), new Need("accounts", Verb.UPDATE), new Need("*", Verb.READ)),
                Set.of("WhoAmI", "Merge"),
                true);

        assertThat(needs.beyond(grant).toString())
                .isEqualTo("read on all tables; update on accounts; the operation Merge");
        assertThat(needs.beyond(grant).isEmpty()).isFalse();
        assertThat(new Needs(Set.of(), Set.of("WhoAmI"), false).beyond(grant).isEmpty())
                .isTrue();
        assertThat(Needs.NOTHING.beyond(grant(Map.of(), List.of())).isEmpty()).isTrue();
    }

    @Test
    void saysOfWhichTableTheVerbsAreNone() {
        assertThatExceptionOfType(MalformedGrant.class)
                .isThrownBy(() -> grant(Map.of("accounts", List.of("read", "write")), List.of()))
                .withMessageEndingWith("not so accounts: \"write\".");
        assertThatExceptionOfType(MalformedGrant.class)
                .isThrownBy(() -> grant(Map.of("contacts", List.of()), List.of()))
                .withMessageEndingWith("not so contacts.");
    }

    @Test
    void showsTheSchemaToWhoeverMayDoAnything() {
        Needs schema = new Needs(Set.of(), Set.of(), true);

        assertThat(schema.beyond(grant(Map.of("accounts", List.of("read")), List.of()))
                        .isEmpty())
                .isTrue();
        assertThat(schema.beyond(grant(Map.of(), List.of("WhoAmI"))).isEmpty()).isTrue();
        assertThat(schema.beyond(grant(Map.of(), List.of())).toString()).isEqualTo("any table or operation");
        assertThat(schema.beyond(grant(Map.of(), List.of())).isEmpty()).isFalse();
        assertThat(new Needs(Set.of(), Set.of("x"), false).isEmpty()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "-a", "a\n", "ä", "a\"b"})
    void refusesAnOddConsumer(String consumer) {
        assertThat(refusal(consumer, List.of("*"), List.of("*"), Map.of(), "none", List.of()))
                .isEqualTo("consumer");
    }

    @Test
    void refusesALongConsumer() {
        assertThat(refusal("a".repeat(201), List.of("*"), List.of("*"), Map.of(), "none", List.of()))
                .isEqualTo("consumer");
        assertThat(Grant.of("a".repeat(200), List.of("*"), List.of("*"), Map.of(), "none", List.of(), true, true)
                        .consumer())
                .hasSize(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "contoso", "10000000-0000-4000-8000-00000000000", "10000000-0000-4000-8000-00000000000A"})
    void refusesAnOddTenant(String tenant) {
        assertThat(refusal("c", List.of("*", tenant), List.of("*"), Map.of(), "none", List.of()))
                .isEqualTo("tenants");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "*.dynamics.com", "http://contoso.crm4.dynamics.com", "a b"})
    void refusesAnOddEnvironment(String environment) {
        assertThat(refusal("c", List.of("*"), List.of(environment), Map.of(), "none", List.of()))
                .isEqualTo("environments");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "acc ounts", "accounts(1)", "**", "1a", "a.b"})
    void refusesAnOddTableOrAction(String name) {
        assertThat(refusal("c", List.of("*"), List.of("*"), Map.of(name, List.of("read")), "none", List.of()))
                .isEqualTo("tables");
        assertThat(refusal("c", List.of("*"), List.of("*"), Map.of(), "none", List.of(name)))
                .isEqualTo("actions");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Read", "READ", "write", "*"})
    void refusesAnOddVerb(String verb) {
        assertThat(refusal("c", List.of("*"), List.of("*"), Map.of("accounts", List.of(verb)), "none", List.of()))
                .isEqualTo("tables");
    }

    @Test
    void refusesATableWithoutVerbs() {
        assertThat(refusal("c", List.of("*"), List.of("*"), Map.of("accounts", List.of()), "none", List.of()))
                .isEqualTo("tables");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "None", "all"})
    void refusesAnOddImpersonation(String mode) {
        assertThat(refusal("c", List.of("*"), List.of("*"), Map.of(), mode, List.of()))
                .isEqualTo("impersonation");
    }

    @Test
    void takesEveryImpersonation() {
        assertThat(List.of("none", "explicit", "caller"))
                .map(mode -> Grant.of("c", List.of("*"), List.of("*"), Map.of(), mode, List.of(), false, false)
                        .impersonation())
                .containsExactly(ImpersonationMode.NONE, ImpersonationMode.EXPLICIT, ImpersonationMode.CALLER);
        assertThat(ImpersonationMode.CALLER.text()).isEqualTo("caller");
    }

    @Test
    void boundsWhatAGrantNames() {
        List<String> many =
                IntStream.rangeClosed(0, Grant.MOST).mapToObj(i -> "a" + i).toList();
        Map<String, List<String>> tables = new LinkedHashMap<>();
        many.forEach(name -> tables.put(name, List.of("read")));

        assertThat(refusal("c", many, List.of("*"), Map.of(), "none", List.of()))
                .isEqualTo("tenants");
        assertThat(refusal("c", List.of("*"), many, Map.of(), "none", List.of()))
                .isEqualTo("environments");
        assertThat(refusal("c", List.of("*"), List.of("*"), tables, "none", List.of()))
                .isEqualTo("tables");
        assertThat(refusal("c", List.of("*"), List.of("*"), Map.of(), "none", many))
                .isEqualTo("actions");
        assertThat(grant(Map.of(), many.subList(1, many.size())).actions()).hasSize(1_000);
    }

    @Test
    void namesATenantAndAnEnvironmentAtLeast() {
        assertThat(refusal("c", List.of(), List.of("*"), Map.of(), "none", List.of()))
                .isEqualTo("tenants");
        assertThat(refusal("c", List.of("*"), List.of(), Map.of(), "none", List.of()))
                .isEqualTo("environments");
    }

    @Test
    void keepsWhatItIsToldAboutTokensAndBypassing() {
        assertThat(Grant.of("c", List.of("*"), List.of("*"), Map.of(), "none", List.of(), true, false))
                .returns(true, Grant::tokens)
                .returns(false, Grant::bypass);
        assertThat(Grant.of("c", List.of("*"), List.of("*"), Map.of(), "none", List.of(), false, true))
                .returns(false, Grant::tokens)
                .returns(true, Grant::bypass);
    }

    private static Grant grant(Map<String, List<String>> tables, List<String> actions) {
        return Grant.of("c", List.of("*"), List.of("*"), tables, "none", actions, false, false);
    }

    private static Grant grant(List<String> tenants, List<String> environments, Map<String, List<String>> tables) {
        return Grant.of("c", tenants, environments, tables, "none", Collections.emptyList(), false, false);
    }

    private static String refusal(
            String consumer,
            List<String> tenants,
            List<String> environments,
            Map<String, List<String>> tables,
            String impersonation,
            List<String> actions) {
        MalformedGrant malformed = catchThrowableOfType(
                MalformedGrant.class,
                () -> Grant.of(consumer, tenants, environments, tables, impersonation, actions, false, false));
        assertThat(malformed.getMessage()).isNotBlank();
        return malformed.field();
    }
}
