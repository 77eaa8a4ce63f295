package org.s2sgateway.management;

import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.s2sgateway.grants.Grant;
import org.s2sgateway.grants.Verb;

/** A grant as the API shows and takes it. */
@Schema(name = "Grant")
@JsonbPropertyOrder({"consumer", "tenants", "environments", "tables", "impersonation", "actions", "tokens", "bypass"})
public record GrantJson(
        @Schema(description = "The client id") String consumer,
        @Schema(description = "Tenant ids, or * for all", required = true) List<String> tenants,
        @Schema(description = "Hosts of environments, or * for all", required = true) List<String> environments,
        @Schema(description = "The verbs read, create, update and delete by entity set, * for all entity sets")
                Map<String, List<String>> tables,
        @Schema(
                        enumeration = {"none", "explicit", "caller"},
                        defaultValue = "none")
                String impersonation,
        @Schema(description = "Functions and actions by their simple names, or * for all") List<String> actions,
        @Schema(description = "Whether access tokens of environments are handed out", defaultValue = "false")
                boolean tokens,
        @Schema(description = "Whether MSCRM.Bypass headers are allowed", defaultValue = "false") boolean bypass) {

    static GrantJson of(Grant grant) {
        Map<String, List<String>> tables = new TreeMap<>();
        grant.tables().forEach((table, verbs) -> tables.put(table, Verb.texts(verbs)));
        return new GrantJson(
                grant.consumer(),
                sorted(grant.tenants()),
                sorted(grant.environments()),
                tables,
                grant.impersonation().text(),
                sorted(grant.actions()),
                grant.tokens(),
                grant.bypass());
    }

    private static List<String> sorted(Collection<String> values) {
        return values.stream().sorted().toList();
    }
}
