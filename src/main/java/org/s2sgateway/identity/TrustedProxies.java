package org.s2sgateway.identity;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.s2sgateway.settings.Settings;

/**
 * The proxies whose {@code X-Forwarded-*} headers are believed; by default nobody's.
 *
 * @param addresses IP addresses, or networks such as {@code 10.0.0.0/8}
 */
public record TrustedProxies(List<String> addresses) {

    private static final Pattern IPV4 =
            Pattern.compile("(25[0-5]|2[0-4]\\d|1?\\d?\\d)(\\.(25[0-5]|2[0-4]\\d|1?\\d?\\d)){3}(/(3[0-2]|[12]?\\d))?");
    private static final Pattern IPV6 = Pattern.compile("(?=.*:.*:)[0-9a-fA-F:]{2,39}(/(12[0-8]|1[01]\\d|[1-9]?\\d))?");

    public TrustedProxies {
        addresses = List.copyOf(addresses);
    }

    /** Reads {@code s2s.trusted-proxies}; empty where it is wrong. */
    public static Optional<TrustedProxies> from(Settings settings) {
        List<String> addresses = settings.list("s2s.trusted-proxies", TrustedProxies::address);
        return settings.hasFaultIn("s2s.trusted-proxies")
                ? Optional.empty()
                : Optional.of(new TrustedProxies(addresses));
    }

    private static String address(String text) {
        if (!IPV4.matcher(text).matches() && !IPV6.matcher(text).matches()) {
            throw new IllegalArgumentException("has to be a list of IP addresses or networks such as 10.0.0.0/8");
        }
        return text;
    }
}
