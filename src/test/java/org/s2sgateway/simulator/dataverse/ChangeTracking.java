package org.s2sgateway.simulator.dataverse;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The tokens of change tracking: a row version and a time, {@code 919042!08/22/2017 08:10:44} (Microsoft, "Use change
 * tracking to synchronize data with external systems").
 */
final class ChangeTracking {

    static final String TOKEN = "$deltatoken";

    /** {@code ExpireChangeTrackingInDays}. */
    private static final Duration LIFE = Duration.ofDays(7);

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("MM/dd/yyyy HH:mm:ss", Locale.ROOT);
    private static final List<EntityType> TRACKED = List.of(Schema.ACCOUNT, Schema.CONTACT);

    private ChangeTracking() {}

    static boolean tracks(EntityType type) {
        return TRACKED.contains(type);
    }

    /** Refuses what cannot be tracked. */
    static void check(EntityType type, Map<String, String> options) {
        for (String option : List.of("filter", "orderby", "expand", "top")) {
            if (options.containsKey("$" + option)) {
                throw ODataRefusal.badRequest(
                        "The \"$" + option + "\" query parameter isn't supported when Change Tracking is enabled.");
            }
        }
        if (!tracks(type)) {
            throw ODataRefusal.badRequest("Entity: " + type.logicalName() + " isn't enabled for change tracking.");
        }
    }

    /** The raw value of the option, in the spelling of Microsoft's samples. */
    static String token(long version, Instant now) {
        String text = version + "!" + TIME.format(LocalDateTime.ofInstant(now, ZoneOffset.UTC));
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("%2F", "%2f")
                .replace("%3A", "%3a");
    }

    /** The version of a token, decoded; refuses one that is malformed or too old. */
    static long version(String token, Instant now) {
        String[] parts = token.split("!", 2);
        try {
            long version = Long.parseLong(parts[0]);
            Instant time =
                    LocalDateTime.parse(parts.length < 2 ? "" : parts[1], TIME).toInstant(ZoneOffset.UTC);
            if (time.plus(LIFE).isBefore(now)) {
                throw ODataRefusal.badRequest("The change tracking token is expired.");
            }
            return version;
        } catch (NumberFormatException | DateTimeParseException malformed) {
            throw ODataRefusal.badRequest("The change tracking token is not valid.");
        }
    }
}
