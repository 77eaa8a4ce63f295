package org.s2sgateway.odata;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonException;
import java.io.StringReader;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonScannerTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            {}                          | {}
            []                          | []
            ` { "a" : [ 1 , "b" ] } `   | {a:[<1>'b']}
            {"a":{"b":null},"a":true}   | {a:{b:<null>}a:<true>}
            "x"                         | 'x'
            -1.5e+3                     | <-1.5e+3>
            [0,-0,1E9,false]            | [<0><-0><1E9><false>]
            {"\\u0061\\/\\n":"\\""}     | {a/_:'"'}
            {"":""}                     | {:''}
            [[],{},[{}]]                | [[]{}[{}]]
            """)
    void tellsWhatItFinds(String json, String events) {
        assertThat(events(json.getBytes(UTF_8), 1_000)).isEqualTo(events);
        assertThat(events(json.getBytes(UTF_8), 1)).isEqualTo(events);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "}",
                "[",
                "]",
                "[}",
                "{]",
                "{\"a\"}",
                "{\"a\":}",
                "{\"a\":1,}",
                "{,}",
                "[1,]",
                "[,1]",
                "[1 2]",
                "{\"a\" 1}",
                "{\"a\":1 \"b\":2}",
                "{1:2}",
                "{a:1}",
                "{'a':1}",
                "['a']",
                "[01]",
                "[+1]",
                "[1.]",
                "[.1]",
                "[1e]",
                "[-]",
                "[NaN]",
                "[Infinity]",
                "[True]",
                "[nul]",
                "[nulll]",
                "[1]//",
                "[1]/**/",
                "/**/[1]",
                "[/**/1]",
                "#\n[1]",
                "[1][2]",
                "[1]x",
                "1 2",
                "\"a\"\"b\"",
                "[\"a]",
                "[\"\\x\"]",
                "[\"\\u12\"]",
                "[\"\\u12g4\"]",
                "[\"a\u0000\"]",
                "[\"a\nb\"]",
                "[\"a\tb\"]",
                "\uFEFF[]",
                "[\u00a01]",
                "{\"a\"::1}",
                "[:]",
                "[1:2]",
                "{[]:1}",
                "{\"a\":1}}",
                "[1,,2]",
                "{{}}",
                "[\"a\":1]",
                "undefined",
                "[\u0661]"
            })
    void refusesWhatIsNoJson(String text) {
        assertThat(events(text.getBytes(UTF_8), 1_000)).isNull();
        assertThat(events(text.getBytes(UTF_8), 1)).isNull();
    }

    @Test
    void refusesWhatIsNoUtf8() {
        assertThat(events("[\"\u00e4\"]".getBytes(ISO_8859_1), 10)).isNull();
        for (String octets : List.of(
                "80",
                "bf",
                "c080",
                "c1bf",
                "c3",
                "c3c3",
                "e08080",
                "e09fbf",
                "eda080",
                "edbfbf",
                "e2",
                "e282",
                "f0808080",
                "f08fbfbf",
                "f4908080",
                "f5808080",
                "ff",
                "e28241",
                "c341")) {
            assertThat(events(quoted(octets), 100)).as(octets).isNull();
        }
        for (String octets : List.of(
                "c280",
                "c3a4",
                "dfbf",
                "e0a080",
                "e282ac",
                "ed9fbf",
                "ee8080",
                "efbfbf",
                "f0908080",
                "f09f9880",
                "f3bfbfbf",
                "f48fbfbf",
                "c3a441")) {
            assertThat(events(quoted(octets), 100)).as(octets).isNotNull();
        }
    }

    @Test
    void refusesUtf16() {
        assertThat(events("{}".getBytes(java.nio.charset.StandardCharsets.UTF_16LE), 10))
                .isNull();
    }

    @Test
    void boundsDepthNamesAndWhatItTellsOfTexts() {
        assertThat(events(("[".repeat(64) + "]".repeat(64)).getBytes(UTF_8), 10))
                .hasSize(128);
        assertThat(events(("[".repeat(65) + "]".repeat(65)).getBytes(UTF_8), 10))
                .isNull();
        assertThat(events(("{\"" + "a".repeat(1024) + "\":1}").getBytes(UTF_8), 10))
                .isNotNull();
        assertThat(events(("{\"" + "a".repeat(1025) + "\":1}").getBytes(UTF_8), 10))
                .isNull();
        assertThat(events(("[\"" + "a".repeat(8192) + "\"]").getBytes(UTF_8), 10))
                .contains("aaaa");
        assertThat(events(("[\"" + "a".repeat(8193) + "\",\"b\"]").getBytes(UTF_8), 10))
                .isEqualTo("['?''b']");
        assertThat(events(("[" + "1".repeat(256) + "]").getBytes(UTF_8), 10)).isNotNull();
        assertThat(events(("[" + "1".repeat(257) + "]").getBytes(UTF_8), 10)).isNull();
    }

    @Property
    void takesNothingThatAParserDoesNotTake(@ForAll("almostJson") String text) {
        String events = events(text.getBytes(UTF_8), 1_000);

        assertThat(events(text.getBytes(UTF_8), 1)).isEqualTo(events);
        if (events != null) {
            assertThat(isJson(text)).isTrue();
        }
    }

    @Provide
    Arbitrary<String> almostJson() {
        return Arbitraries.of(
                        "{", "}", "[", "]", ":", ",", "\"a\"", "\"", "\\", "\\u0061", "1", "-", ".5", "e1", "true",
                        "null", " ", "\n", "\"a\":", "'", "a", "\u00e4", "/*", "\u0000")
                .list()
                .ofMaxSize(9)
                .map(parts -> String.join("", parts));
    }

    private static boolean isJson(String text) {
        // Given octets, it would have to guess the encoding, and takes no document of one octet.
        try (var reader = Json.createReader(new StringReader(text))) {
            reader.readValue();
            return true;
        } catch (JsonException malformed) {
            return false;
        }
    }

    private static byte[] quoted(String octets) {
        byte[] quoted = new byte[octets.length() / 2 + 2];
        quoted[0] = '"';
        for (int i = 0; i < octets.length(); i += 2) {
            quoted[i / 2 + 1] = (byte) Integer.parseInt(octets.substring(i, i + 2), 16);
        }
        quoted[quoted.length - 1] = '"';
        return quoted;
    }

    /** What is told of a document that comes in pieces; null when it is refused. */
    private static @Nullable String events(byte[] octets, int piece) {
        Told told = new Told();
        JsonScanner scanner = new JsonScanner(told);
        try {
            for (int at = 0; at < octets.length; at += piece) {
                scanner.write(octets, at, Math.min(piece, octets.length - at));
            }
            scanner.end();
            assertThat(scanner.isWhole()).isTrue();
            return told.text.toString();
        } catch (MalformedJson malformed) {
            assertThat(malformed).hasMessageContaining("JSON");
            return null;
        }
    }

    private static final class Told implements JsonEvents {

        final StringBuilder text = new StringBuilder();

        @Override
        public void beginObject() {
            text.append('{');
        }

        @Override
        public void endObject() {
            text.append('}');
        }

        @Override
        public void beginArray() {
            text.append('[');
        }

        @Override
        public void endArray() {
            text.append(']');
        }

        @Override
        public void name(String name) {
            text.append(name.replace('\n', '_')).append(':');
        }

        @Override
        public void text(@Nullable String value) {
            text.append('\'').append(value == null ? "?" : value).append('\'');
        }

        @Override
        public void literal(String literal) {
            text.append('<').append(literal).append('>');
        }
    }
}
