package org.s2sgateway.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.s2sgateway.settings.Settings;

class AllowedHostsTest {

    private static final String KEY = "s2s.dataverse.hosts";

    @ParameterizedTest
    @CsvSource({
        "*.crm*.dynamics.com, contoso.crm.dynamics.com",
        "*.crm*.dynamics.com, contoso.crm4.dynamics.com",
        "*.crm*.dynamics.com, contoso.crm14.dynamics.com",
        "*.crm*.dynamics.com, con-toso.crm4.dynamics.com",
        "*.crm*.dynamics.com, contoso.api.crm4.dynamics.com",
        "*.crm*.dynamics.com, a.crm-x.dynamics.com",
        "*.CRM*.Dynamics.com, contoso.crm4.dynamics.com",
        "*.api.crm*.dynamics.com, contoso.crm4.dynamics.com",
        "contoso.api.crm4.dynamics.com, contoso.crm4.dynamics.com",
        "contoso.crm4.dynamics.com, contoso.crm4.dynamics.com:443",
        "contoso.crm4.dynamics.com:443, contoso.crm4.dynamics.com",
        "con*so.crm4.dynamics.com, conso.crm4.dynamics.com",
        "con*so.crm4.dynamics.com, contoso.crm4.dynamics.com",
        "*-test.crm4.dynamics.com, a-test.crm4.dynamics.com",
        "**.example, a.example",
        "*, localhost",
        "localhost:9444, localhost:9444",
        "*.example:8443, a.example:8443",
        "10.0.0.1, 10.0.0.1",
        "10.0.0.1:9444, 10.0.0.1:9444",
    })
    void allowsWhatAPatternMatches(String pattern, String host) {
        assertThat(hosts(pattern).allows(EnvironmentHost.parse(host))).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "*.crm*.dynamics.com, dynamics.com.evil.example",
        "*.crm*.dynamics.com, contoso.crm4.dynamics.com.evil.example",
        "*.crm*.dynamics.com, contoso.crm4.dynamics.comx",
        "*.crm*.dynamics.com, contoso.crm4.dynamicsxcom.example",
        "*.crm*.dynamics.com, contoso.crm4xdynamics.com",
        "*.crm*.dynamics.com, evil.example",
        "*.crm*.dynamics.com, crm4.dynamics.com",
        "*.crm*.dynamics.com, a.b.crm4.dynamics.com",
        "*.crm*.dynamics.com, contoso.crm4.evil.dynamics.com",
        "*.crm*.dynamics.com, contoso.xcrm4.dynamics.com",
        "*.crm*.dynamics.com, contoso.crm4.dynamics.com:8443",
        "*.crm*.dynamics.com, localhost",
        "contoso.crm4.dynamics.com, fabrikam.crm4.dynamics.com",
        "contoso.crm4.dynamics.com, xcontoso.crm4.dynamics.com",
        "localhost:9444, localhost:9445",
        "localhost:9444, localhost",
        "localhost, localhost:9444",
        "*, contoso.example",
        "*.*.*.*, 10.0.0.1",
        "10.0.0.*, 10.0.0.1",
        "*, 10.0.0.1",
        "10.0.0.1, 10.0.0.11",
        "10.0.0.1:9444, 10.0.0.1",
        "10.0.0.1, 10.0.0.1:9444",
    })
    void refusesWhatNoPatternMatches(String pattern, String host) {
        assertThat(hosts(pattern).allows(EnvironmentHost.parse(host))).isFalse();
    }

    @Test
    void oneOfSeveralPatternsIsEnough() {
        AllowedHosts hosts = hosts("contoso.crm4.dynamics.com , localhost:9444,");

        assertThat(hosts.patterns()).containsExactly("contoso.crm4.dynamics.com", "localhost:9444");
        assertThat(hosts.allows(EnvironmentHost.parse("localhost:9444"))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://contoso.crm4.dynamics.com",
                "contoso.crm4.dynamics.com/",
                "https://*.crm4.dynamics.com",
                "*.crm4.dynamics.com/",
                "contoso..dynamics.com",
                "*..dynamics.com",
                ".*.com",
                "*.com.",
                "localhost:*",
                "*.example:70000",
                "[*::1]",
                "cont\u043eso*.example",
                "user@*.example",
                "a b*.example",
                ",",
            })
    void namesTheKeyOfAMalformedPatternAndNotItsValue(String value) {
        Settings settings = Settings.of(Map.of(KEY, value));

        assertThat(AllowedHosts.from(settings, List.of("*.example"))).isEmpty();
        assertThat(settings.faults()).singleElement().satisfies(fault -> {
            assertThat(fault.key()).isEqualTo(KEY);
            assertThat(fault.explanation()).doesNotContain(value + " ").doesNotContain("\u043e");
        });
    }

    @Test
    void defaultsToTheHostsOfTheCloud() {
        Settings settings = Settings.of(Map.of());

        assertThat(AllowedHosts.from(settings, List.of("*.crm*.dynamics.com"))).hasValueSatisfying(hosts -> assertThat(
                        hosts.allows(EnvironmentHost.parse("contoso.crm4.dynamics.com")))
                .isTrue());
        assertThat(settings.faults()).isEmpty();
    }

    @Test
    void isRequiredWhereTheCloudHasNoHosts() {
        Settings settings = Settings.of(Map.of());

        assertThat(AllowedHosts.from(settings, List.of())).isEmpty();
        assertThat(settings.faults()).extracting(Settings.Fault::key).containsExactly(KEY);
    }

    /** Against the plainest possible reading of the rule: label by label, star by star. */
    @Test
    void agreesWithTheRuleOnRandomHosts() {
        Random random = new Random(20261121);
        String[] labels = {"a", "b", "crm", "crm4", "dynamics", "com", "evil", "a-b", "xcrm"};
        String[] patterns = {"*", "crm*", "*crm", "dynamics", "com", "a*b", "**", "*-*", "a"};
        int matches = 0;
        for (int round = 0; round < 20_000; round++) {
            String host = joined(random, labels);
            String pattern = joined(random, patterns);
            boolean expected = matches(pattern, host);
            matches += expected ? 1 : 0;
            assertThat(hosts(pattern).allows(EnvironmentHost.parse(host)))
                    .as(pattern + " " + host)
                    .isEqualTo(expected);
        }
        assertThat(matches).isGreaterThan(500);
    }

    private static boolean matches(String pattern, String host) {
        String[] wanted = pattern.split(Pattern.quote("."));
        String[] labels = host.split(Pattern.quote("."));
        boolean same = wanted.length == labels.length;
        for (int i = 0; same && i < labels.length; i++) {
            same = labelMatches(wanted[i], labels[i]);
        }
        return same;
    }

    private static boolean labelMatches(String pattern, String label) {
        if (pattern.isEmpty()) {
            return label.isEmpty();
        }
        if (pattern.charAt(0) == '*') {
            return labelMatches(pattern.substring(1), label)
                    || (!label.isEmpty() && labelMatches(pattern, label.substring(1)));
        }
        return !label.isEmpty()
                && pattern.charAt(0) == label.charAt(0)
                && labelMatches(pattern.substring(1), label.substring(1));
    }

    private static String joined(Random random, String[] labels) {
        return random.ints(1 + random.nextInt(4), 0, labels.length)
                .mapToObj(i -> labels[i])
                .reduce((left, right) -> left + "." + right)
                .orElseThrow();
    }

    private static AllowedHosts hosts(String patterns) {
        return AllowedHosts.from(Settings.of(Map.of(KEY, patterns)), List.of()).orElseThrow();
    }
}
