package org.s2sgateway.odata;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A JSON text as a tree of what is written, which renders itself as it came and as it has to leave: the slow and plain
 * version of {@link JsonLinks}. Strings are as written, between their quotes.
 */
sealed interface JsonDocument {

    Pattern LINK_NAME = Pattern.compile("(?s).*@odata\\.(context|nextLink|deltaLink|id|editLink|readLink|navigationLink"
            + "|associationLink|mediaReadLink|mediaEditLink|bind|type)");
    Pattern ADDRESS = Pattern.compile("(?s)((?i:https://contoso(\\.api)?\\.crm4\\.dynamics\\.com(:443)?))([/?#].*)?");
    Pattern CHARACTER = Pattern.compile("(?s)\\\\u[0-9a-fA-F]{4}|\\\\.|.");
    String GATEWAY = "https://gw.example/api/dataverse/contoso.crm4.dynamics.com";

    enum Place {
        DATA,
        LINK,
        OPERATION
    }

    /** Renders the tree; links are mapped unless {@code asItCame}. */
    String text(Place place, boolean inOperation, boolean asItCame);

    record Word(String word) implements JsonDocument {

        @Override
        public String text(Place place, boolean inOperation, boolean asItCame) {
            return word;
        }
    }

    record Text(String raw) implements JsonDocument {

        @Override
        public String text(Place place, boolean inOperation, boolean asItCame) {
            return '"' + (place == Place.LINK && !asItCame ? mapped() : raw) + '"';
        }

        private String mapped() {
            Matcher address = ADDRESS.matcher(decoded(raw));
            return address.matches()
                    ? GATEWAY
                            + String.join(
                                    "",
                                    characters(raw)
                                            .subList(
                                                    address.end(1),
                                                    characters(raw).size()))
                    : raw;
        }
    }

    record Array(String space, List<JsonDocument> items) implements JsonDocument {

        @Override
        public String text(Place place, boolean inOperation, boolean asItCame) {
            List<String> texts = new ArrayList<>();
            Place ofItems = place == Place.LINK ? Place.LINK : Place.DATA;
            for (JsonDocument item : items) {
                if (!(item instanceof Text || item instanceof Word)) {
                    ofItems = Place.DATA; // no list of links
                }
                texts.add(item.text(ofItems, inOperation || place == Place.OPERATION, asItCame));
            }
            return "[" + space + String.join("," + space, texts) + space + "]";
        }
    }

    record Structure(String space, List<Member> members) implements JsonDocument {

        @Override
        public String text(Place place, boolean inOperation, boolean asItCame) {
            boolean inside = inOperation || place == Place.OPERATION;
            return "{" + space
                    + members.stream()
                            .map(member -> '"' + member.name + '"' + space + ":" + space
                                    + member.value.text(placeBehind(decoded(member.name), inside), inside, asItCame))
                            .collect(Collectors.joining(space + ","))
                    + "}" + space;
        }

        private static Place placeBehind(String name, boolean inOperation) {
            if (LINK_NAME.matcher(name).matches() || inOperation && name.equals("target")) {
                return Place.LINK;
            }
            return name.startsWith("#") ? Place.OPERATION : Place.DATA;
        }
    }

    record Member(String name, JsonDocument value) {}

    static List<String> characters(String raw) {
        return CHARACTER.matcher(raw).results().map(found -> found.group()).toList();
    }

    /** One UTF-16 unit for each written character, but for those beyond the basic plane. */
    static String decoded(String raw) {
        return characters(raw).stream()
                .map(character -> character.startsWith("\\u")
                        ? String.valueOf((char) Integer.parseInt(character.substring(2), 16))
                        : character.startsWith("\\") ? unescaped(character.charAt(1)) : character)
                .collect(Collectors.joining());
    }

    private static String unescaped(char escape) {
        int special = "bfnrt".indexOf(escape);
        return String.valueOf(special < 0 ? escape : "\b\f\n\r\t".charAt(special));
    }
}
