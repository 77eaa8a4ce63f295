package org.s2sgateway.odata;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One environment's addresses, and the gateway's address for it. Links in answers are to lead to the gateway, and what
 * a client took from such a link is to name the environment again when it goes up.
 *
 * @param gateway where the gateway has all environments, e.g. {@code https://gw.example/api/dataverse}
 * @param hosts the environment's host names, lower case, with {@code :port} only where it is not 443; links that go up
 *     carry the first of them
 */
public record LinkMapping(String gateway, List<String> hosts) {

    // Nothing that JSON or a header would have to escape.
    private static final Pattern GATEWAY = Pattern.compile("https?://[A-Za-z0-9.:\\[\\]-]+(/[A-Za-z0-9._~%/-]*)?");
    private static final Pattern HOST = Pattern.compile("[a-z0-9.-]+(:[0-9]+)?");

    /**
     * Removes trailing slashes of the gateway's address.
     *
     * @throws IllegalArgumentException when one of them is no address, or there is no host
     */
    public LinkMapping {
        if (!GATEWAY.matcher(gateway).matches() || URI.create(gateway).getHost() == null) {
            throw new IllegalArgumentException("The gateway's address is none");
        }
        gateway = gateway.replaceAll("/+$", "");
        hosts = List.copyOf(hosts);
        if (hosts.isEmpty()
                || !hosts.stream().allMatch(host -> HOST.matcher(host).matches())) {
            throw new IllegalArgumentException("A host is none");
        }
    }

    /** For what comes down: the environment's addresses become the gateway's. */
    public Links answers() {
        List<Addresses.Spelling> origins = hosts.stream()
                .flatMap(host -> Stream.of(host, withDefaultPort(host)))
                .distinct()
                .map(host -> Addresses.Spelling.ofEitherCase("https://" + host))
                .toList();
        return new Links(new Addresses(origins), gateway + "/" + hosts.get(0));
    }

    /**
     * For what goes up: the gateway's addresses for the environment, absolute or from its root
     * ({@code /api/dataverse/contoso...}), become the environment's own.
     */
    public Links requests() {
        URI base = URI.create(gateway);
        String path = base.getRawPath() + "/";
        List<Addresses.Spelling> spellings = new ArrayList<>();
        for (String host : hosts) {
            for (String written : waysToWrite(host)) {
                Addresses.Spelling below = Addresses.Spelling.of(path).then(Addresses.Spelling.ofEitherCase(written));
                origins(base)
                        .forEach(origin -> spellings.add(
                                Addresses.Spelling.ofEitherCase(origin).then(below)));
                spellings.add(below);
            }
        }
        return new Links(new Addresses(spellings), "https://" + hosts.get(0));
    }

    private static Stream<String> origins(URI base) {
        int port = base.getScheme().equals("https") ? 443 : 80;
        String portless = base.getScheme() + "://" + base.getHost();
        return base.getPort() == -1 || base.getPort() == port
                ? Stream.of(portless, portless + ":" + port)
                : Stream.of(portless + ":" + base.getPort());
    }

    /** In a path the colon may be encoded, and some clients do it. */
    private static List<String> waysToWrite(String host) {
        return Stream.of(host, withDefaultPort(host))
                .flatMap(name -> Stream.of(name, name.replace(":", "%3a")))
                .distinct()
                .toList();
    }

    private static String withDefaultPort(String host) {
        return host.contains(":") ? host : host + ":443";
    }
}
