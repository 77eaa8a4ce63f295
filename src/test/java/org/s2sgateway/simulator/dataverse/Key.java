package org.s2sgateway.simulator.dataverse;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The key in a row's address: its GUID, or the value of the table's alternate key.
 *
 * @param id present for a GUID
 */
record Key(Optional<UUID> id, String alternateValue) {

    private static final Pattern NAMED = Pattern.compile("([a-z0-9_]+)=(?:'((?:[^']++|'')*+)'|(.+))");

    /** @param text what stood between the parentheses, decoded */
    static Key parse(EntityType type, String text) {
        Optional<UUID> id = Guids.parse(text);
        if (id.isPresent()) {
            return new Key(id, "");
        }
        Matcher named = NAMED.matcher(text);
        if (named.matches() && named.group(1).equals(type.primaryKey()) && named.group(3) != null) {
            Optional<UUID> primary = Guids.parse(named.group(3));
            if (primary.isPresent()) {
                return new Key(primary, "");
            }
        }
        if (named.matches()
                && type.alternateKey().filter(named.group(1)::equals).isPresent()
                && named.group(2) != null) {
            return new Key(Optional.empty(), named.group(2).replace("''", "'"));
        }
        throw ODataRefusal.badRequest("Bad Request - Error in query syntax.");
    }

    Optional<Row> find(Table table) {
        return id.isPresent()
                ? table.find(id.get())
                : table.find(row -> row.value(table.type().alternateKey().orElseThrow())
                        .filter(alternateValue::equals)
                        .isPresent());
    }

    ODataRefusal notFound(EntityType type) {
        return id.map(guid -> new ODataRefusal(
                        404,
                        ODataRefusal.DOES_NOT_EXIST,
                        "Entity '" + type.logicalName() + "' With Id = " + guid + " Does Not Exist"))
                .orElseGet(() -> new ODataRefusal(
                        404,
                        ODataRefusal.NO_SUCH_KEY,
                        "A record with the specified key values does not exist in " + type.logicalName() + " entity"));
    }
}
