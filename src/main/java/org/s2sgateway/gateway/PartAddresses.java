package org.s2sgateway.gateway;

import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.s2sgateway.dataverse.RequestTarget;
import org.s2sgateway.problem.ProblemType;
import org.s2sgateway.problem.Refusal;
import org.s2sgateway.settings.PublicUrl;
import org.s2sgateway.tenant.EnvironmentHost;

/**
 * Where the requests of one batch may go: to the batch's own environment, whose address clients write in full, behind
 * the gateway's, as a path or relative to the batch. Whatever they write, what is judged and sent is the path.
 *
 * @param gateway the gateway's origin
 * @param root the path of the batch without {@code $batch}
 */
record PartAddresses(EnvironmentHost host, String gateway, String root) {

    private static final Pattern BATCH = Pattern.compile("(/api/data/v\\d{1,2}\\.\\d{1,2}/)(?:\\$|%24)batch");
    private static final Pattern ABSOLUTE = Pattern.compile("(https?)://([^/@#\\\\]*)(/.*)", Pattern.CASE_INSENSITIVE);
    // RFC 3986 section 3.1; a colon behind a parenthesis is part of a key.
    private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:.*");

    /** The addresses of a batch, which has to be written as everybody writes it. */
    static PartAddresses of(IncomingCall call, PublicUrl gateway) {
        Matcher batch = BATCH.matcher(call.target().path());
        if (!batch.matches()) {
            throw new Refusal(
                    ProblemType.BAD_REQUEST,
                    "A batch is sent to /api/data/v<n>.<n>/$batch, such as /api/data/v9.2/$batch, and nowhere else.");
        }
        return new PartAddresses(call.host(), gateway.origin(), batch.group(1));
    }

    /** The target that is sent for what is written on a request line, or the refusal of it. */
    RequestTarget target(String written, UnaryOperator<String> mapQuery) {
        int mark = written.indexOf('?');
        String path = path(mark < 0 ? written : written.substring(0, mark));
        return judged(path, mark < 0 ? null : mapQuery.apply(written.substring(mark + 1)));
    }

    /** Whether a {@code Host} header names the environment or the gateway. */
    boolean isOwn(String authority) {
        return isEnvironment("https", authority)
                || origin("https", authority).equals(gateway)
                || origin("http", authority).equals(gateway);
    }

    private String path(String written) {
        if (written.startsWith("/")) {
            return withoutGateway(written);
        }
        if (!SCHEME.matcher(written).matches()) {
            return root + written;
        }
        Matcher absolute = ABSOLUTE.matcher(written);
        if (!absolute.matches()) {
            throw elsewhere();
        }
        String path = absolute.group(3);
        if (origin(absolute.group(1), absolute.group(2)).equals(gateway) && path.startsWith(IncomingCall.PREFIX)) {
            return withoutGateway(path);
        }
        if (!isEnvironment(absolute.group(1), absolute.group(2))) {
            throw elsewhere();
        }
        return path;
    }

    private String withoutGateway(String path) {
        if (!path.startsWith(IncomingCall.PREFIX)) {
            return path;
        }
        int end = path.indexOf('/', IncomingCall.PREFIX.length());
        String segment = path.substring(IncomingCall.PREFIX.length(), end < 0 ? path.length() : end);
        if (end < 0 || IncomingCall.environment(segment).filter(host::equals).isEmpty()) {
            throw elsewhere();
        }
        return path.substring(end);
    }

    private boolean isEnvironment(String scheme, String authority) {
        return scheme.equalsIgnoreCase("https")
                && EnvironmentHost.find(authority).filter(host::equals).isPresent();
    }

    private static String origin(String scheme, String authority) {
        String usual = scheme.equalsIgnoreCase("https") ? ":443" : ":80";
        String shortened =
                authority.endsWith(usual) ? authority.substring(0, authority.length() - usual.length()) : authority;
        return (scheme + "://" + shortened).toLowerCase(Locale.ROOT);
    }

    private static RequestTarget judged(String path, @Nullable String query) {
        try {
            return RequestTarget.parsePart(path, query);
        } catch (RequestTarget.Refused refused) {
            throw IncomingCall.refusal(refused);
        }
    }

    private Refusal elsewhere() {
        return new Refusal(
                ProblemType.BAD_REQUEST,
                "The URL leads to another host or environment than the batch is sent to, or by another scheme or port: it"
                        + " begins with " + gateway + IncomingCall.PREFIX + host.value() + "/, with https://"
                        + host.value() + "/, or with the path.");
    }
}
