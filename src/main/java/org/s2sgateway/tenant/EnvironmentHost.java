package org.s2sgateway.tenant;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The host of a Dataverse environment in its one canonical form: lower case, with {@code :port} only where the port is
 * not 443, e.g. {@code contoso.crm4.dynamics.com} or {@code localhost:9444}. ASCII DNS names and dotted IPv4 addresses
 * only. The alias {@code contoso.api.crm4.dynamics.com} is the same environment and becomes
 * {@code contoso.crm4.dynamics.com}.
 */
public record EnvironmentHost(String value) {

    private static final int LONGEST_ADDRESS = 8192;
    private static final int LONGEST_NAME = 253; // RFC 1035 section 2.3.4, without the root's dot
    private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*)://(.*)", Pattern.DOTALL);
    private static final Pattern HOST_AND_PORT = Pattern.compile("([^:]*)(?::([1-9][0-9]{0,4}))?");
    private static final Pattern NAME =
            Pattern.compile("[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*");
    // The URL standard's "ends in a number": what a resolver may take for an IPv4 address, 0x7f.1 and 2130706433 too.
    private static final Pattern ENDS_IN_NUMBER = Pattern.compile("(?:.*\\.)?(?:[0-9]+|0x[0-9a-f]*)");
    private static final Pattern IPV4 = Pattern.compile(
            "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(?:\\.(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])){3}");
    // Only where Dataverse itself has the alias: elsewhere the two names may be different machines.
    private static final Pattern ALIAS = Pattern.compile("([^.]+)\\.api\\.(crm[0-9*]*\\..+)");

    private static final Pattern NAMED = Pattern.compile("([^.]+)\\.(crm[0-9]*\\..+)");

    public EnvironmentHost {
        if (!value.equals(canonical(value))) {
            throw new IllegalArgumentException("The host is not in its canonical form");
        }
    }

    /**
     * Reduces what people paste, an address with or without {@code https://} and with any path behind it, to its host.
     *
     * @throws IllegalArgumentException when there is no acceptable host in it; the message says why
     */
    public static EnvironmentHost parse(String urlOrHost) {
        String text = urlOrHost.strip();
        if (text.length() > LONGEST_ADDRESS) {
            throw new IllegalArgumentException("The address is too long");
        }
        Matcher scheme = SCHEME.matcher(text);
        if (scheme.matches()) {
            if (!"https".equalsIgnoreCase(scheme.group(1))) {
                throw new IllegalArgumentException("The address has to start with https://");
            }
            text = scheme.group(2);
        }
        return new EnvironmentHost(canonical(text.split("[/?#]", 2)[0]));
    }

    /** The same where nobody asks why not: empty when there is no acceptable host in it. */
    public static Optional<EnvironmentHost> find(String urlOrHost) {
        try {
            return Optional.of(parse(urlOrHost));
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    /** The environment's base address, without a trailing slash. */
    public String url() {
        return "https://" + value;
    }

    /** Every host that Dataverse answers at for this environment, this one first. */
    public List<String> names() {
        Matcher named = NAMED.matcher(value);
        return named.matches() ? List.of(value, named.group(1) + ".api." + named.group(2)) : List.of(value);
    }

    boolean isAddress() {
        return IPV4.matcher(name()).matches();
    }

    String name() {
        return value.split(":", 2)[0];
    }

    /** The name that an alias stands for; any other name as it is. */
    static String withoutAlias(String name) {
        Matcher alias = ALIAS.matcher(name);
        return alias.matches() ? alias.group(1) + "." + alias.group(2) : name;
    }

    /** The port as it is written behind a name: nothing for 443. */
    static String suffix(Matcher hostAndPort) {
        String port = hostAndPort.group(2);
        if (port == null || port.equals("443")) {
            return "";
        }
        if (Integer.parseInt(port) > 65535) {
            throw new IllegalArgumentException("The port is not one");
        }
        return ":" + port;
    }

    static Matcher hostAndPort(String text) {
        Matcher parts = HOST_AND_PORT.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("Behind the host there may be a colon and a port, nothing else");
        }
        return parts;
    }

    private static String canonical(String text) {
        if (text.indexOf('@') >= 0) {
            throw new IllegalArgumentException("The address may not hold a user name or password");
        }
        // Before anything is lowered: there are letters outside ASCII whose lower case is inside.
        if (!text.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new IllegalArgumentException("The host may only have ASCII letters, digits, hyphens and dots");
        }
        Matcher parts = hostAndPort(text.toLowerCase(Locale.ROOT));
        return withoutAlias(checked(parts.group(1))) + suffix(parts);
    }

    private static String checked(String name) {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("The address has no host");
        }
        if (name.length() > LONGEST_NAME || !NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("The host may only have ASCII letters, digits, hyphens and dots");
        }
        if (name.startsWith("xn--") || name.contains(".xn--")) {
            throw new IllegalArgumentException("Internationalised host names are not accepted");
        }
        if (ENDS_IN_NUMBER.matcher(name).matches() && !IPV4.matcher(name).matches()) {
            throw new IllegalArgumentException("The host is neither a name nor a plain IPv4 address");
        }
        return name;
    }

    @Override
    public String toString() {
        return value;
    }
}
