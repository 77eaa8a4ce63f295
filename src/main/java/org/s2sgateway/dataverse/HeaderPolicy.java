package org.s2sgateway.dataverse;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which headers cross the gateway. Towards Dataverse: what stands here and nothing else. Towards the consumer:
 * everything but what belongs to one connection, to the upstream's own host, or to us.
 *
 * <p>Stateless. Source: RFC 9110 section 7.6.1; header lists of the Dataverse Web API.
 */
public final class HeaderPolicy {

    private static final Set<String> TO_DATAVERSE = Set.of(
            "accept",
            "accept-encoding",
            "accept-language",
            "consistency",
            "content-encoding",
            "content-range",
            "content-type",
            "if-match",
            "if-none-match",
            "odata-maxversion",
            "odata-version",
            "prefer",
            "range",
            "traceparent",
            "x-ms-client-request-id",
            "x-ms-client-session-id",
            "x-ms-correlation-request-id",
            "x-ms-file-name",
            "x-ms-transfer-mode");

    /** Dataverse's own optional parameters; anything but letters and digits in such a name is somebody's trick. */
    private static final Pattern MSCRM = Pattern.compile("mscrm\\.[a-z0-9]+");

    private static final Pattern NO_LETTERS = Pattern.compile("[^a-z]");
    private static final Set<String> IMPERSONATION = Set.of("callerobjectid", "mscrmcallerid", "mscrmcallerobjectid");

    private static final Set<String> HOP_BY_HOP = Set.of(
            "connection",
            "keep-alive",
            "proxy-authenticate",
            "proxy-authorization",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");

    /**
     * Cookies would pin all consumers to one web server (and are another host's), the next ones speak of a host that is
     * not ours, the following ones tell a browser or a client what to do at our address, the last two are set by the
     * gateway itself on every answer. {@code Access-Control-*} belongs here too.
     */
    private static final Set<String> NOT_TO_THE_CONSUMER = Set.of(
            "set-cookie",
            "set-cookie2",
            "server",
            "strict-transport-security",
            "public-key-pins",
            "alt-svc",
            "authorization",
            "authentication-info",
            "www-authenticate",
            "clear-site-data",
            "nel",
            "refresh",
            "report-to",
            "reporting-endpoints",
            "x-aspnet-version",
            "x-powered-by",
            "content-security-policy",
            "x-content-type-options");

    private HeaderPolicy() {}

    /** Whether a header of the consumer goes to Dataverse, given the values of its {@code Connection} headers. */
    public static boolean goesUp(String name, List<String> connection) {
        String lower = name.toLowerCase(Locale.ROOT);
        return (TO_DATAVERSE.contains(lower) || MSCRM.matcher(lower).matches())
                && !named(connection).contains(lower);
    }

    /** Whether a header of Dataverse goes to the consumer, given the values of its {@code Connection} headers. */
    public static boolean comesDown(String name, List<String> connection) {
        String lower = name.toLowerCase(Locale.ROOT);
        return !HOP_BY_HOP.contains(lower)
                && !NOT_TO_THE_CONSUMER.contains(lower)
                && !lower.startsWith("access-control-")
                && !named(connection).contains(lower);
    }

    /**
     * Whether a header is one that lets Dataverse act as another user, in any spelling: some servers and proxies take one
     * sign for another or drop what they do not know, and all of them take any case.
     */
    public static boolean impersonates(String name) {
        String letters = NO_LETTERS.matcher(name.toLowerCase(Locale.ROOT)).replaceAll("");
        return IMPERSONATION.contains(letters);
    }

    /** All values of a header, whose name is found in any case. */
    public static List<String> values(Map<String, List<String>> headers, String name) {
        return headers.entrySet().stream()
                .filter(header -> header.getKey().equalsIgnoreCase(name))
                .flatMap(header -> header.getValue().stream())
                .toList();
    }

    private static Set<String> named(List<String> connection) {
        return connection.stream()
                .flatMap(value -> Arrays.stream(value.split(",")))
                .map(token -> token.strip().toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
    }
}
