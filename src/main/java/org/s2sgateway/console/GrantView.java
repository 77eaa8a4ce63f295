package org.s2sgateway.console;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.s2sgateway.grants.Grant;
import org.s2sgateway.grants.Verb;

/** A grant as the pages show it, everything in a fixed order. */
public final class GrantView {

    private static final int FIRST = 5;

    private final Grant grant;

    GrantView(Grant grant) {
        this.grant = grant;
    }

    public String getConsumer() {
        return grant.consumer();
    }

    /** The consumer as it is written in a query. */
    public String getQuery() {
        return query(grant.consumer());
    }

    static String query(String consumer) {
        return URLEncoder.encode(consumer, StandardCharsets.UTF_8);
    }

    public List<String> getTenants() {
        return sorted(grant.tenants());
    }

    public boolean isEveryTenant() {
        return grant.tenants().contains(Grant.ALL);
    }

    public List<String> getEnvironments() {
        return sorted(grant.environments());
    }

    public boolean isEveryEnvironment() {
        return grant.environments().contains(Grant.ALL);
    }

    /** Where the list is too short for all of them. */
    public String getFirstEnvironment() {
        return getEnvironments().get(0);
    }

    /** How many there are beside the first. */
    public int getFurtherEnvironments() {
        return grant.environments().size() - 1;
    }

    /** As many as there is room for in the list. */
    public List<TableRow> getFirstTables() {
        return getTables().stream().limit(FIRST).toList();
    }

    /** How many there are beside those. */
    public int getFurtherTables() {
        return Math.max(0, grant.tables().size() - FIRST);
    }

    public List<TableRow> getTables() {
        return grant.tables().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(table -> new TableRow(table.getKey(), Verb.texts(table.getValue())))
                .toList();
    }

    public List<String> getActions() {
        return sorted(grant.actions());
    }

    public boolean isEveryAction() {
        return grant.actions().contains(Grant.ALL);
    }

    /** The word of its impersonation. */
    public String getImpersonation() {
        return grant.impersonation().text();
    }

    public boolean isTokens() {
        return grant.tokens();
    }

    public boolean isBypass() {
        return grant.bypass();
    }

    private static List<String> sorted(Collection<String> values) {
        return values.stream().sorted().toList();
    }
}
