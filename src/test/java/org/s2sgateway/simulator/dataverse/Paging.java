package org.s2sgateway.simulator.dataverse;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The paging cookies that were given out. A cookie counts only in the very spelling and with the very query it was
 * given for: Microsoft says to use the link as it is, and here it does not work otherwise. Thread-safe.
 */
final class Paging {

    /** Where a page ended, and the version of the data when the first one began. */
    record Position(Row last, int page, long version) {}

    private static final int REMEMBERED = 10_000;

    private final Map<String, Position> positions = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Position> eldest) {
            return size() > REMEMBERED;
        }
    };

    /** The raw value of {@code $skiptoken} for the page after that position. */
    synchronized String cookie(EntityType type, String path, Query query, Row first, Position position) {
        String inner = "<cookie page=\"" + position.page() + "\"><" + type.primaryKey() + " last=\""
                + braces(position.last()) + "\" first=\"" + braces(first) + "\" /></cookie>";
        // The inner cookie is encoded twice, and then once more with the option.
        String outer = "<cookie pagenumber=\"" + (position.page() + 1) + "\" pagingcookie=\"" + encode(encode(inner))
                + "\" istracking=\"False\" />";
        String raw = encode(outer).replace("%3D", "=").replace("%2F", "/");
        positions.put(key(path, query, raw), position);
        return raw;
    }

    /** Where the page before this request ended; empty for a first page. */
    synchronized Optional<Position> position(String path, Query query) {
        return query.skiptoken().map(raw -> {
            Position position = positions.get(key(path, query, raw));
            if (position == null) {
                throw ODataRefusal.badRequest("Malformed XML in the Paging Cookie");
            }
            return position;
        });
    }

    private static String key(String path, Query query, String raw) {
        return path + "?" + query.fingerprint() + "&" + raw;
    }

    private static String braces(Row row) {
        return "{" + row.id().toString().toUpperCase(Locale.ROOT) + "}";
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
