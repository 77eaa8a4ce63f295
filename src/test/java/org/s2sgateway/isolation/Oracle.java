package org.s2sgateway.isolation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.s2sgateway.isolation.Consumer.Right;

/**
 * Looks into a whole answer, headers and body, for what belongs to somebody else: marks and ids of rows, hosts, tenants,
 * users, consumers, tokens, ids of other calls, links. What a request said itself, its answer may say again.
 * Thread-safe.
 */
final class Oracle {

    private static final Pattern GUID = Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
    private static final Pattern TOKEN = Pattern.compile("eyJ[\\w-]{10,}\\.[\\w-]{10,}\\.");
    private static final Pattern REQUEST_ID = Pattern.compile("iso\\.[0-9a-f]{6}\\.[a-z0-9_-]+\\.[a-z0-9_-]+\\.\\d+");
    private static final Pattern TRACE =
            Pattern.compile("00-" + Asking.TRACE_PREFIX + "[0-9a-f]{24}-[0-9a-f]{16}-[0-9a-f]{2}");
    private static final Pattern CONTROL_LINK = Pattern.compile(
            "\"[^\"\\\\]*@odata\\.(?:context|nextLink|deltaLink|id|editLink|readLink|navigationLink|associationLink)\""
                    + "\\s*:\\s*\"(https?:[^\"]*)\"");
    private static final Pattern ADDRESS = Pattern.compile("https?://[^\\s\"',;>]+");

    /** Whose an id is. */
    private record Owned(Crossing crossing, Set<String> sites) {}

    private final Deployment deployment;
    private final Pattern hosts;
    private final Map<String, String> siteOfHost = new TreeMap<>();
    private final Map<String, Owned> ids = new ConcurrentHashMap<>();
    private final Map<String, String> consumers;

    Oracle(Deployment deployment) {
        this.deployment = deployment;
        for (Site site : deployment.sites()) {
            names(site.host()).forEach(name -> siteOfHost.put(name, site.name()));
            own(Crossing.TENANT, site.tenantId(), site);
            own(site.truth(), site);
        }
        this.hosts = hosts(siteOfHost.keySet());
        this.consumers = deployment.consumers().stream()
                .collect(Collectors.toMap(
                        consumer -> consumer.clientId().toLowerCase(Locale.ROOT),
                        Consumer::clientId,
                        (one, same) -> one));
    }

    /** An environment of the cloud goes by two names. */
    private static Stream<String> names(String host) {
        return Stream.of(host, host.replaceFirst("\\.", ".api.")).distinct();
    }

    private static Pattern hosts(Set<String> names) {
        String any = names.stream()
                .sorted(Comparator.comparing(String::length).reversed())
                .map(Pattern::quote)
                .collect(Collectors.joining("|"));
        return Pattern.compile("(?<![a-z0-9.-])(" + any + ")(?![a-z0-9-]|\\.[a-z0-9]|:[0-9])");
    }

    void own(Site.Truth truth, Site site) {
        Stream.of(truth.organizationId(), truth.userId(), truth.personsUserId())
                .flatMap(Optional::stream)
                .forEach(id -> own(Crossing.IDENTITY, id, site));
    }

    /** From now on the row is known to be this environment's. */
    void ownsRow(String id, Site site) {
        own(Crossing.ROW, id, site);
    }

    /** Says nothing of the row any more: another environment has one of that id, too. */
    void forgetRow(String id) {
        ids.remove(id.toLowerCase(Locale.ROOT));
    }

    private void own(Crossing crossing, String id, Site site) {
        ids.merge(
                id.toLowerCase(Locale.ROOT),
                new Owned(crossing, Set.of(site.name())),
                (one, other) -> new Owned(one.crossing(), union(one.sites(), other.sites())));
    }

    private static Set<String> union(Set<String> one, Set<String> other) {
        Set<String> both = new HashSet<>(one);
        both.addAll(other);
        return Set.copyOf(both);
    }

    /** What crossed; the status is not its business. */
    List<Finding> crossings(Asked asked, Answer answer) {
        List<Finding> findings = new ArrayList<>();
        String text = answer.text();
        String lower = text.toLowerCase(Locale.ROOT);
        String said = asked.said().toLowerCase(Locale.ROOT);
        Set<String> mayName = asked.mayName().stream().map(Site::name).collect(Collectors.toSet());
        correlation(asked, answer, text, findings);
        rows(asked, answer, text, said, findings);
        ids(asked, lower, said, mayName, findings);
        for (Matcher host = hosts.matcher(lower.replace("%3a", ":")); host.find(); ) {
            String name = host.group(1);
            if (!mayName.contains(siteOfHost.get(name)) && !said.contains(name)) {
                findings.add(new Finding(Crossing.HOST, asked.toString(), name + around(lower, name)));
            }
        }
        if (!asked.token() && TOKEN.matcher(text).find()) {
            findings.add(new Finding(Crossing.TOKEN, asked.toString(), "a token is in the answer"));
        }
        links(asked, answer, findings);
        return findings;
    }

    private static void correlation(Asked asked, Answer answer, String text, List<Finding> findings) {
        for (String name : List.of(Asked.REQUEST_ID, Asked.TRACEPARENT)) {
            String own = asked.headers().getOrDefault(name, "");
            List<String> values = answer.headers().getOrDefault(name, List.of());
            if (values.isEmpty() ? mustEcho(asked, answer) : !values.equals(List.of(own))) {
                findings.add(new Finding(
                        Crossing.CORRELATION, asked.toString(), name + " is " + values + " and not " + own));
            }
        }
        foreign(REQUEST_ID, text, id -> id.equals(asked.requestId()))
                .forEach(id -> findings.add(
                        new Finding(Crossing.CORRELATION, asked.toString(), "holds the id of another call, " + id)));
        foreign(TRACE, text, id -> id.equals(asked.headers().getOrDefault(Asked.TRACEPARENT, "")))
                .forEach(id -> findings.add(
                        new Finding(Crossing.CORRELATION, asked.toString(), "holds the trace of another call, " + id)));
    }

    /** Only refusals for a missing token or role, or for too many of them, have no ids. */
    private static boolean mustEcho(Asked asked, Answer answer) {
        return asked.isForwarded()
                && asked.consumer().may(Right.DATAVERSE)
                && answer.status() != 401
                && !answer.isLimited();
    }

    private static void rows(Asked asked, Answer answer, String text, String said, List<Finding> findings) {
        for (Mark mark : Mark.in(text)) {
            boolean inPlace = answer.status() < 400
                    && asked.mayName().stream().anyMatch(mark::isOf)
                    && asked.consumer().reads().contains(mark.table());
            if (!inPlace && !said.contains(mark.toString())) {
                findings.add(new Finding(Crossing.ROW, asked.toString(), "holds " + mark));
            }
        }
    }

    private void ids(Asked asked, String lower, String said, Set<String> mayName, List<Finding> findings) {
        Set<String> seen = new HashSet<>();
        for (Matcher guid = GUID.matcher(lower); guid.find(); ) {
            String id = guid.group();
            if (!seen.add(id) || said.contains(id)) {
                continue;
            }
            Owned owned = ids.get(id);
            if (owned != null && owned.sites().stream().noneMatch(mayName::contains)) {
                findings.add(new Finding(owned.crossing(), asked.toString(), id + " is of " + owned.sites()));
            }
            if (consumers.containsKey(id)
                    && !asked.consumers()
                    && !id.equalsIgnoreCase(asked.consumer().clientId())) {
                findings.add(new Finding(Crossing.CONSUMER, asked.toString(), "names the consumer " + id));
            }
        }
    }

    private void links(Asked asked, Answer answer, List<Finding> findings) {
        String root = asked.site().map(deployment::root).orElse(deployment.publicUrl() + "/");
        List<String> links = new ArrayList<>();
        answer.headers().values().forEach(values -> values.forEach(value -> add(ADDRESS.matcher(value), 0, links)));
        add(CONTROL_LINK.matcher(answer.body().replace("\\/", "/")), 1, links);
        links.stream()
                .filter(link -> !link.startsWith(root))
                .forEach(link -> findings.add(new Finding(Crossing.LINK, asked.toString(), "leads to " + link)));
    }

    private static void add(Matcher matcher, int group, List<String> found) {
        while (matcher.find()) {
            found.add(matcher.group(group));
        }
    }

    private static List<String> foreign(Pattern pattern, String text, Predicate<String> own) {
        return pattern.matcher(text)
                .results()
                .map(match -> match.group())
                .filter(own.negate())
                .distinct()
                .toList();
    }

    private static String around(String text, String name) {
        int at = text.indexOf(name);
        return at < 0 ? "" : " in ..." + text.substring(Math.max(0, at - 60), Math.min(text.length(), at + 60));
    }
}
