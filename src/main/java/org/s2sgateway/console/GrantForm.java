package org.s2sgateway.console;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.s2sgateway.grants.Grant;
import org.s2sgateway.grants.Grants;
import org.s2sgateway.grants.MalformedGrant;

/**
 * A grant as it is filled in: texts that need not be one yet. The fields are {@code consumer}, or {@code of} where the
 * consumer is fixed; {@code tenants}, {@code environments} and {@code actions} with one in a line; {@code t0} with {@code
 * v0} for the first table and its verbs, and so on; {@code impersonation}; {@code tokens} and {@code bypass}, which are
 * there or not; and {@code seen}, the mark of the grant that the form was opened with. Immutable.
 */
final class GrantForm {

    private static final int EMPTY_ROWS = 3;
    private static final Pattern TABLE = Pattern.compile("t([0-9]{1,4})");

    private final String consumer;
    private final boolean consumerFixed;
    private final String tenants;
    private final String environments;
    private final List<TableRow> rows;
    private final String impersonation;
    private final String actions;
    private final boolean tokens;
    private final boolean bypass;
    private final String seen;

    private GrantForm(TypedFields typed) {
        consumerFixed = !typed.one("of").isEmpty();
        consumer = (consumerFixed ? typed.one("of") : typed.one("consumer")).strip();
        tenants = typed.one("tenants");
        environments = typed.one("environments");
        rows = rows(typed);
        impersonation = typed.has("impersonation") ? typed.one("impersonation") : "none";
        actions = typed.one("actions");
        tokens = typed.has("tokens");
        bypass = typed.has("bypass");
        seen = typed.one("seen");
    }

    private GrantForm(Grant grant) {
        GrantView view = new GrantView(grant);
        consumer = grant.consumer();
        consumerFixed = true;
        tenants = String.join("\n", view.getTenants());
        environments = String.join("\n", view.getEnvironments());
        rows = view.getTables();
        impersonation = view.getImpersonation();
        actions = String.join("\n", view.getActions());
        tokens = grant.tokens();
        bypass = grant.bypass();
        seen = Grants.mark(Optional.of(grant));
    }

    /** What somebody has filled in, also where that is nothing. */
    static GrantForm typed(TypedFields fields) {
        return new GrantForm(fields);
    }

    /** The grant that a consumer has, to be changed. */
    static GrantForm of(Grant grant) {
        return new GrantForm(grant);
    }

    /**
     * The grant that was filled in.
     *
     * @throws MalformedGrant where it is none
     * @throws RepeatedTable where a table is there twice, which would have to be guessed at
     */
    Grant grant() {
        Map<String, List<String>> tables = new LinkedHashMap<>();
        for (TableRow row : rows) {
            if (tables.put(row.getName(), row.getVerbs()) != null) {
                throw new RepeatedTable(row.getName());
            }
        }
        return Grant.of(
                consumer, lines(tenants), lines(environments), tables, impersonation, lines(actions), tokens, bypass);
    }

    String consumer() {
        return consumer;
    }

    /** Whether the form is about one consumer, and not about one that is still to be named. */
    boolean isConsumerFixed() {
        return consumerFixed;
    }

    String tenants() {
        return tenants;
    }

    String environments() {
        return environments;
    }

    /** The tables that were filled in, and room for more. */
    List<TableRow> rows() {
        return Stream.concat(rows.stream(), Stream.generate(TableRow::empty).limit(EMPTY_ROWS))
                .toList();
    }

    String impersonation() {
        return impersonation;
    }

    String actions() {
        return actions;
    }

    boolean tokens() {
        return tokens;
    }

    boolean bypass() {
        return bypass;
    }

    String seen() {
        return seen;
    }

    // A row without a name or without a verb stays: it is for the grant to say that this is none.
    private static List<TableRow> rows(TypedFields typed) {
        List<TableRow> rows = new ArrayList<>();
        Set<String> places = new HashSet<>();
        for (String field : typed.values().keySet()) {
            Matcher table = TABLE.matcher(field);
            if (table.matches() && places.add(table.group(1))) {
                rows.add(new TableRow(typed.one(field).strip(), typed.all("v" + table.group(1))));
            }
        }
        return rows.stream().filter(row -> !row.isEmpty()).toList();
    }

    private static List<String> lines(String text) {
        return text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    }

    /** A table stands in the form twice. */
    static final class RepeatedTable extends RuntimeException {

        private final String table;

        RepeatedTable(String table) {
            super("A table is there twice", null, false, false);
            this.table = table;
        }

        String table() {
            return table;
        }
    }
}
