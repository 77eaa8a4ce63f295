package org.s2sgateway.simulator.dataverse;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.s2sgateway.simulator.identity.DirectoryTenant;

/**
 * Where an environment is and whose it is.
 *
 * @param addresses the first is its own, the others lead here through the proxy
 */
public record Place(String name, DirectoryTenant tenant, List<Address> addresses) {

    /**
     * A name under which an environment is reached.
     *
     * @param host with port where it is not 443
     * @param canonicalHost the name that a token is for: {@code org.crm4} of {@code org.api.crm4}
     * @param authority of the identity side, in the same world of names
     */
    public record Address(String host, String canonicalHost, URI authority) {}

    public Place {
        addresses = List.copyOf(addresses);
    }

    /** Its own address, {@code https://localhost:9444}. */
    public String url() {
        return "https://" + addresses.get(0).host();
    }

    Optional<Address> address(String host) {
        String named = host.replaceFirst("^(127\\.0\\.0\\.1|\\[::1]):", "localhost:");
        return addresses.stream()
                .filter(address -> address.host().equals(named))
                .findFirst();
    }
}
