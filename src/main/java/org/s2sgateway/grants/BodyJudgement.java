package org.s2sgateway.grants;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.s2sgateway.odata.BodyFilter;
import org.s2sgateway.odata.EdmModel;
import org.s2sgateway.odata.EdmType;

/** How the body of a judged request is judged while it streams. Immutable; the filters are for one body each. */
public final class BodyJudgement {

    enum Kind {
        /** None is expected. */
        NONE,
        /** Of a stream: octets. */
        OCTETS,
        /** Of a column: octets, or JSON with a value. */
        COLUMN,
        ROW,
        REFERENCE,
        /** Parameters that say what is done to rows of the type. */
        BULK,
        /** Others; may be missing. */
        PARAMETERS,
        /** Of tables and columns, whose types are not those of rows; may be missing. */
        DEFINITION
    }

    // One charset at most: of two, one reader takes the first and another one the last.
    private static final Pattern JSON = Pattern.compile(
            "application/json(?:PARAMETER)*(?:\\s*;\\s*charset=\"?utf-8\"?)?(?:PARAMETER)*\\s*"
                    .replace("PARAMETER", "\\s*;\\s*(?!charset)[A-Za-z0-9.]+=[A-Za-z0-9.]+"),
            Pattern.CASE_INSENSITIVE);

    // One type, and none of JSON.
    private static final Pattern OCTETS =
            Pattern.compile("(?!.*json)[a-z]+/[a-z0-9.+-]+\\s*(?:;[^,]*)?", Pattern.CASE_INSENSITIVE);

    private static final int LONGEST_TYPE = 256;

    private final EdmModel model;
    private final Function<String, Optional<String>> references;
    private final Kind kind;
    private final @Nullable EdmType type;
    private final Set<Verb> ofRow;

    BodyJudgement(
            EdmModel model,
            Function<String, Optional<String>> references,
            Kind kind,
            @Nullable EdmType type,
            Set<Verb> ofRow) {
        this.model = model;
        this.references = references;
        this.kind = kind;
        this.type = type;
        this.ofRow = Set.copyOf(ofRow);
    }

    Kind kind() {
        return kind;
    }

    /**
     * What judges a body as it passes, unpacked. It throws {@link BodyRefused} before a whole body has gone through that
     * needs what the grant does not give, or that cannot be judged: such as JSON in another encoding than UTF-8.
     *
     * @param contentType the value of the header; empty where there is none
     */
    public BodyFilter filter(Grant grant, String contentType) {
        if (kind == Kind.OCTETS || (kind == Kind.COLUMN && isOfOctets(contentType))) {
            return new UnjudgedBody(true);
        }
        if (kind == Kind.NONE || !isJson(contentType)) {
            return new UnjudgedBody(false);
        }
        Judging judging =
                new Judging(model, new Ledger.Strict(grant), new Aliases(Map.of()), references, new Judging.Work());
        return new JudgedBody(events(judging), kind == Kind.PARAMETERS || kind == Kind.DEFINITION);
    }

    private static boolean isJson(String contentType) {
        return contentType.length() <= LONGEST_TYPE && JSON.matcher(contentType).matches();
    }

    private static boolean isOfOctets(String contentType) {
        return contentType.length() <= LONGEST_TYPE
                && OCTETS.matcher(contentType).matches();
    }

    private BodyEvents events(Judging judging) {
        if (kind == Kind.COLUMN) {
            return BodyEvents.ofColumn(judging);
        }
        if (kind == Kind.REFERENCE) {
            return BodyEvents.ofReference(judging);
        }
        Set<Verb> ofRelated = ofRow.equals(Set.of(Verb.CREATE)) ? ofRow : Set.of(Verb.CREATE, Verb.UPDATE);
        if (kind == Kind.ROW && type != null) {
            return BodyEvents.ofRow(judging, type, ofRow, ofRelated);
        }
        if (kind == Kind.BULK && type != null) {
            return BodyEvents.ofBulk(judging, type, ofRow, ofRelated);
        }
        return kind == Kind.DEFINITION ? BodyEvents.ofDefinition(judging) : BodyEvents.ofParameters(judging);
    }
}
