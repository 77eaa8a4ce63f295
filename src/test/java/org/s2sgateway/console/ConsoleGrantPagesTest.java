package org.s2sgateway.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.s2sgateway.grants.AccessDefault;
import org.s2sgateway.grants.Grant;
import org.s2sgateway.grants.Grants;
import org.s2sgateway.grants.KnownNames;
import org.s2sgateway.identity.SignedIn;
import org.s2sgateway.pages.CurrentPage;

/** What the pages about one grant do with what was filled in. */
class ConsoleGrantPagesTest {

    private final Map<String, Grant> kept = new HashMap<>();
    private final List<String> changes = new ArrayList<>();
    private final List<String> gone = new ArrayList<>();
    private boolean draft;

    @Test
    void showsTheGrantThatIsToBeChanged() {
        kept.put("orders", grant("orders", "accounts"));

        ConsoleGrantEditPage page = edit(false, Map.of("consumer", "orders"));

        assertThat(page.getConsumer()).isEqualTo("orders");
        assertThat(page.isConsumerFixed()).isTrue();
        assertThat(page.getTenants()).isEqualTo("*");
        assertThat(page.getRows()).extracting(TableRow::getName).containsExactly("accounts", "", "", "");
        assertThat(page.getSeen()).isEqualTo(Grants.mark(Optional.of(grant("orders", "accounts"))));
        assertThat(page.getWrong()).isEmpty();
    }

    @Test
    void offersTheFormForAConsumerWithoutAGrant() {
        ConsoleGrantEditPage page = edit(false, Map.of("consumer", "orders"));

        assertThat(page.getConsumer()).isEqualTo("orders");
        assertThat(page.isConsumerFixed()).isFalse();
        assertThat(page.getSeen()).isEmpty();
        assertThat(page.getImpersonation()).isEqualTo("none");
        assertThat(page.isTokens()).isFalse();
        assertThat(page.isBypass()).isFalse();
    }

    @Test
    void takesNothingButTheConsumerFromAnAddress() {
        Map<String, String> link = new HashMap<>(filledIn("accounts", "seen before"));
        link.putAll(Map.of("actions", "*", "impersonation", "explicit", "tokens", "x", "bypass", "x"));

        ConsoleGrantEditPage page = edit(false, link);

        assertThat(page.getConsumer()).isEqualTo("a/b");
        assertNothingIsFilledIn(page);

        link.put("of", "orders");
        kept.put("orders", grant("orders", "accounts"));
        page = edit(false, link);
        assertThat(page.getConsumer()).isEqualTo("a/b");
        assertNothingIsFilledIn(page);
        link.remove("consumer");
        page = edit(false, link);
        assertThat(page.getConsumer()).isEmpty();
        assertNothingIsFilledIn(page);
    }

    @Test
    void showsADraftAsItWasFilledIn() {
        draft = true;
        kept.put("a/b", grant("a/b", "contacts"));

        ConsoleGrantEditPage page = edit(false, filledIn("accounts", "seen before"));

        assertThat(page.getTenants()).isEqualTo("*");
        assertThat(page.getRows().get(0).getName()).isEqualTo("accounts");
        assertThat(page.getSeen()).isEqualTo("seen before");
    }

    @Test
    void savesAsThePersonAndGoesToTheGrant() {
        edit(true, filledIn("accounts", "")).save();

        assertThat(kept).containsEntry("a/b", grant("a/b", "accounts"));
        assertThat(changes).containsExactly("put a/b by person 91a00000-0000-4000-8000-000000000001");
        assertThat(gone).containsExactly("/console/grant?saved=1&consumer=a%2Fb");
    }

    @Test
    void addsRowsWithoutSaving() {
        ConsoleGrantEditPage page = edit(true, filledIn("accounts", ""));
        page.addRows();

        assertThat(page.getRows()).extracting(TableRow::getName).containsExactly("accounts", "", "", "");
        assertThat(changes).isEmpty();
        assertThat(gone).isEmpty();
    }

    @Test
    void saysWhatIsWrongInTheReadersWords() {
        ConsoleGrantEditPage page = edit(true, filledIn("a/b", ""));
        page.save();

        assertThat(page.getWrong()).isEqualTo("tables");
        assertThat(page.getReason()).isEqualTo("words of grantFault.TABLES");
        assertThat(page.getRows().get(0).getName()).isEqualTo("a/b");
        assertThat(changes).isEmpty();
    }

    @Test
    void showsBothWhenTheGrantHasBecomeAnother() {
        kept.put("a/b", grant("a/b", "contacts"));
        ConsoleGrantEditPage page = edit(true, filledIn("accounts", ""));

        page.save();

        assertThat(page.isOvertaken()).isTrue();
        assertThat(page.isConsumerFixed()).isTrue();
        assertThat(page.getNow().getTables()).extracting(TableRow::getName).containsExactly("contacts");
        assertThat(page.getRows().get(0).getName()).isEqualTo("accounts");
        assertThat(changes).isEmpty();
        assertThat(gone).isEmpty();

        edit(true, filledIn("accounts", page.getSeen())).save();
        assertThat(kept).containsEntry("a/b", grant("a/b", "accounts"));
    }

    @Test
    void deletesWhatWasSeenAndNothingElse() {
        kept.put("orders", grant("orders", "accounts"));
        ConsoleGrantDeletePage page = delete(Map.of("consumer", "orders", "seen", "another"), AccessDefault.ROLES);

        page.remove();

        assertThat(page.isOvertaken()).isTrue();
        assertThat(kept).containsKey("orders");
        delete(Map.of("consumer", "orders", "seen", page.getSeen()), AccessDefault.ROLES)
                .remove();
        assertThat(kept).isEmpty();
        assertThat(gone).containsExactly("/console/grants?removed=orders");
    }

    @Test
    void saysWhatADeletionComesTo() {
        assertThat(delete(Map.of("consumer", "orders"), AccessDefault.ROLES).isOpenByDefault())
                .isTrue();
        assertThat(delete(Map.of("consumer", "orders"), AccessDefault.DENY).isOpenByDefault())
                .isFalse();
        assertThat(delete(Map.of("consumer", "orders"), AccessDefault.DENY).getGrant())
                .isNull();
    }

    private static void assertNothingIsFilledIn(ConsoleGrantEditPage page) {
        assertThat(page.isConsumerFixed()).isFalse();
        assertThat(page.getSeen()).isEmpty();
        assertThat(page.getTenants()).isEmpty();
        assertThat(page.getEnvironments()).isEmpty();
        assertThat(page.getRows()).extracting(TableRow::getName).containsOnly("");
        assertThat(page.getImpersonation()).isEqualTo("none");
        assertThat(page.getActions()).isEmpty();
        assertThat(page.isTokens()).isFalse();
        assertThat(page.isBypass()).isFalse();
    }

    private ConsoleGrantEditPage edit(boolean sent, Map<String, String> fields) {
        var bean = new ConsoleGrantEditPage();
        bean.page = page(sent);
        bean.request = request(fields);
        bean.grants = grants();
        bean.edits = edits(bean.grants);
        bean.open();
        return bean;
    }

    private ConsoleGrantDeletePage delete(Map<String, String> fields, AccessDefault accessDefault) {
        var bean = new ConsoleGrantDeletePage();
        bean.page = page(true);
        bean.request = request(fields);
        bean.grants = grants();
        bean.edits = edits(bean.grants);
        bean.accessDefault = accessDefault;
        bean.find();
        return bean;
    }

    private static Map<String, String> filledIn(String table, String seen) {
        return Map.of("consumer", "a/b", "tenants", "*", "environments", "*", "t0", table, "v0", "read", "seen", seen);
    }

    private static Grant grant(String consumer, String table) {
        return Grant.of(
                consumer, List.of("*"), List.of("*"), Map.of(table, List.of("read")), "none", List.of(), false, false);
    }

    private CurrentPage page(boolean sent) {
        return new CurrentPage() {
            @Override
            public boolean answersForm() {
                return sent;
            }

            @Override
            public void go(String pathAndQuery) {
                gone.add(pathAndQuery);
            }

            @Override
            public String words(String key, String otherwise) {
                return "words of " + key;
            }
        };
    }

    private ConsoleRequest request(Map<String, String> values) {
        Map<String, List<String>> all = new LinkedHashMap<>();
        values.forEach((name, value) -> all.put(name, List.of(value)));
        return new ConsoleRequest() {
            @Override
            TypedFields fields() {
                return new TypedFields(all);
            }

            @Override
            public boolean isDraft() {
                return draft;
            }

            @Override
            SignedIn person() {
                return new SignedIn(
                        UUID.fromString("c0a00000-0000-4000-8000-000000000001"),
                        UUID.fromString("91a00000-0000-4000-8000-000000000001"),
                        "Ada",
                        Set.of(),
                        Set.of("Gateway.Operator"),
                        Optional.empty(),
                        Instant.EPOCH);
            }
        };
    }

    private Grants grants() {
        return new Grants() {
            @Override
            public Optional<Grant> find(String consumer) {
                return Optional.ofNullable(kept.get(consumer));
            }

            @Override
            public boolean putIfUnchanged(Grant grant, String seen, String actor) {
                boolean unchanged = Grants.mark(find(grant.consumer())).equals(seen);
                if (unchanged) {
                    kept.put(grant.consumer(), grant);
                    changes.add("put " + grant.consumer() + " by " + actor);
                }
                return unchanged;
            }

            @Override
            public boolean removeIfUnchanged(String consumer, String seen, String actor) {
                return Grants.mark(find(consumer)).equals(seen) && kept.remove(consumer) != null;
            }
        };
    }

    private static GrantEdits edits(Grants grants) {
        var edits = new GrantEdits();
        edits.grants = grants;
        edits.knownNames = new KnownNames() {
            @Override
            public void require(Grant grant) {
                // Nothing is known of any environment.
            }
        };
        return edits;
    }
}
