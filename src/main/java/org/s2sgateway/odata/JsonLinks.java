package org.s2sgateway.odata;

import java.io.IOException;

/**
 * Maps the links of control information in JSON. Follows strings only, which is enough: whatever looks like a name of
 * control information within a string has its quotes escaped. What is no JSON at all passes as it came.
 *
 * <p>Names pass at once and are merely remembered where a piece ends within one; held back is the beginning of a link's
 * value until it is certain whether it is one of our addresses: at most six bytes for each of its characters.
 *
 * <p>Long because it is one machine: each state is one short method, and they share where they are in the piece at hand.
 */
final class JsonLinks implements BodyFilter {

    /** Longer names, in bytes as written between their quotes, are not taken for control information. */
    static final int LONGEST_NAME = 1024;

    private enum State {
        /** Outside of strings. */
        BETWEEN,
        /** In a string that may be a name. */
        STRING,
        STRING_ESCAPE,
        /** Behind a name that matters. */
        NAMED,
        /** Behind its colon. */
        ASSIGNED,
        /** Between the links of a list. */
        LIST,
        /** In a link, as long as it may be one of our addresses. */
        LINK,
        /** In the rest of a link. */
        REST,
        REST_ESCAPE
    }

    private final Links links;
    private final Addresses addresses;
    private State state = State.BETWEEN;
    private int passed; // everything before it, in the piece at hand, has been passed on

    // The string at hand: where it begins in the piece at hand, and what of it was in earlier pieces.
    private int stringAt;
    private final byte[] name = new byte[LONGEST_NAME];
    private int nameLength;
    private PropertyName kind = PropertyName.OTHER;
    private boolean listed;
    private int operationDepth;

    private final JsonText text = new JsonText();
    private final byte[] held;
    private int heldLength;
    private int characterAt; // where the character begins that is being read, counted from the value's begin
    private int position;
    private long candidates;

    JsonLinks(Links links) {
        this.links = links;
        this.addresses = links.addresses();
        this.held = new byte[6 * (addresses.longest() + 2)];
    }

    @Override
    public void write(byte[] in, int offset, int length, Sink out) throws IOException {
        int end = offset + length;
        passed = offset;
        stringAt = offset;
        int at = offset;
        while (at < end) {
            at = switch (state) {
                case BETWEEN -> operationDepth == 0 ? between(in, at, end) : betweenInOperation(in, at, end);
                case STRING -> string(in, at, end);
                case STRING_ESCAPE -> after(at, State.STRING);
                case NAMED -> named(in, at);
                case ASSIGNED -> assigned(in, at);
                case LIST -> list(in, at);
                case LINK -> heldLength == 0 && at == stringAt ? linkBegins(in, at, end, out) : link(in, at, end, out);
                case REST -> rest(in, at, end);
                case REST_ESCAPE -> after(at, State.REST);
            };
        }
        if (state == State.STRING || state == State.STRING_ESCAPE) {
            remember(in, end);
        }
        if (state == State.LINK) {
            hold(in, end, out);
        }
        pass(in, end, out);
    }

    @Override
    public void end(Sink out) throws IOException {
        release(out);
        state = State.BETWEEN;
    }

    private int after(int at, State next) {
        state = next;
        return at + 1;
    }

    private int between(byte[] in, int at, int end) {
        int i = at;
        while (i < end && in[i] != '"') {
            i++;
        }
        return i < end ? beginString(i) : end;
    }

    private int betweenInOperation(byte[] in, int at, int end) {
        for (int i = at; i < end; i++) {
            switch (in[i]) {
                case '"' -> {
                    return beginString(i);
                }
                case '{', '[' -> operationDepth++;
                case '}', ']' -> {
                    operationDepth--;
                    if (operationDepth == 0) {
                        return i + 1;
                    }
                }
                default -> {}
            }
        }
        return end;
    }

    private int beginString(int quote) {
        stringAt = quote + 1;
        nameLength = 0;
        return after(quote, State.STRING);
    }

    private int string(byte[] in, int at, int end) {
        for (int i = at; i < end; i++) {
            byte b = in[i];
            if (b == '"') {
                kind = kind(in, i);
                return after(i, kind == PropertyName.OTHER ? State.BETWEEN : State.NAMED);
            }
            if (b == '\\') {
                return after(i, State.STRING_ESCAPE);
            }
        }
        return end;
    }

    /** What the string that ends here would be as a name. */
    private PropertyName kind(byte[] in, int end) {
        PropertyName found = PropertyName.OTHER;
        if (nameLength > 0) {
            remember(in, end);
            if (nameLength <= LONGEST_NAME && PropertyName.isSpecial(name, 0, nameLength)) {
                found = PropertyName.of(name, 0, nameLength);
            }
        } else if (PropertyName.isSpecial(in, stringAt, end) && end - stringAt <= LONGEST_NAME) {
            found = PropertyName.of(in, stringAt, end);
        }
        return found == PropertyName.TARGET && operationDepth == 0 ? PropertyName.OTHER : found;
    }

    /** Adds the string up to here to what is known of it. */
    private void remember(byte[] in, int end) {
        int length = end - stringAt;
        if (length <= LONGEST_NAME - nameLength) {
            System.arraycopy(in, stringAt, name, nameLength, length);
            nameLength += length;
        } else {
            nameLength = LONGEST_NAME + 1;
        }
    }

    private int named(byte[] in, int at) {
        if (isSpace(in[at])) {
            return at + 1;
        }
        if (in[at] == ':') {
            return after(at, State.ASSIGNED);
        }
        state = State.BETWEEN;
        return at;
    }

    private int assigned(byte[] in, int at) {
        byte b = in[at];
        if (isSpace(b)) {
            return at + 1;
        }
        if (kind == PropertyName.OPERATION) {
            if (operationDepth == 0 && (b == '{' || b == '[')) {
                operationDepth = 1;
                return after(at, State.BETWEEN);
            }
        } else if (b == '"') {
            listed = false;
            return beginLink(at);
        } else if (b == '[') {
            return after(at, State.LIST);
        }
        state = State.BETWEEN;
        return at;
    }

    private int list(byte[] in, int at) {
        switch (in[at]) {
            case '"' -> {
                listed = true;
                return beginLink(at);
            }
            case ']' -> {
                return after(at, State.BETWEEN);
            }
            case '{', '}', '[', ':' -> { // no list of links, so nothing in it is one
                if (operationDepth > 0) {
                    operationDepth++; // the list's own bracket
                }
                state = State.BETWEEN;
                return at;
            }
            default -> {
                return at + 1;
            }
        }
    }

    private int beginLink(int quote) {
        stringAt = quote + 1;
        text.reset();
        heldLength = 0;
        position = 0;
        candidates = addresses.all();
        return after(quote, State.LINK);
    }

    private int linkBegins(byte[] in, int at, int end, Sink out) throws IOException {
        characterAt = addresses.usual(in, at, end);
        if (characterAt == 0) {
            return link(in, at, end, out);
        }
        replace(in, out);
        state = State.REST;
        return at + characterAt;
    }

    private int link(byte[] in, int at, int end, Sink out) throws IOException {
        for (int i = at; i < end; i++) {
            boolean begins = text.isBetweenCharacters();
            if (begins) {
                characterAt = heldLength + i - stringAt;
            }
            boolean closes = begins && in[i] == '"';
            int character = closes ? Addresses.END : text.next(in[i]);
            if (character == JsonText.PARTIAL) {
                continue;
            }
            if (character == JsonText.BROKEN) {
                release(out);
                state = State.REST; // this byte may still be the quote
                return i;
            }
            if (addresses.endBefore(character, position, candidates)) {
                replace(in, out);
                return after(i, closes ? afterLink() : State.REST);
            }
            candidates = addresses.having(character, position, candidates);
            position++;
            if (candidates == 0) {
                release(out);
                return after(i, closes ? afterLink() : State.REST);
            }
        }
        return end;
    }

    private State afterLink() {
        return listed ? State.LIST : State.BETWEEN;
    }

    private void replace(byte[] in, Sink out) throws IOException {
        pass(in, stringAt, out);
        byte[] replacement = links.replacement();
        out.write(replacement, 0, replacement.length);
        if (characterAt < heldLength) {
            out.write(held, characterAt, heldLength - characterAt);
        } else {
            passed = stringAt + characterAt - heldLength;
        }
        heldLength = 0;
    }

    private void hold(byte[] in, int end, Sink out) throws IOException {
        pass(in, stringAt, out);
        System.arraycopy(in, stringAt, held, heldLength, end - stringAt);
        heldLength += end - stringAt;
        passed = end;
    }

    private void release(Sink out) throws IOException {
        if (heldLength > 0) {
            out.write(held, 0, heldLength);
            heldLength = 0;
        }
    }

    private int rest(byte[] in, int at, int end) {
        for (int i = at; i < end; i++) {
            if (in[i] == '"') {
                return after(i, afterLink());
            }
            if (in[i] == '\\') {
                return after(i, State.REST_ESCAPE);
            }
        }
        return end;
    }

    private void pass(byte[] in, int end, Sink out) throws IOException {
        if (passed < end) {
            out.write(in, passed, end - passed);
            passed = end;
        }
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || b == '\n' || b == '\r' || b == '\t';
    }
}
