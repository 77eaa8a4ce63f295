package org.s2sgateway.dataverse;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
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

    private static final String MSCRM = "mscrm.";

    /** Microsoft, "Bypass custom Dataverse logic": BypassCustomPluginExecution, BypassBusinessLogicExecution and more. */
    private static final String BYPASS = MSCRM + "bypass";

    private static final List<String> IMPERSONATION = List.of("callerobjectid", "mscrmcallerid", "mscrmcallerobjectid");

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
        return (TO_DATAVERSE.contains(lower) || isParameter(lower)) && !isNamed(lower, connection);
    }

    /** Whether a header of Dataverse goes to the consumer, given the values of its {@code Connection} headers. */
    public static boolean comesDown(String name, List<String> connection) {
        String lower = name.toLowerCase(Locale.ROOT);
        return !HOP_BY_HOP.contains(lower)
                && !NOT_TO_THE_CONSUMER.contains(lower)
                && !lower.startsWith("access-control-")
                && !isNamed(lower, connection);
    }

    /**
     * Whether a header is one that lets Dataverse act as another user, in any spelling: some servers and proxies take one
     * sign for another or drop what they do not know, and all of them take any case.
     */
    public static boolean impersonates(String name) {
        for (String impersonation : IMPERSONATION) {
            if (hasLetters(name, impersonation)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a header is one by which Dataverse leaves out the custom logic of its environment. */
    public static boolean bypassesLogic(String name) {
        return name.toLowerCase(Locale.ROOT).startsWith(BYPASS);
    }

    /**
     * A value of Dataverse's, each of whose characters is an octet, in ASCII: where there is more in it, such as in a
     * file's name, it is percent-encoded as UTF-8, as the Web API takes such a name in a query. Not every server passes
     * on what is beyond ASCII (Payara makes spaces of it), and RFC 9110 section 5.5 gives it no meaning.
     */
    static String ascii(String value) {
        for (int i = 0; i < value.length(); i++) {
            if (value.charAt(i) > 0x7E) {
                return percentEncoded(value);
            }
        }
        return value;
    }

    private static String percentEncoded(String value) {
        StringBuilder encoded = new StringBuilder(3 * value.length());
        for (byte octet : utf8(value.getBytes(StandardCharsets.ISO_8859_1))) {
            // The sign itself, too, or nobody could tell what was encoded.
            if (octet < 0x20 || octet > 0x7E || octet == '%') {
                encoded.append('%').append(HexFormat.of().withUpperCase().toHexDigits(octet));
            } else {
                encoded.append((char) octet);
            }
        }
        return encoded.toString();
    }

    /** The octets themselves where they are UTF-8 already, which ISO 8859-1 beyond ASCII hardly ever is. */
    private static byte[] utf8(byte[] octets) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets));
            return octets;
        } catch (CharacterCodingException latin) {
            return new String(octets, StandardCharsets.ISO_8859_1).getBytes(StandardCharsets.UTF_8);
        }
    }

    /** Of a consumer's headers those that go to Dataverse. */
    public static Map<String, List<String>> goingUp(Map<String, List<String>> headers) {
        List<String> connection = values(headers, "Connection");
        return headers.entrySet().stream()
                .filter(header -> goesUp(header.getKey(), connection))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** All values of a header, whose name is found in any case. */
    public static List<String> values(Map<String, List<String>> headers, String name) {
        List<String> values = List.of();
        for (Map.Entry<String, List<String>> header : headers.entrySet()) {
            if (header.getKey().equalsIgnoreCase(name)) {
                values = values.isEmpty() ? header.getValue() : joined(values, header.getValue());
            }
        }
        return values;
    }

    private static List<String> joined(List<String> values, List<String> more) {
        List<String> all = new ArrayList<>(values);
        all.addAll(more);
        return all;
    }

    /** Dataverse's own optional parameters; anything but letters and digits in such a name is somebody's trick. */
    private static boolean isParameter(String lower) {
        if (!lower.startsWith(MSCRM) || lower.length() == MSCRM.length()) {
            return false;
        }
        for (int i = MSCRM.length(); i < lower.length(); i++) {
            char c = lower.charAt(i);
            if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))) {
                return false;
            }
        }
        return true;
    }

    /** Whether the letters of a text, in any case, are these, whatever else is in it. */
    private static boolean hasLetters(String text, String letters) {
        int next = 0;
        for (int i = 0; i < text.length(); i++) {
            int c = Character.toLowerCase(text.charAt(i));
            if (c >= 'a' && c <= 'z') {
                if (next == letters.length() || letters.charAt(next) != c) {
                    return false;
                }
                next++;
            }
        }
        return next == letters.length();
    }

    private static boolean isNamed(String lower, List<String> connection) {
        for (String value : connection) {
            for (int start = 0; start <= value.length(); ) {
                int comma = value.indexOf(',', start);
                int end = comma < 0 ? value.length() : comma;
                if (value.substring(start, end).strip().equalsIgnoreCase(lower)) {
                    return true;
                }
                start = end + 1;
            }
        }
        return false;
    }
}
