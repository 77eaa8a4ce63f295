package org.s2sgateway.simulator.dataverse;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.s2sgateway.simulator.wire.Call;

/**
 * A row that is named by its address: absolute of this environment, a path, or relative to the version's root.
 *
 * @param type of the row
 */
record Link(EntityType type, Key key) {

    private static final Pattern LINK =
            Pattern.compile("(https://[^/]*)?(/api/data/v9\\.[0-2])?/?([A-Za-z_]\\w*)\\(([^/]*)\\)");

    /** Throws {@link ODataRefusal}; {@code root} is the request's own, and only its host may be named. */
    static Link parse(String text, String root) {
        Matcher link = LINK.matcher(text);
        if (!link.matches() || link.group(1) != null && link.group(2) == null) {
            throw ODataRefusal.badRequest("The link '" + text + "' does not name a row.");
        }
        String host = root.replaceFirst("/api/data/.*", "");
        if (link.group(1) != null && !link.group(1).equalsIgnoreCase(host)) {
            throw ODataRefusal.badRequest(
                    "The link '" + text + "' is not an address of this service, whose base address is '" + root + "'.");
        }
        EntityType type = Schema.bySet(link.group(3))
                .orElseThrow(
                        () -> ODataRefusal.badRequest("Resource not found for the segment '" + link.group(3) + "'."));
        return new Link(type, Key.parse(type, Call.decode(link.group(4).replace("+", "%2B"))));
    }

    /** The row, which must be one that the navigation property may lead to. */
    Row row(Navigation navigation, Data data) {
        if (type != navigation.target()) {
            throw ODataRefusal.badRequest(
                    "A row of '" + type.entitySet() + "' is not what '" + navigation.name() + "' leads to.");
        }
        return key.find(data.table(type)).orElseThrow(() -> key.notFound(type));
    }
}
