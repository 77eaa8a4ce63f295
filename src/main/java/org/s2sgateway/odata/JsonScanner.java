package org.s2sgateway.odata;

import java.util.BitSet;
import java.util.regex.Pattern;

/**
 * Reads JSON that is pushed in piece by piece, in UTF-8 and to the letter of RFC 8259, so that no other reader can find
 * something else in it: comments, single quotes, names without quotes, commas too many, a byte order mark, control
 * characters and octets that are no UTF-8 are refused, and so is whatever follows the document. A name that comes twice
 * is told twice. Keeps one name, or the begin of one text. For one document and one thread.
 *
 * <p>Long because it is one machine: each state is one short method.
 */
public final class JsonScanner {

    /** In characters. */
    public static final int LONGEST_NAME = 1024;

    /** In characters; longer texts are told without what they say. */
    public static final int LONGEST_TEXT = 8192;

    /** How deep objects and arrays may be nested. */
    public static final int DEEPEST = 64;

    private static final int LONGEST_LITERAL = 256;
    private static final Pattern LITERAL =
            Pattern.compile("null|true|false|-?(?:0|[1-9][0-9]*)(?:\\.[0-9]+)?(?:[eE][+-]?[0-9]+)?");

    private enum Expected {
        VALUE,
        VALUE_OR_END,
        NAME,
        NAME_OR_END,
        COLON,
        COMMA_OR_END,
        NOTHING
    }

    private enum Inside {
        NEITHER,
        STRING,
        LITERAL
    }

    private final JsonEvents events;
    private final BitSet objects = new BitSet(DEEPEST);
    private final JsonText text = new JsonText();
    private final Utf8 utf8 = new Utf8();
    private final StringBuilder characters = new StringBuilder();
    private Expected expected = Expected.VALUE;
    private Inside inside = Inside.NEITHER;
    private boolean name;
    private boolean tooLong;
    private int depth;

    public JsonScanner(JsonEvents events) {
        this.events = events;
    }

    /**
     * Takes the next piece.
     *
     * @throws MalformedJson as soon as it can be told that this is no JSON; nothing is to be pushed in afterwards
     */
    public void write(byte[] octets, int offset, int length) throws MalformedJson {
        for (int i = offset; i < offset + length; i++) {
            next(octets[i]);
        }
    }

    /**
     * The document has ended.
     *
     * @throws MalformedJson when it is not whole
     */
    public void end() throws MalformedJson {
        if (inside == Inside.LITERAL) {
            endLiteral();
        }
        if (!isWhole()) {
            throw new MalformedJson("The JSON ends before it is whole.");
        }
    }

    /** Whether the document is whole, so that nothing but white space may follow. */
    public boolean isWhole() {
        return expected == Expected.NOTHING && inside == Inside.NEITHER;
    }

    private void next(byte octet) throws MalformedJson {
        switch (inside) {
            case STRING -> string(octet);
            case LITERAL -> literal(octet);
            case NEITHER -> between(octet);
        }
    }

    private void between(byte octet) throws MalformedJson {
        switch (octet) {
            case ' ', '\t', '\n', '\r' -> {}
            case '{', '[' -> begin(octet == '{');
            case '}', ']' -> end(octet == '}');
            case '"' -> beginString();
            case ':' -> expect(Expected.COLON, Expected.VALUE);
            case ',' -> expect(Expected.COMMA_OR_END, objects.get(depth) ? Expected.NAME : Expected.VALUE);
            default -> beginLiteral(octet);
        }
    }

    private void expect(Expected due, Expected then) throws MalformedJson {
        if (expected != due) {
            throw malformed();
        }
        expected = then;
    }

    private void begin(boolean object) throws MalformedJson {
        valueBegins();
        if (depth == DEEPEST) {
            throw new MalformedJson("The JSON is nested deeper than " + DEEPEST + " objects and arrays.");
        }
        depth++;
        objects.set(depth, object);
        if (object) {
            expected = Expected.NAME_OR_END;
            events.beginObject();
        } else {
            expected = Expected.VALUE_OR_END;
            events.beginArray();
        }
    }

    private void end(boolean object) throws MalformedJson {
        Expected atOnce = object ? Expected.NAME_OR_END : Expected.VALUE_OR_END;
        if (depth == 0 || objects.get(depth) != object || (expected != atOnce && expected != Expected.COMMA_OR_END)) {
            throw malformed();
        }
        depth--;
        valueEnds();
        if (object) {
            events.endObject();
        } else {
            events.endArray();
        }
    }

    private void valueBegins() throws MalformedJson {
        if (expected != Expected.VALUE && expected != Expected.VALUE_OR_END) {
            throw malformed();
        }
    }

    private void valueEnds() {
        expected = depth == 0 ? Expected.NOTHING : Expected.COMMA_OR_END;
    }

    private void beginString() throws MalformedJson {
        name = expected == Expected.NAME || expected == Expected.NAME_OR_END;
        if (!name) {
            valueBegins();
        }
        inside = Inside.STRING;
        begun();
    }

    private void begun() {
        characters.setLength(0);
        tooLong = false;
    }

    private void string(byte octet) throws MalformedJson {
        if ((octet >= 0 && octet < ' ') || !utf8.goesOnWith(octet)) {
            throw malformed();
        }
        if (octet == '"' && text.isBetweenCharacters()) {
            endString();
            return;
        }
        int character = text.next(octet);
        if (character == JsonText.BROKEN) {
            throw malformed();
        }
        if (character != JsonText.PARTIAL) {
            keep((char) character, name ? LONGEST_NAME : LONGEST_TEXT);
        }
    }

    private void endString() throws MalformedJson {
        inside = Inside.NEITHER;
        if (name) {
            if (tooLong) {
                throw new MalformedJson("A name in the JSON is longer than " + LONGEST_NAME + " characters.");
            }
            expected = Expected.COLON;
            events.name(characters.toString());
        } else {
            valueEnds();
            events.text(tooLong ? null : characters.toString());
        }
    }

    private void keep(char character, int most) {
        if (characters.length() < most) {
            characters.append(character);
        } else {
            tooLong = true;
        }
    }

    private void beginLiteral(byte octet) throws MalformedJson {
        valueBegins();
        inside = Inside.LITERAL;
        begun();
        literal(octet);
    }

    private void literal(byte octet) throws MalformedJson {
        switch (octet) {
            case ' ', '\t', '\n', '\r', ',', ']', '}', '{', '[', '"', ':' -> {
                endLiteral();
                between(octet);
            }
            default -> keep((char) (octet & 0xff), LONGEST_LITERAL);
        }
    }

    private void endLiteral() throws MalformedJson {
        inside = Inside.NEITHER;
        if (tooLong || !LITERAL.matcher(characters).matches()) {
            throw malformed();
        }
        valueEnds();
        events.literal(characters.toString());
    }

    private static MalformedJson malformed() {
        return new MalformedJson("The body is not JSON as RFC 8259 has it, in UTF-8.");
    }
}
