package org.s2sgateway.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.s2sgateway.console.GrantForm.RepeatedTable;
import org.s2sgateway.grants.Grant;
import org.s2sgateway.grants.Grants;
import org.s2sgateway.grants.MalformedGrant;

class GrantFormTest {

    private static final Grant GRANT = Grant.of(
            "orders",
            List.of("c0a00000-0000-4000-8000-000000000001"),
            List.of("contoso.crm4.dynamics.com", "fabrikam.crm4.dynamics.com"),
            Map.of("contacts", List.of("create", "read"), "accounts", List.of("read")),
            "explicit",
            List.of("WhoAmI"),
            true,
            false);

    @Test
    void readsWhatWasFilledIn() {
        GrantForm form = GrantForm.typed(fields(
                "consumer= orders ",
                "tenants=c0a00000-0000-4000-8000-000000000001",
                "environments= https://contoso.crm4.dynamics.com/ \r\n\r\nfabrikam.crm4.dynamics.com\r\n",
                "t0=",
                "t1= contacts ",
                "v1=create",
                "v1=read",
                "t7=accounts",
                "v7=read",
                "impersonation=explicit",
                "actions=WhoAmI",
                "tokens=yes",
                "seen=abc"));

        assertThat(form.grant()).isEqualTo(GRANT);
        assertThat(form.seen()).isEqualTo("abc");
        assertThat(form.isConsumerFixed()).isFalse();
    }

    @Test
    void showsAGrantAsItWouldBeFilledIn() {
        GrantForm form = GrantForm.of(GRANT);

        assertThat(form.grant()).isEqualTo(GRANT);
        assertThat(form.isConsumerFixed()).isTrue();
        assertThat(form.seen()).isEqualTo(Grants.mark(Optional.of(GRANT)));
        assertThat(form.environments()).isEqualTo("contoso.crm4.dynamics.com\nfabrikam.crm4.dynamics.com");
        assertThat(form.rows()).extracting(TableRow::getName).containsExactly("accounts", "contacts", "", "", "");
        assertThat(form.rows().get(1).has("create")).isTrue();
        assertThat(form.rows().get(1).has("delete")).isFalse();
    }

    @Test
    void hasRoomForThreeMoreTablesEachTime() {
        assertThat(GrantForm.typed(TypedFields.NONE).rows()).hasSize(3);
        assertThat(GrantForm.typed(fields("t0=accounts", "t1=contacts", "t2=")).rows())
                .hasSize(5);
    }

    @Test
    void takesNoOtherConsumerThanTheOneThatItIsAbout() {
        assertThat(GrantForm.typed(fields("of=orders", "consumer=others")).consumer())
                .isEqualTo("orders");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "consumer=a b|consumer|CONSUMER",
                "consumer=|consumer|CONSUMER",
                "tenants=contoso|tenants|TENANTS",
                "tenants=|tenants|NONE_NAMED",
                "environments=a b|environments|ENVIRONMENTS",
                "environments=|environments|NONE_NAMED",
                "t0=accounts|tables|VERBS",
                "v0=read|tables|TABLES",
                "t0=a/b;v0=read|tables|TABLES",
                "t0=accounts;v0=write|tables|VERBS",
                "actions=mscrm.WhoAmI|actions|ACTIONS",
                "impersonation=all|impersonation|IMPERSONATION",
            })
    void leavesItToTheGrantToSayWhatIsWrong(String wrong, String field, String fault) {
        GrantForm form = GrantForm.typed(fields(Stream.concat(
                        Stream.of(wrong.split(";")),
                        Stream.of("consumer=orders", "tenants=*", "environments=*", "t0=", "impersonation=none"))
                .toArray(String[]::new)));

        assertThatExceptionOfType(MalformedGrant.class).isThrownBy(form::grant).satisfies(malformed -> {
            assertThat(malformed.field()).isEqualTo(field);
            assertThat(malformed.fault().name()).isEqualTo(fault);
        });
    }

    @Test
    void guessesAtNoTableThatIsThereTwice() {
        GrantForm form =
                GrantForm.typed(fields("consumer=orders", "t0=accounts", "v0=read", "t1=accounts", "v1=delete"));

        assertThatExceptionOfType(RepeatedTable.class)
                .isThrownBy(form::grant)
                .satisfies(repeated -> assertThat(repeated.table()).isEqualTo("accounts"));
    }

    @Test
    void isKeptAsOneText() {
        TypedFields fields = fields("tenants=*", "v0=read", "v0=create", "actions=a&b=c+%\u00e4\r\nd", "tokens=");

        assertThat(TypedFields.read(fields.text())).isEqualTo(fields);
        assertThat(TypedFields.read("")).isEqualTo(TypedFields.NONE);
    }

    @Test
    void keepsNothingThatIsTheBrowsers() {
        assertThat(fields("formToken=secret", "jakarta.faces.ViewState=stateless", "form=form", "draft=1", "of=a")
                        .text())
                .isEqualTo("of=a");
    }

    private static TypedFields fields(String... pairs) {
        Map<String, List<String>> all = new LinkedHashMap<>();
        for (String pair : pairs) {
            String[] both = pair.split("=", 2);
            // The first one counts where there are two, and verbs are several.
            if (both[0].startsWith("v") || !all.containsKey(both[0])) {
                all.merge(both[0], List.of(both[1]), (some, more) -> Stream.concat(some.stream(), more.stream())
                        .toList());
            }
        }
        return new TypedFields(all);
    }
}
