package org.s2sgateway.odata;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * One direction of a {@link LinkMapping}. Only where a value begins with an address is it mapped; all else stays as it is,
 * to the byte. Immutable; the filters it makes are for one body each.
 */
public final class Links {

    /** Those whose whole value is one link, in OData and in the conventions of Azure for long-running operations. */
    private static final Set<String> HEADERS =
            Set.of("location", "odata-entityid", "content-location", "operation-location", "azure-asyncoperation");

    private final Addresses addresses;
    private final String replacement;
    private final byte[] replacementBytes;

    Links(Addresses addresses, String replacement) {
        this.addresses = addresses;
        this.replacement = replacement;
        this.replacementBytes = replacement.getBytes(StandardCharsets.US_ASCII);
    }

    Addresses addresses() {
        return addresses;
    }

    /** The address to be written instead; shared, not to be changed. */
    byte[] replacement() {
        return replacementBytes;
    }

    /** The value of a header: of one that is a link, mapped. */
    public String mapHeader(String name, String value) {
        return isLink(name) ? map(value) : value;
    }

    static boolean isLink(String header) {
        return HEADERS.contains(header.toLowerCase(Locale.ROOT));
    }

    /** A single link. */
    public String map(String link) {
        return replacedUpTo(end(link, false), link);
    }

    /**
     * The raw query of a request, without its question mark, in which {@code $id} names the entity of a reference
     * (OData 4.0 part 2, section 5.2); other values are not touched.
     */
    public String mapQuery(String query) {
        StringBuilder mapped = new StringBuilder(query.length());
        int at = 0;
        while (at <= query.length()) {
            int end = query.indexOf('&', at);
            end = end < 0 ? query.length() : end;
            mapped.append(mapOption(query.substring(at, end)));
            if (end < query.length()) {
                mapped.append('&');
            }
            at = end + 1;
        }
        return mapped.toString();
    }

    /** The raw target of a request line in a {@code $batch}, absolute or not, with the {@code $id} in its query. */
    public String mapTarget(String target) {
        String mapped = map(target);
        int query = mapped.indexOf('?') + 1;
        return query == 0 ? mapped : mapped.substring(0, query) + mapQuery(mapped.substring(query));
    }

    /**
     * What maps the links in a body of this type: JSON of any shape, and {@code multipart/mixed} with parts of JSON in
     * it. The body has to be unpacked. Empty where bodies have no links: they are not to be touched.
     *
     * @param contentType the value of the header, with its parameters
     */
    public Optional<BodyFilter> filter(String contentType) {
        ContentType type = ContentType.parse(contentType);
        if (type.isJson()) {
            return Optional.of(json());
        }
        return type.multipartBoundary().map(boundary -> new MultipartLinks(this, boundary));
    }

    /** Whether a body of this type is JSON in characters that the filter does not know, such as those of UTF-16. */
    public static boolean isStrangeJson(String contentType) {
        ContentType type = ContentType.parse(contentType);
        return type.isJson() && !type.isLikeAscii();
    }

    BodyFilter json() {
        return new JsonLinks(this);
    }

    private String mapOption(String option) {
        int value = option.indexOf('=') + 1;
        String name = option.substring(0, Math.max(0, value - 1));
        if (!name.equals("$id") && !name.equals("%24id")) {
            return option;
        }
        String link = option.substring(value);
        return name + "=" + replacedUpTo(end(link, true), link);
    }

    private String replacedUpTo(int end, String link) {
        return end < 0 ? link : replacement + link.substring(end);
    }

    /** Where the address ends that the link begins with; negative when it begins with none. */
    private int end(String link, boolean encoded) {
        long candidates = addresses.all();
        int position = 0;
        for (int at = 0; candidates != 0; position++) {
            boolean triplet = encoded && isTriplet(link, at);
            int character = at == link.length()
                    ? Addresses.END
                    : triplet ? Integer.parseInt(link, at + 1, at + 3, 16) : link.charAt(at);
            if (addresses.endBefore(character, position, candidates)) {
                return at;
            }
            candidates = addresses.having(character, position, candidates);
            at += triplet ? 3 : 1;
        }
        return -1;
    }

    private static boolean isTriplet(String link, int at) {
        return at + 2 < link.length()
                && link.charAt(at) == '%'
                && Character.digit(link.charAt(at + 1), 16) >= 0
                && Character.digit(link.charAt(at + 2), 16) >= 0;
    }
}
