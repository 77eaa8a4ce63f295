package org.s2sgateway.identity;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.s2sgateway.settings.Settings;

/**
 * The proxies whose {@code X-Forwarded-*} headers are believed; by default nobody's.
 *
 * @param addresses IP addresses, or networks such as {@code 10.0.0.0/8}
 */
public record TrustedProxies(List<String> addresses) {

    private static final String QUAD = "(25[0-5]|2[0-4]\\d|1?\\d?\\d)(\\.(25[0-5]|2[0-4]\\d|1?\\d?\\d)){3}";
    private static final Pattern IPV4 = Pattern.compile(QUAD + "(/(3[0-2]|[12]?\\d))?");

    /** The end of it may be written as an IPv4 address (RFC 5952 section 5). */
    private static final Pattern IPV6 = Pattern.compile(
            "(?=.*:.*:)([0-9a-fA-F:]{2,39}|[0-9a-fA-F:]{2,30}" + QUAD + ")(/(12[0-8]|1[01]\\d|[1-9]?\\d))?");

    /** As some proxies write it, with the port of the connection. */
    private static final Pattern WITH_PORT =
            Pattern.compile("([0-9a-fA-F:]{0,30}[0-9.]{7,15}):[0-9]{1,5}|\\[([0-9a-fA-F:.]+)](?::[0-9]{1,5})?");

    /** What an IPv4 address that is written as one of IPv6 has before it (RFC 4291 section 2.5.5.2). */
    private static final int IPV4_MAPPED_BITS = 96;

    private static final int IPV4_BYTES = 4;

    /** What one customer of an access provider has at least (RFC 6177): whoever has an address has all of them. */
    private static final int IPV6_NETWORK_BYTES = 8;

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

    /**
     * From where a request came: the nearest address that is none of these proxies, an IPv6 address as its network of 64
     * bits. What stands before that in the header anybody can have written.
     *
     * @param peer the address of the connection
     * @param forwardedFor the values of {@code X-Forwarded-For}, in their order
     */
    String origin(String peer, List<String> forwardedFor) {
        List<String> way = forwardedFor.stream()
                .flatMap(value -> Arrays.stream(value.split(",", -1)))
                .map(String::strip)
                .toList();
        Optional<InetAddress> nearest = parsed(peer);
        for (int i = way.size() - 1; i >= 0 && nearest.filter(this::isTrusted).isPresent(); i--) {
            Optional<InetAddress> before = parsed(way.get(i));
            if (before.isEmpty()) {
                break;
            }
            nearest = before;
        }
        return nearest.map(TrustedProxies::network).orElse(peer);
    }

    private boolean isTrusted(InetAddress address) {
        return addresses.stream().anyMatch(trusted -> contains(trusted, address.getAddress()));
    }

    private static boolean contains(String network, byte[] address) {
        int slash = network.indexOf('/');
        byte[] base = base(network, slash);
        if (base.length != address.length) {
            return false;
        }
        int bits = slash < 0 ? base.length * 8 : prefix(network, slash, base);
        for (int bit = 0; bit < bits; bit++) {
            if (((base[bit / 8] ^ address[bit / 8]) & (0x80 >> bit % 8)) != 0) {
                return false;
            }
        }
        return true;
    }

    /** Empty where it is no address after all. */
    private static byte[] base(String network, int slash) {
        return parsed(slash < 0 ? network : network.substring(0, slash))
                .map(InetAddress::getAddress)
                .orElse(new byte[0]);
    }

    private static int prefix(String network, int slash, byte[] base) {
        int written = Integer.parseInt(network.substring(slash + 1));
        boolean mapped = base.length == IPV4_BYTES && network.indexOf(':') >= 0;
        return mapped ? written - IPV4_MAPPED_BITS : written;
    }

    private static String network(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (address instanceof Inet6Address) {
            Arrays.fill(bytes, IPV6_NETWORK_BYTES, bytes.length, (byte) 0);
        }
        try {
            return InetAddress.getByAddress(bytes).getHostAddress();
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static Optional<InetAddress> parsed(String text) {
        Matcher withPort = WITH_PORT.matcher(text);
        String address = !withPort.matches()
                ? text.replaceFirst("%.*$", "")
                : withPort.group(1) == null ? withPort.group(2) : withPort.group(1);
        // Else the name of a host would be looked up.
        if (address.contains("/")
                || (!IPV4.matcher(address).matches() && !IPV6.matcher(address).matches())) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(address));
        } catch (UnknownHostException malformed) {
            return Optional.empty();
        }
    }

    private static String address(String text) {
        int slash = text.indexOf('/');
        byte[] base = base(text, slash);
        boolean written = IPV4.matcher(text).matches() || IPV6.matcher(text).matches();
        if (!written || base.length == 0) {
            throw new IllegalArgumentException("has to be a list of IP addresses or networks such as 10.0.0.0/8");
        }
        // With the prefix of IPv4 it would be the network of all addresses.
        if (slash >= 0 && prefix(text, slash, base) < 0) {
            throw new IllegalArgumentException(
                    "has to say networks of IPv4 as such, 10.0.0.0/8, or with a prefix from 96 on, ::ffff:10.0.0.0/104");
        }
        return text;
    }
}
