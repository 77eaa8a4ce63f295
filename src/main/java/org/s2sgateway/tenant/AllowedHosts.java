package org.s2sgateway.tenant;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.s2sgateway.settings.Settings;

/**
 * Which hosts may be environments at all: no request leaves for any other. A pattern is a host, perhaps with a port,
 * in which a star stands for zero or more of {@code [a-z0-9-]} within one label, so that the whole host is matched and
 * no label is ever empty. Without a port only 443 matches. An IP address is allowed only where it is listed as it is.
 * Immutable and thread-safe. Source: {@code s2s.dataverse.hosts}, else the hosts of the cloud.
 */
public final class AllowedHosts {

    private static final String KEY = "s2s.dataverse.hosts";
    private static final Pattern LABELS = Pattern.compile("[a-z0-9*-]+(?:\\.[a-z0-9*-]+)*");

    private final List<String> patterns;
    private final List<Pattern> compiled;

    private AllowedHosts(List<String> patterns) {
        this.patterns = List.copyOf(patterns);
        this.compiled = patterns.stream().map(AllowedHosts::compiled).toList();
    }

    /** The configured patterns, or empty when one is faulty, or when there are neither configured nor default ones. */
    public static Optional<AllowedHosts> from(Settings settings, List<String> defaults) {
        return defaults.isEmpty()
                ? settings.require(KEY, AllowedHosts::parse)
                : settings.find(KEY, String.join(",", defaults), AllowedHosts::parse);
    }

    /** Whether the host may be an environment. */
    public boolean allows(EnvironmentHost host) {
        return host.isAddress()
                ? patterns.contains(host.value())
                : compiled.stream()
                        .anyMatch(pattern -> pattern.matcher(host.value()).matches());
    }

    /** The patterns in their canonical form, for telling people. */
    public List<String> patterns() {
        return patterns;
    }

    @Override
    public String toString() {
        return String.join(", ", patterns);
    }

    private static AllowedHosts parse(String text) {
        List<String> elements = Arrays.stream(text.split(","))
                .map(String::strip)
                .filter(element -> !element.isEmpty())
                .map(AllowedHosts::canonical)
                .distinct()
                .toList();
        if (elements.isEmpty()) {
            throw new IllegalArgumentException("names no host");
        }
        return new AllowedHosts(elements);
    }

    private static String canonical(String element) {
        try {
            if (element.indexOf('*') < 0) {
                return bare(EnvironmentHost.parse(element), element);
            }
            Matcher parts = EnvironmentHost.hostAndPort(element.toLowerCase(Locale.ROOT));
            if (!LABELS.matcher(parts.group(1)).matches()) {
                throw new IllegalArgumentException("A pattern has letters, digits, hyphens, dots and stars");
            }
            return EnvironmentHost.withoutAlias(parts.group(1)) + EnvironmentHost.suffix(parts);
        } catch (IllegalArgumentException malformed) {
            throw new IllegalArgumentException(
                    "must be a list of hosts like contoso.crm4.dynamics.com, *.crm*.dynamics.com or localhost:9443: "
                            + malformed.getMessage());
        }
    }

    private static String bare(EnvironmentHost host, String element) {
        if (element.chars().anyMatch(c -> "/?#".indexOf(c) >= 0)) {
            throw new IllegalArgumentException("A host is listed without https:// and without a path");
        }
        return host.value();
    }

    private static Pattern compiled(String pattern) {
        // The lookahead stands before every label: a star alone must not match an empty one.
        return Pattern.compile(Arrays.stream(pattern.split("(?=[.*])|(?<=[.*])"))
                .map(part ->
                        part.equals("*") ? "[a-z0-9-]*" : part.equals(".") ? "\\.(?=[a-z0-9-])" : Pattern.quote(part))
                .reduce("(?=[a-z0-9-])", String::concat));
    }
}
