package org.s2sgateway.odata;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.s2sgateway.odata.Filtered.CONTOSO;
import static org.s2sgateway.odata.Filtered.byteByByte;
import static org.s2sgateway.odata.Filtered.cut;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.s2sgateway.odata.JsonDocument.Array;
import org.s2sgateway.odata.JsonDocument.Member;
import org.s2sgateway.odata.JsonDocument.Place;
import org.s2sgateway.odata.JsonDocument.Structure;
import org.s2sgateway.odata.JsonDocument.Text;
import org.s2sgateway.odata.JsonDocument.Word;

class JsonLinksPropertyTest {

    private static final String TERMS =
            "context|nextLink|deltaLink|id|editLink|readLink|navigationLink|associationLink|mediaReadLink|mediaEditLink|bind|type";

    @Property
    void mapsTheLinksOfAnyDocumentAtAnySplit(
            @ForAll("documents") JsonDocument document,
            @ForAll @Size(max = 12) List<@IntRange(min = 0, max = 100_000) Integer> places) {
        String expected = document.text(Place.DATA, false, false);
        byte[] body = document.text(Place.DATA, false, true).getBytes(UTF_8);

        assertThat(new String(cut(json(), body, places), UTF_8)).isEqualTo(expected);
        assertThat(new String(byteByByte(json(), body), UTF_8)).isEqualTo(expected);
    }

    /** The same told by a real parser: a second opinion on the document's own rendering. */
    @Property
    void meansTheSameToAParser(@ForAll("documents") JsonDocument document) {
        String body = document.text(Place.DATA, false, true);

        assertThat(parse(Filtered.whole(json(), body))).isEqualTo(mapped(parse(body), false, false));
    }

    @Property
    void leavesDocumentsWithoutLinks(@ForAll("documents") JsonDocument document) {
        byte[] body = document.text(Place.DATA, false, true)
                .replace("@", "_")
                .replace("#", "_")
                .getBytes(UTF_8);
        byte[] withoutEscapes =
                new String(body, UTF_8).replace("\\u00", "\\uff").getBytes(UTF_8);

        assertThat(byteByByte(json(), withoutEscapes)).isEqualTo(withoutEscapes);
    }

    @Property
    void comesBackFromARoundTrip(@ForAll("documents") JsonDocument document) {
        String mapped = document.text(Place.DATA, false, false);
        String back = Filtered.whole(CONTOSO.requests().json(), mapped);

        assertThat(Filtered.whole(json(), back)).isEqualTo(mapped);
    }

    @Property
    void takesAnyBytesAtAnySplitAlike(
            @ForAll("almostJson") String text,
            @ForAll @Size(max = 200) byte[] bytes,
            @ForAll @Size(max = 12) List<@IntRange(min = 0, max = 100_000) Integer> places) {
        for (byte[] body : List.of(text.getBytes(UTF_8), bytes)) {
            byte[] whole = Filtered.whole(json(), body);
            assertThat(cut(json(), body, places)).isEqualTo(whole);
            assertThat(byteByByte(json(), body)).isEqualTo(whole);
        }
    }

    @Property
    void leavesBytesWithoutControlInformation(@ForAll @Size(max = 400) byte[] bytes) {
        assertThat(byteByByte(json(), bytes)).isEqualTo(bytes);
    }

    @Provide
    Arbitrary<JsonDocument> documents() {
        return Combinators.combine(spaces(), nodes(3), Arbitraries.of("", "\uFEFF"))
                .as((space, node, mark) -> (JsonDocument) new Structure(space, List.of(new Member(mark, node))));
    }

    @Provide
    Arbitrary<String> almostJson() {
        return Arbitraries.of(
                        "{",
                        "}",
                        "[",
                        "]",
                        ":",
                        ",",
                        "\"",
                        "\"",
                        "\"",
                        "\\",
                        "\\\"",
                        "\n",
                        "@odata.id",
                        "\"@odata.id\":",
                        "\"@odata.bind\":[",
                        "\"#a\":{",
                        "\"target\":",
                        "https://contoso.crm4.dynamics.com",
                        "\"https://contoso.crm4.dynamics.com/",
                        "https:\\/\\/contoso",
                        ".crm4.dynamics.com",
                        "\\u",
                        "\\u0040",
                        "/",
                        "null",
                        "\u00e4")
                .list()
                .ofMaxSize(20)
                .map(parts -> String.join("", parts));
    }

    private static Arbitrary<JsonDocument> nodes(int depth) {
        Arbitrary<JsonDocument> leaves =
                Arbitraries.oneOf(strings().map(Text::new), links().map(Text::new), words().map(Word::new));
        if (depth == 0) {
            return leaves;
        }
        Arbitrary<JsonDocument> below = Arbitraries.lazy(() -> nodes(depth - 1));
        Arbitrary<JsonDocument> arrays =
                Combinators.combine(spaces(), below.list().ofMaxSize(3)).as(Array::new);
        Arbitrary<Member> members = Combinators.combine(names(), below).as(Member::new);
        Arbitrary<JsonDocument> structures =
                Combinators.combine(spaces(), members.list().ofMaxSize(4)).as(Structure::new);
        return Arbitraries.oneOf(leaves, structures, structures, arrays);
    }

    private static Arbitrary<String> spaces() {
        return Arbitraries.of("", "", " ", "\r\n\t", "\n    ");
    }

    private static Arbitrary<String> words() {
        return Arbitraries.of("null", "true", "false", "0", "-12.5e+3", "919042");
    }

    private static Arbitrary<String> strings() {
        return Arbitraries.of(
                        "a",
                        "@",
                        "@odata.",
                        "id",
                        "@odata.id",
                        "\\u0040odata.bind",
                        "target",
                        "#",
                        "\\\"",
                        "\\\\",
                        "\\/",
                        "\\n",
                        "\\u0000",
                        "\u00e4",
                        "\u20ac",
                        "\ud83d\ude00",
                        "\\ud83d\\ude00",
                        "{",
                        "}",
                        "[",
                        "]",
                        ":",
                        ",",
                        "'",
                        "https://contoso.crm4.dynamics.com/",
                        "\\\"@odata.id\\\":\\\"https://contoso.crm4.dynamics.com/\\\"")
                .list()
                .ofMaxSize(5)
                .map(parts -> String.join("", parts));
    }

    private static Arbitrary<String> names() {
        Arbitrary<String> known = Combinators.combine(
                        strings(), Arbitraries.of(TERMS.split("\\|")), Arbitraries.of("", "", "", "x", ".x", "\\\\"))
                .as((prefix, term, end) -> prefix + "@odata." + term + end);
        return Arbitraries.oneOf(
                escapedAtRandom(known),
                escapedAtRandom(known),
                escapedAtRandom(Arbitraries.of("target", "#Microsoft.Dynamics.CRM.Merge", "#", "Target", "id")),
                strings());
    }

    private static Arbitrary<String> links() {
        return escapedAtRandom(Combinators.combine(
                        Arbitraries.of("https://", "https://", "https:\\/\\/", "HTTPS://", "http://", "//", ""),
                        Arbitraries.of(
                                "contoso.crm4.dynamics.com",
                                "contoso.api.crm4.dynamics.com",
                                "Contoso.CRM4.dynamics.com",
                                "contoso.crm.dynamics.com",
                                "xcontoso.crm4.dynamics.com"),
                        Arbitraries.of("", "", ":443", ":8443", ".evil.example", "@evil.example", "\\u212a"),
                        Arbitraries.of("", "/", "\\/", "?a", "#", "\\u002Fx", "/api/data/v9.2/accounts(\\\"\u00e4)"))
                .as((scheme, host, port, rest) -> scheme + host + port + rest));
    }

    /** Writes some characters as escapes, mostly none. */
    private static Arbitrary<String> escapedAtRandom(Arbitrary<String> raw) {
        return Combinators.combine(raw, Arbitraries.of(1000, 1000, 1000, 1, 2, 7), Arbitraries.of("\\u%04x", "\\u%04X"))
                .as((text, every, format) -> {
                    StringBuilder escaped = new StringBuilder();
                    int count = 1;
                    for (String character : JsonDocument.characters(text)) {
                        boolean plain = character.length() > 1 || character.charAt(0) > 127 || count % every != 0;
                        escaped.append(plain ? character : format.formatted((int) character.charAt(0)));
                        count++;
                    }
                    return escaped.toString();
                });
    }

    private static BodyFilter json() {
        return CONTOSO.answers().json();
    }

    private static JsonValue parse(String body) {
        return Json.createReader(new StringReader(body)).readValue();
    }

    private static JsonValue mapped(JsonValue value, boolean link, boolean inOperation) {
        if (value instanceof JsonString text) {
            return link ? Json.createValue(CONTOSO.answers().map(text.getString())) : text;
        }
        if (value instanceof JsonArray array) {
            var items = Json.createArrayBuilder();
            boolean links = link;
            for (JsonValue item : array) {
                links &= !(item instanceof JsonArray) && !(item instanceof JsonObject);
                items.add(mapped(item, links, inOperation));
            }
            return items.build();
        }
        if (value instanceof JsonObject object) {
            Map<String, Object> members = new TreeMap<>();
            object.forEach((name, member) -> members.put(name, mappedMember(name, member, inOperation)));
            return Json.createObjectBuilder(members).build();
        }
        return value;
    }

    private static JsonValue mappedMember(String name, JsonValue member, boolean inOperation) {
        boolean link = JsonDocument.LINK_NAME.matcher(name).matches() || inOperation && name.equals("target");
        return mapped(member, link, inOperation || !link && name.startsWith("#"));
    }
}
