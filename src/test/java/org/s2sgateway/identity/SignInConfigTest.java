package org.s2sgateway.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.s2sgateway.settings.Settings;

class SignInConfigTest {

    private static final Map<String, String> GOOD = Map.of(
            "s2s.sign-in.issuer", "https://login.contoso.com/realms/staff",
            "s2s.sign-in.client-id", "s2s-gateway",
            "s2s.sign-in.client-secret", "staff~1");

    @Test
    void isNobodysOwnWithoutKeys() {
        assertThat(SignInConfig.from(Settings.of(Map.of()))).contains(SignInConfig.none());
    }

    @Test
    void readsTheProviderAndOurClientThere() {
        SignInConfig.OwnProvider own =
                SignInConfig.from(Settings.of(GOOD)).orElseThrow().own().orElseThrow();

        assertThat(own.issuer()).hasToString("https://login.contoso.com/realms/staff");
        assertThat(own.clientId()).isEqualTo("s2s-gateway");
        assertThat(own.toString()).doesNotContain("staff~1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"s2s.sign-in.issuer", "s2s.sign-in.client-id", "s2s.sign-in.client-secret"})
    void needsAllOfItsKeys(String missing) {
        Map<String, String> keys = new HashMap<>(GOOD);
        keys.remove(missing);
        Settings settings = Settings.of(keys);

        assertThat(SignInConfig.from(settings)).isEmpty();
        assertThat(settings.faults())
                .containsExactly(new Settings.Fault(missing, "is required with the other keys of s2s.sign-in.*"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://login.contoso.com/realms/staff",
                "http://localhost:8080/realms/staff",
                "https://login.contoso.com/realms/staff?a=b",
                "https://login.contoso.com/realms/staff#a",
                "https://user@login.contoso.com/realms/staff",
                "https:///realms/staff",
                "login.contoso.com",
                "not an address"
            })
    void takesAnHttpsAddressForAnIssuerAndNothingElse(String issuer) {
        Map<String, String> keys = new HashMap<>(GOOD);
        keys.put("s2s.sign-in.issuer", issuer);
        Settings settings = Settings.of(keys);

        assertThat(SignInConfig.from(settings)).isEmpty();
        assertThat(settings.faults()).singleElement().satisfies(fault -> {
            assertThat(fault.key()).isEqualTo("s2s.sign-in.issuer");
            assertThat(fault.explanation()).startsWith("must be the https address of an issuer");
        });
    }

    @Test
    void takesNoClientIdWithSpaces() {
        Map<String, String> keys = new HashMap<>(GOOD);
        keys.put("s2s.sign-in.client-id", "two words");
        Settings settings = Settings.of(keys);

        assertThat(SignInConfig.from(settings)).isEmpty();
        assertThat(settings.faults()).extracting(Settings.Fault::key).containsExactly("s2s.sign-in.client-id");
    }
}
