package org.s2sgateway.grants;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Holds the judgement of bodies against a parser that has all of the document, and against itself at other splits. */
class BodyJudgementPropertyTest {

    private static final Map<String, String> LEAD_TO = Map.of(
            "primarycontactid", "contacts",
            "contact_customer_accounts", "contacts",
            "contact_salaries", "new_salaries",
            "createdby", "systemusers",
            "parentcustomerid_account", "accounts",
            "ownerid", "principals");

    private static final List<String> TABLES =
            List.of("contacts", "new_salaries", "systemusers", "accounts", "principals", "teams");

    private static final BodyJudgement JUDGEMENT =
            TestModel.must("POST", "accounts").body();

    @Property
    void passesOnOnlyWhatAParserWouldPassOn(
            @ForAll("documents") String document,
            @ForAll @Size(max = 6) Set<@IntRange(max = 5) Integer> granted,
            @ForAll @Size(max = 8) List<@IntRange(min = 0, max = 10_000) Integer> places) {
        Set<String> names = new HashSet<>();
        granted.forEach(index -> names.add(TABLES.get(index)));
        String outcome = outcome(names, document, places);

        assertThat(outcome(names, document, List.of())).isEqualTo(outcome);
        assertThat(outcome(
                        names,
                        document,
                        IntStream.range(0, document.getBytes(UTF_8).length)
                                .boxed()
                                .toList()))
                .isEqualTo(outcome);
        if (outcome.equals("passed")) {
            assertThat(names).as(document).containsAll(touched(parse(document)));
        }
    }

    @Property
    void passesOnEveryDocumentThatMayDoEverything(@ForAll("sound") String document) {
        assertThat(outcome(Set.copyOf(TABLES), document, List.of(3, 17))).isEqualTo("passed");
    }

    private static String outcome(Set<String> granted, String document, List<Integer> places) {
        byte[] body = document.getBytes(UTF_8);
        try {
            assertThat(Bodies.sent(JUDGEMENT.filter(Bodies.grantOf(granted), Bodies.JSON), body, places))
                    .isEqualTo(body);
            return "passed";
        } catch (BodyRefused refused) {
            return String.valueOf(refused.getMessage());
        }
    }

    private static JsonValue parse(String document) {
        return Json.createReader(new StringReader(document)).readValue();
    }

    /** Whatever a name could lead to, wherever it stands. */
    private static Set<String> touched(JsonValue value) {
        Set<String> touched = new HashSet<>();
        if (value instanceof JsonArray array) {
            array.forEach(item -> touched.addAll(touched(item)));
        } else if (value instanceof JsonObject object) {
            object.forEach((name, member) -> {
                touched.addAll(touched(member));
                if (LEAD_TO.containsKey(name) && hasRows(member)) {
                    touched.add(LEAD_TO.get(name));
                }
                if (name.endsWith("@odata.bind") || name.equals("@odata.id")) {
                    addresses(member, touched);
                }
            });
        }
        return touched;
    }

    private static boolean hasRows(JsonValue value) {
        return value instanceof JsonObject
                || (value instanceof JsonArray array && array.stream().anyMatch(BodyJudgementPropertyTest::hasRows));
    }

    private static void addresses(JsonValue value, Set<String> touched) {
        if (value instanceof JsonArray array) {
            array.forEach(item -> addresses(item, touched));
        } else if (value instanceof JsonString text) {
            touched.add(text.getString().replaceAll(".*/(?=[a-z_]+\\()|\\(.*", ""));
        }
    }

    @Provide
    Arbitrary<String> documents() {
        Arbitrary<String> broken = Combinators.combine(
                        sound(),
                        Arbitraries.integers().between(0, 400),
                        Arbitraries.of("", "\"", "{", "}", ",", "\\", "x"))
                .as((text, at, piece) -> {
                    int place = Math.min(at, text.length());
                    return text.substring(0, place) + piece + text.substring(Math.min(text.length(), place + 1));
                });
        return Arbitraries.oneOf(sound(), accounts(2, true), broken);
    }

    @Provide
    Arbitrary<String> sound() {
        return accounts(3, false);
    }

    private static Arbitrary<String> accounts(int depth, boolean odd) {
        return object(
                depth,
                odd,
                Map.of("primarycontactid", "contact", "createdby", "user"),
                Map.of("contact_customer_accounts", "contact"));
    }

    private static Arbitrary<String> contacts(int depth, boolean odd) {
        return object(depth, odd, Map.of("parentcustomerid_account", "account"), Map.of("contact_salaries", "salary"));
    }

    private static Arbitrary<String> row(String kind, int depth, boolean odd) {
        return switch (kind) {
            case "contact" -> contacts(depth, odd);
            case "account" -> accounts(depth, odd);
            default -> object(0, odd, Map.of(), Map.of());
        };
    }

    private static Arbitrary<String> object(
            int depth, boolean odd, Map<String, String> single, Map<String, String> many) {
        Arbitrary<String> plain = Combinators.combine(
                        names(Arbitraries.of("createdon", "ghost", "x@odata.etag", "@odata.context", "name{\\\"")),
                        Arbitraries.of("null", "1", "true", "\"x\"", "\"\\\"primarycontactid\\\":{\"", "\"}\""))
                .as((name, value) -> name + ":" + value);
        Arbitrary<String> member = plain;
        if (depth > 0) {
            Arbitrary<String> related = Arbitraries.lazy(() -> related(depth, odd, single, many));
            member = Arbitraries.oneOf(plain, related, related);
        }
        if (odd) {
            member = Arbitraries.oneOf(
                    member,
                    Combinators.combine(
                                    names(Arbitraries.of(
                                            "ghost",
                                            "name",
                                            "ownerid",
                                            "primarycontactid",
                                            "contact_salaries",
                                            "primarycontactid@odata.bind",
                                            "@odata.id",
                                            "@odata.type",
                                            "x@delta")),
                                    Arbitraries.of(
                                            "{}",
                                            "[]",
                                            "[{}]",
                                            "[[{}]]",
                                            "null",
                                            "1",
                                            "\"teams(1)\"",
                                            "[\"teams(1)\"]",
                                            "\"#mscrm.account\"",
                                            "\"#mscrm.team\""))
                            .as((name, value) -> name + ":" + value));
        }
        return Combinators.combine(member.list().ofMaxSize(4), Arbitraries.of("", " ", "\r\n\t"))
                .as((members, space) -> "{" + space + String.join("," + space, members) + space + "}");
    }

    private static Arbitrary<String> related(
            int depth, boolean odd, Map<String, String> single, Map<String, String> many) {
        Arbitrary<String> one = Arbitraries.of(Set.copyOf(single.keySet())).flatMap(name -> Combinators.combine(
                        names(Arbitraries.just(name)),
                        Arbitraries.oneOf(Arbitraries.just("null"), row(single.getOrDefault(name, ""), depth - 1, odd)))
                .as((written, value) -> written + ":" + value));
        Arbitrary<String> list = Arbitraries.of(Set.copyOf(many.keySet())).flatMap(name -> Combinators.combine(
                        names(Arbitraries.just(name)),
                        row(many.getOrDefault(name, ""), depth - 1, odd).list().ofMaxSize(2))
                .as((written, values) -> written + ":[" + String.join(",", values) + "]"));
        Arbitrary<String> bind = Arbitraries.of(Set.copyOf(single.keySet())).flatMap(name -> Combinators.combine(
                        names(Arbitraries.just(name + "@odata.bind")),
                        Arbitraries.of(
                                "\"contacts(1)\"",
                                "\"\\/new_salaries(1)\"",
                                "\"https://a.example/api/data/v9.2/systemusers(1)\""))
                .as((written, value) -> written + ":" + value));
        return Arbitraries.oneOf(one, list, bind);
    }

    /** Names in quotes, of which some characters may be escapes. */
    private static Arbitrary<String> names(Arbitrary<String> plain) {
        return Combinators.combine(plain, Arbitraries.of(1_000, 1_000, 1, 3)).as((name, every) -> {
            StringBuilder written = new StringBuilder("\"");
            for (int i = 0; i < name.length(); i++) {
                char c = name.charAt(i);
                boolean escape = (i + 1) % every == 0 && name.indexOf('\\') < 0;
                written.append(escape ? "\\u%04x".formatted((int) c) : String.valueOf(c));
            }
            return written.append('"').toString();
        });
    }
}
