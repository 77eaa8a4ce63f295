package org.s2sgateway.isolation;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * A gateway, and what there is behind it as far as the calls touch it.
 *
 * @param url where it is called, without a trailing slash
 * @param publicUrl what its links begin with
 */
record Deployment(
        URI url, String publicUrl, List<Site> sites, List<Table> tables, List<Consumer> consumers, Limits limits) {

    /** How often in a minute the gateway refuses with the reason, before it answers 429. */
    record Limits(int refusalsPerConsumer, int attemptsPerAddress) {

        static final Limits NONE = new Limits(Integer.MAX_VALUE, Integer.MAX_VALUE);
    }

    Deployment {
        sites = List.copyOf(sites);
        tables = List.copyOf(tables);
        consumers = List.copyOf(consumers);
    }

    Deployment with(List<Site> others) {
        return new Deployment(url, publicUrl, others, tables, consumers, limits);
    }

    /** What links to the environment begin with. */
    String root(Site site) {
        return publicUrl + "/api/dataverse/" + site.host() + "/api/data/";
    }

    /** A link as it is to be followed from here: a proxy's address is not always one's own way. */
    String followed(String link) {
        return link.startsWith(publicUrl) ? url + link.substring(publicUrl.length()) : link;
    }

    Optional<Site> site(String host) {
        return sites.stream().filter(site -> site.host().equals(host)).findFirst();
    }
}
