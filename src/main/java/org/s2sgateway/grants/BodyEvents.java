package org.s2sgateway.grants;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.s2sgateway.odata.EdmNavigation;
import org.s2sgateway.odata.EdmType;
import org.s2sgateway.odata.JsonEvents;

/**
 * Finds in JSON what it does to which tables: rows within a row, addresses of rows, and what type a row says it has.
 * Where a value is of another kind than its name says, nothing is told of it. For one document.
 *
 * <p>Long because it is one machine, each of whose steps is short.
 *
 * @see <a href="https://docs.oasis-open.org/odata/odata-json-format/v4.0/os/odata-json-format-v4.0-os.html">OData JSON
 *     Format 4.0, sections 4.5 and 8</a>
 */
final class BodyEvents implements JsonEvents {

    /** What a value may be. */
    private enum Kind {
        /** A row, as the whole document. */
        ROW,
        /** A reference, as the whole document. */
        REFERENCE,
        /** The value of a column, as the whole document. */
        COLUMN,
        /** Parameters, as the whole document. */
        PARAMETERS,
        /** What a table or a column is to be, as the whole document. */
        DEFINITION,
        /** Parameters of which one is rows, as the whole document. */
        BULK,
        /** Rows that are a parameter. */
        ROWS,
        /** One related row, or many. */
        RELATED,
        /** One value with properties, or many. */
        COMPLEX,
        /** A value without properties, or many. */
        PLAIN,
        /** A value without properties. */
        SINGLE,
        /** One address of a row, or many. */
        ADDRESS,
        /** The address of a row that will be changed, or many. */
        CHANGED_ADDRESS,
        /** The name of a type. */
        TYPE,
        /** The name of a parameter's type. */
        PARAMETER_TYPE,
        /** Anything, of which only addresses matter. */
        FREE
    }

    /** @param type of what is in it, if it has properties */
    private record Value(Kind kind, @Nullable EdmType type) {
        static Value of(Kind kind) {
            return new Value(kind, null);
        }
    }

    private static final class Frame {

        /** What the next value is: of an array, always the same. */
        Value next;

        /** Of the object; null where only addresses matter, and of an array. */
        @Nullable
        EdmType type;

        /** What is done to the rows of the object. */
        final Set<Verb> verbs;

        Frame(Value next, @Nullable EdmType type, Set<Verb> verbs) {
            this.next = next;
            this.type = type;
            this.verbs = verbs;
        }
    }

    private static final Pattern TERM = Pattern.compile("[0-9A-Za-z_.#-]+");
    private static final Pattern COLLECTION = Pattern.compile("^#?(?:Collection\\(#?(.*)\\))?");

    private final Judging judging;
    private final Set<Verb> ofRow;
    private final Set<Verb> ofRelated;
    private final Deque<Frame> frames = new ArrayDeque<>();

    private BodyEvents(Judging judging, Value document, Set<Verb> ofRow, Set<Verb> ofRelated) {
        this.judging = judging;
        this.ofRow = ofRow;
        this.ofRelated = ofRelated;
        frames.push(new Frame(document, null, Set.of()));
    }

    /**
     * @param ofRow what is done to the row itself
     * @param ofRelated what is done to rows within it
     */
    static BodyEvents ofRow(Judging judging, EdmType type, Set<Verb> ofRow, Set<Verb> ofRelated) {
        return new BodyEvents(judging, new Value(Kind.ROW, type), ofRow, ofRelated);
    }

    static BodyEvents ofReference(Judging judging) {
        return new BodyEvents(judging, Value.of(Kind.REFERENCE), Set.of(), Set.of());
    }

    static BodyEvents ofColumn(Judging judging) {
        return new BodyEvents(judging, Value.of(Kind.COLUMN), Set.of(), Set.of());
    }

    static BodyEvents ofParameters(Judging judging) {
        return new BodyEvents(judging, Value.of(Kind.PARAMETERS), Set.of(), Set.of());
    }

    static BodyEvents ofDefinition(Judging judging) {
        return new BodyEvents(judging, Value.of(Kind.DEFINITION), Set.of(), Set.of());
    }

    /** Parameters that say what is done to rows of that type. */
    static BodyEvents ofBulk(Judging judging, EdmType type, Set<Verb> ofRow, Set<Verb> ofRelated) {
        return new BodyEvents(judging, new Value(Kind.BULK, type), ofRow, ofRelated);
    }

    /** A parameter in a URL, which may be a list. */
    static BodyEvents ofParameter(Judging judging) {
        return new BodyEvents(judging, Value.of(Kind.FREE), Set.of(), Set.of());
    }

    @Override
    public void beginObject() {
        Value value = top().next;
        EdmType type = value.type();
        switch (value.kind()) {
            case ROW, COMPLEX ->
                frames.push(new Frame(Value.of(Kind.SINGLE), type, value.kind() == Kind.ROW ? ofRow : Set.of()));
            case RELATED -> {
                needs(type, ofRelated);
                frames.push(new Frame(Value.of(Kind.SINGLE), type, ofRelated));
            }
            case REFERENCE, COLUMN, BULK -> frames.push(new Frame(Value.of(Kind.SINGLE), null, Set.of()));
            case PARAMETERS, DEFINITION, FREE -> frames.push(new Frame(Value.of(Kind.FREE), null, Set.of()));
            default -> throw notWhatItSays();
        }
    }

    @Override
    public void endObject() {
        frames.pop();
    }

    @Override
    public void beginArray() {
        Value value = top().next;
        switch (value.kind()) {
            case RELATED, COMPLEX, ADDRESS, CHANGED_ADDRESS, FREE -> frames.push(new Frame(value, null, Set.of()));
            case PLAIN -> frames.push(new Frame(Value.of(Kind.SINGLE), null, Set.of()));
            case ROWS -> frames.push(new Frame(new Value(Kind.ROW, value.type()), null, Set.of()));
            default -> throw notWhatItSays();
        }
    }

    @Override
    public void endArray() {
        frames.pop();
    }

    @Override
    public void text(@Nullable String text) {
        Kind kind = top().next.kind();
        switch (kind) {
            case PLAIN, SINGLE, FREE -> {}
            case ADDRESS, CHANGED_ADDRESS -> address(text, kind == Kind.CHANGED_ADDRESS);
            case TYPE -> cast(text == null ? "" : text);
            case PARAMETER_TYPE -> meant(text);
            default -> throw notWhatItSays();
        }
    }

    @Override
    public void literal(String literal) {
        switch (top().next.kind()) {
            case PLAIN, SINGLE, FREE -> {}
            case RELATED, COMPLEX, ADDRESS, CHANGED_ADDRESS -> {
                if (!literal.equals("null")) {
                    throw notWhatItSays();
                }
            }
            default -> throw notWhatItSays();
        }
    }

    @Override
    public void name(String name) {
        Frame frame = top();
        boolean free = isFree();
        int sign = name.indexOf('@');
        if (sign >= 0) {
            frame.next = annotation(frame.type, free, name.substring(0, sign), term(name.substring(sign + 1)));
        } else if (document().kind() == Kind.REFERENCE) {
            // Older versions of OData have the address in a property, "url" or "uri".
            throw notWhatItSays();
        } else if (document().kind() == Kind.BULK && frame.type == null && name.equals(BulkOperations.ROWS)) {
            frame.next = new Value(Kind.ROWS, document().type());
        } else if (free) {
            frame.next = Value.of(Kind.FREE);
        } else {
            frame.next = property(frame.type, name);
        }
    }

    private boolean isFree() {
        Kind kind = document().kind();
        return kind == Kind.PARAMETERS || kind == Kind.DEFINITION || kind == Kind.FREE;
    }

    private Value document() {
        return frames.getLast().next;
    }

    // OData 4.01 leaves "odata." out. Terms are told in any case, lest another reader does so.
    private static String term(String written) {
        if (!TERM.matcher(written).matches()) {
            throw new CannotJudge("The name of an annotation has signs in it that none has.");
        }
        String term = written.toLowerCase(Locale.ROOT);
        return term.startsWith("odata.") ? term.substring("odata.".length()) : term;
    }

    private Value annotation(@Nullable EdmType type, boolean free, String of, String term) {
        Optional<EdmNavigation> navigation =
                type == null ? Optional.empty() : judging.model().navigation(type, of);
        switch (term) {
            case "id" -> {
                // Of a parameter it only says which row is meant. Elsewhere that row is linked, or is the very one that
                // is
                // written: so UpsertMultiple finds its rows, see BulkOperations.
                return Value.of(free ? Kind.ADDRESS : Kind.CHANGED_ADDRESS);
            }
            case "bind" -> {
                if (type != null && navigation.isEmpty()) {
                    throw Judging.unknown(of);
                }
                boolean changes = navigation.filter(EdmNavigation::collection).isPresent();
                // The rows of such a list get this one written into a column of theirs.
                return Value.of(changes ? Kind.CHANGED_ADDRESS : Kind.ADDRESS);
            }
            case "type" -> {
                if (type != null && of.isEmpty()) {
                    return Value.of(Kind.TYPE);
                }
                if (free && document().kind() != Kind.DEFINITION) {
                    return Value.of(Kind.PARAMETER_TYPE);
                }
                if (navigation.isPresent()) {
                    throw new CannotJudge("The type of a row stands before it; write it within the row.");
                }
            }
            default -> {}
        }
        // What has more in it, such as contacts@delta of OData 4.01, is not to be passed over.
        return Value.of(free ? Kind.FREE : Kind.SINGLE);
    }

    private Value property(@Nullable EdmType type, String name) {
        if (type == null) {
            return Value.of(Kind.SINGLE);
        }
        Optional<EdmNavigation> navigation = judging.model().navigation(type, name);
        if (navigation.isPresent()) {
            return new Value(Kind.RELATED, judging.target(navigation.get()));
        }
        Optional<EdmType> complex = judging.model().typeOfProperty(type, name);
        if (complex.isPresent()) {
            return new Value(Kind.COMPLEX, complex.get());
        }
        return Value.of(judging.model().hasProperty(type, name) ? Kind.PLAIN : Kind.SINGLE);
    }

    private void address(@Nullable String text, boolean changed) {
        if (text == null) {
            throw new CannotJudge("An address of a row is too long.");
        }
        Set<String> tables = EntityAddress.judge(judging, text);
        if (changed) {
            judging.writes(tables, Verb.UPDATE);
        }
    }

    /** A row that a parameter means by its type and its key is as good as one that it means by its address. */
    private void meant(@Nullable String typeName) {
        if (typeName == null) {
            throw new CannotJudge("The name of a type is too long.");
        }
        judging.model()
                .simpleName(COLLECTION.matcher(typeName).replaceFirst("$1"))
                .flatMap(judging.model()::type)
                .ifPresent(type -> judging.needs(judging.model().setsOf(type), Verb.READ));
    }

    private void cast(String typeName) {
        Frame frame = top();
        EdmType derived = judging.cast(frame.type, typeName.startsWith("#") ? typeName.substring(1) : typeName)
                .orElseThrow(() -> new CannotJudge("A row says that it has a type which it cannot have there."));
        needs(derived, frame.verbs);
        frame.type = derived;
    }

    private void needs(@Nullable EdmType type, Set<Verb> verbs) {
        if (type != null) {
            Set<String> tables = judging.tablesOf(type);
            verbs.forEach(verb -> judging.needs(tables, verb));
        }
    }

    private Frame top() {
        return frames.element();
    }

    private static CannotJudge notWhatItSays() {
        return new CannotJudge(
                "A value is of another kind than its name says, or its name is not known there; names are"
                        + " written as in $metadata.");
    }
}
