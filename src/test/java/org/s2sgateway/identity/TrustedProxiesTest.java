package org.s2sgateway.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.s2sgateway.settings.Settings;

class TrustedProxiesTest {

    private static final TrustedProxies PROXIES =
            new TrustedProxies(List.of("10.0.0.0/8", "192.0.2.7", "2001:db8:0:1::/64"));

    @Test
    void believesNobodyByDefault() {
        TrustedProxies nobody = TrustedProxies.from(Settings.of(Map.of())).orElseThrow();

        assertThat(nobody.origin("127.0.0.1", List.of("203.0.113.9"))).isEqualTo("127.0.0.1");
    }

    @Test
    void believesNobodyElse() {
        assertThat(PROXIES.origin("192.0.2.8", List.of("203.0.113.9"))).isEqualTo("192.0.2.8");
        assertThat(PROXIES.origin("11.0.0.1", List.of("203.0.113.9"))).isEqualTo("11.0.0.1");
        assertThat(PROXIES.origin("2001:db8:0:2::1", List.of("203.0.113.9"))).isEqualTo("2001:db8:0:2:0:0:0:0");
    }

    @Test
    void takesTheNearestAddressThatIsNoProxy() {
        assertThat(PROXIES.origin("10.1.2.3", List.of("203.0.113.9"))).isEqualTo("203.0.113.9");
        assertThat(PROXIES.origin("192.0.2.7", List.of("1.1.1.1, 203.0.113.9, 10.9.9.9")))
                .isEqualTo("203.0.113.9");
        assertThat(PROXIES.origin("2001:db8:0:1:ffff::1", List.of("1.1.1.1", "203.0.113.9", "10.9.9.9")))
                .isEqualTo("203.0.113.9");
        assertThat(PROXIES.origin("10.1.2.3", List.of())).isEqualTo("10.1.2.3");
        assertThat(PROXIES.origin("10.1.2.3", List.of("10.0.0.1, 10.0.0.2"))).isEqualTo("10.0.0.1");
    }

    @Test
    void stopsAtWhatIsNoAddress() {
        assertThat(PROXIES.origin("10.1.2.3", List.of("203.0.113.9, unknown, 10.0.0.2")))
                .isEqualTo("10.0.0.2");
        assertThat(PROXIES.origin("10.1.2.3", List.of("203.0.113.9, "))).isEqualTo("10.1.2.3");
        assertThat(PROXIES.origin("10.1.2.3", List.of("localhost"))).isEqualTo("10.1.2.3");
        assertThat(PROXIES.origin("10.1.2.3", List.of("::::"))).isEqualTo("10.1.2.3");
        assertThat(PROXIES.origin("10.1.2.3", List.of("203.0.113.0/24"))).isEqualTo("10.1.2.3");
        assertThat(PROXIES.origin("10.1.2.3", List.of("::ffff:203.0.113.256"))).isEqualTo("10.1.2.3");
        assertThat(PROXIES.origin("10.1.2.3", List.of("::ffff:203.0.113"))).isEqualTo("10.1.2.3");
        assertThat(PROXIES.origin("10.1.2.3", List.of("ffff:203.0.113.9"))).isEqualTo("10.1.2.3");
        assertThat(PROXIES.origin("10.1.2.3", List.of("[203.0.113.9"))).isEqualTo("10.1.2.3");
        assertThat(PROXIES.origin("a unix socket", List.of("203.0.113.9"))).isEqualTo("a unix socket");
    }

    @ParameterizedTest
    @CsvSource({
        "203.0.113.9:50123, 203.0.113.9",
        "[2001:db8:aaaa:bbbb:1:2:3:4]:50123, 2001:db8:aaaa:bbbb:0:0:0:0",
        "[2001:db8:aaaa:bbbb::1], 2001:db8:aaaa:bbbb:0:0:0:0",
        "2001:DB8:AAAA:BBBB::1, 2001:db8:aaaa:bbbb:0:0:0:0",
        "::ffff:cb00:7109, 203.0.113.9",
        "::ffff:203.0.113.9, 203.0.113.9",
        "::FFFF:203.0.113.9, 203.0.113.9",
        "0:0:0:0:0:ffff:203.0.113.9, 203.0.113.9",
        "0000:0000:0000:0000:0000:ffff:203.0.113.9, 203.0.113.9",
        "::ffff:203.0.113.9:50123, 203.0.113.9",
        "[::ffff:203.0.113.9]:50123, 203.0.113.9",
        "[::Ffff:203.0.113.9], 203.0.113.9",
        "64:ff9b::203.0.113.9, 64:ff9b:0:0:0:0:0:0",
    })
    void readsWhatProxiesWriteAndTakesOfIpv6TheNetwork(String written, String origin) {
        assertThat(PROXIES.origin("10.1.2.3", List.of(written))).isEqualTo(origin);
    }

    @ParameterizedTest
    @CsvSource({
        "::ffff:10.1.2.3, 10.1.2.3, true",
        "::FFFF:a01:203, 10.1.2.3, true",
        "::ffff:10.1.2.3, 10.1.2.4, false",
        "::ffff:10.0.0.0/104, 10.1.2.3, true",
        "::ffff:a00:0/104, 10.1.2.3, true",
        "::ffff:10.0.0.0/104, 11.0.0.1, false",
        "::ffff:10.0.0.0/128, 10.0.0.0, true",
        "::ffff:0:0/96, 11.0.0.1, true",
        "10.0.0.0/8, ::ffff:10.1.2.3, true",
        "10.0.0.0/8, ::ffff:11.0.0.1, false",
        "::/0, 10.1.2.3, false",
    })
    void takesAnIpv4AddressThatIsWrittenAsOneOfIpv6ForWhatItIs(String trusted, String peer, boolean believed) {
        TrustedProxies proxies = TrustedProxies.from(Settings.of(Map.of("s2s.trusted-proxies", trusted)))
                .orElseThrow();

        assertThat(proxies.origin(peer, List.of("203.0.113.9")).equals("203.0.113.9"))
                .isEqualTo(believed);
    }

    @Test
    void takesTheAddressOfAConnectionWithItsZone() {
        assertThat(PROXIES.origin("fe80:0:0:0:1:2:3:4%eth0", List.of())).isEqualTo("fe80:0:0:0:0:0:0:0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"::ffff:10.0.0.0/8", "::ffff:10.0.0.0/24", "::ffff:0:0/95"})
    void refusesTheWholeInternetInPlaceOfANetwork(String text) {
        Settings settings = Settings.of(Map.of("s2s.trusted-proxies", text));

        assertThat(TrustedProxies.from(settings)).isEmpty();
        assertThat(settings.faults())
                .containsExactly(
                        new Settings.Fault(
                                "s2s.trusted-proxies",
                                "has to say networks of IPv4 as such, 10.0.0.0/8, or with a prefix from 96 on, ::ffff:10.0.0.0/104"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "10.0.0.0/33",
                "10.0.0",
                "proxy.example",
                "*",
                "::ffff:10.0.0.256",
                "1:2:3",
                "1:2:3/64",
                "::ffff:10.0.0.0/129"
            })
    void refusesWhatIsNoAddress(String text) {
        Settings settings = Settings.of(Map.of("s2s.trusted-proxies", text));

        assertThat(TrustedProxies.from(settings)).isEmpty();
        assertThat(settings.faults())
                .containsExactly(new Settings.Fault(
                        "s2s.trusted-proxies", "has to be a list of IP addresses or networks such as 10.0.0.0/8"));
    }
}
