package org.s2sgateway.grants;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.s2sgateway.odata.BodyFilter;
import org.s2sgateway.odata.JsonScanner;
import org.s2sgateway.odata.MalformedJson;
import org.s2sgateway.odata.Sink;

/**
 * JSON that is judged piece by piece, and passed on unchanged after that. Its last bracket is held back until its end: for
 * what nobody may do, no whole document ever goes up.
 */
final class JudgedBody implements BodyFilter {

    /** White space behind the document, in octets. */
    private static final int MOST_BEHIND = 1024;

    private final JsonScanner scanner;
    private final boolean mayBeMissing;
    private final ByteArrayOutputStream held = new ByteArrayOutputStream(16);
    private boolean begun;

    JudgedBody(BodyEvents events, boolean mayBeMissing) {
        this.scanner = new JsonScanner(events);
        this.mayBeMissing = mayBeMissing;
    }

    @Override
    public void write(byte[] bytes, int offset, int length, Sink out) throws IOException {
        begun |= length > 0;
        boolean whole = scanner.isWhole();
        judge(bytes, offset, length);
        int end = offset + length;
        int hold = scanner.isWhole() ? behind(bytes, offset, end, whole) : end;
        if (hold > offset) {
            out.write(bytes, offset, hold - offset);
        }
        if (held.size() + end - hold > MOST_BEHIND) {
            throw BodyRefused.notJudged("there is more behind the JSON than a little white space.");
        }
        held.write(bytes, hold, end - hold);
    }

    /** Where it begins that is held back: with the document's last bracket, if that is here. */
    private static int behind(byte[] bytes, int offset, int end, boolean wholeBefore) {
        if (wholeBefore) {
            return offset;
        }
        int bracket = end - 1;
        while (bytes[bracket] != '}' && bytes[bracket] != ']') {
            bracket--;
        }
        return bracket;
    }

    private void judge(byte[] bytes, int offset, int length) {
        try {
            scanner.write(bytes, offset, length);
        } catch (MalformedJson | CannotJudge unjudged) {
            throw BodyRefused.notJudged(String.valueOf(unjudged.getMessage()));
        }
    }

    @Override
    public void end(Sink out) throws IOException {
        if (!begun && mayBeMissing) {
            return;
        }
        try {
            scanner.end();
        } catch (MalformedJson | CannotJudge unjudged) {
            throw BodyRefused.notJudged(String.valueOf(unjudged.getMessage()));
        }
        byte[] last = held.toByteArray();
        out.write(last, 0, last.length);
        held.reset();
    }
}
