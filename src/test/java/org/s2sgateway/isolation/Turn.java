package org.s2sgateway.isolation;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Predicate;

/** One consumer's turn to call, with dice of its own. For one thread. */
record Turn(Deployment deployment, Kind kind, Consumer consumer, SplittableRandom random) {

    /** One of the things, or nothing where there is none. */
    <T> Optional<T> any(List<T> things, Predicate<T> which) {
        List<T> some = things.stream().filter(which).toList();
        return some.isEmpty() ? Optional.empty() : Optional.of(some.get(random.nextInt(some.size())));
    }

    Optional<Site> site(Predicate<Site> which) {
        return any(deployment.sites(), which);
    }

    /** An open environment that the consumer reaches. */
    Optional<Site> ownSite() {
        return site(site -> site.isOpen() && consumer.reaches(site));
    }

    Optional<Table> readable() {
        return any(deployment.tables(), table -> consumer.reads().contains(table.entitySet()));
    }

    /** A request to an environment, from its root on; now and then for a packed answer. */
    Asked ask(Site site, String target, Expected expected) {
        Asked asked = ask(site.path() + target, expected).at(site);
        return oneIn(4) ? asked.with("Accept-Encoding", "gzip") : asked;
    }

    /** A request to an address of the gateway. */
    Asked ask(String path, Expected expected) {
        return Asked.get(kind, consumer, path.startsWith("http") ? path : deployment.url() + path, expected);
    }

    boolean oneIn(int number) {
        return random.nextInt(number) == 0;
    }
}
