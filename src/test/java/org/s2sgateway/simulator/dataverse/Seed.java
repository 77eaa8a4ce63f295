package org.s2sgateway.simulator.dataverse;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.IntFunction;

/** The rows that environments start with: always the same. */
final class Seed {

    /** Versions of later writes are above all of these. */
    static final long LAST_VERSION = 5_000_000;

    private static final Instant TIME = Instant.parse("2021-10-07T08:00:00Z");
    private static final List<String> CITIES = List.of("Berlin", "Graz", "Lyon", "Oslo", "Porto", "Zürich");

    private Seed() {}

    /** The two accounts of Microsoft's walkthrough "Use single-tenant server-to-server authentication". */
    static void walkthrough(Table accounts) {
        accounts.seed(
                UUID.fromString("28630624-cac9-e811-a964-000d3a3ac063"),
                4_648_334,
                TIME,
                account("Test Account 1", "TA-1"));
        accounts.seed(
                UUID.fromString("543fd72a-cac9-e811-a964-000d3a3ac063"),
                4_648_337,
                TIME,
                account("Test Account 2", "TA-2"));
    }

    /** One more, of the same kind: the walkthrough asks for three. */
    static void third(Table accounts) {
        accounts.seed(
                UUID.fromString("5d1b8f30-cac9-e811-a964-000d3a3ac063"),
                4_648_340,
                TIME,
                account("Test Account 3", "TA-3"));
    }

    /** {@code <prefix> 0001} and on, numbered {@code A-0001} and on. */
    static void many(Table accounts, String prefix, int count, IntFunction<UUID> ids) {
        for (int i = 1; i <= count; i++) {
            String number = fourDigits(i);
            Map<String, Object> values = account(prefix + ' ' + number, "A-" + number);
            values.put("address1_city", CITIES.get(i % CITIES.size()));
            values.put("creditonhold", i % 10 == 0);
            values.put("numberofemployees", i % 500);
            // Every seventh has none: filters have to cope with that.
            if (i % 7 != 0) {
                values.put("revenue", BigDecimal.valueOf(i * 1_000L + i % 100, 2));
            }
            accounts.seed(ids.apply(i), 4_700_000 + i, TIME, values);
        }
    }

    /** Texts that look like links, in every column that takes one. */
    static void addresses(Table accounts, List<Place.Address> addresses, int count, IntFunction<UUID> ids) {
        for (int i = 1; i <= count; i++) {
            String root = "https://" + addresses.get(i % addresses.size()).host() + "/api/data/v9.2/";
            Map<String, Object> values = account("%saccounts?$skiptoken=%d".formatted(root, i), "L-%04d".formatted(i));
            values.put("websiteurl", root);
            values.put("description", "\"@odata.nextLink\":\"" + root + "accounts\" \\ \u00fc \ud83d\ude00 " + root);
            accounts.seed(ids.apply(i), 4_800_000 + i, TIME, values);
        }
    }

    static void contacts(Table contacts, IntFunction<UUID> ids) {
        contacts.seed(
                ids.apply(1),
                4_650_001,
                TIME,
                Map.of("firstname", "Ada", "lastname", "Example", "emailaddress1", "ada@contoso.example"));
        contacts.seed(ids.apply(2), 4_650_002, TIME, Map.of("firstname", "Björn", "lastname", "Example"));
    }

    /** Not by a format: every simulator makes thousands of them when it starts. */
    private static String fourDigits(int number) {
        String digits = Integer.toString(number);
        return "0".repeat(Math.max(0, 4 - digits.length())) + digits;
    }

    private static Map<String, Object> account(String name, String number) {
        Map<String, Object> values = new HashMap<>();
        values.put("name", name);
        values.put("accountnumber", number);
        return values;
    }
}
