package org.s2sgateway.management;

import jakarta.json.bind.annotation.JsonbNillable;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import org.s2sgateway.audit.AuditReport;
import org.s2sgateway.audit.ChainReport;
import org.s2sgateway.audit.Misfit;

/** What the verification of the audit found, as the API shows it. */
@Schema(name = "Verification")
@JsonbPropertyOrder({"at", "whole", "withKey", "problem", "explanation", "chains"})
@JsonbNillable
public record VerificationJson(
        Instant at,
        boolean whole,
        @Schema(
                        description =
                                "Whether the gateway has a key; without one who writes into the database can rewrite the audit")
                boolean withKey,
        @Schema(nullable = true, description = "What is wrong with the number of chains") @Nullable String problem,
        @Schema(nullable = true) @Nullable String explanation,
        List<Chain> chains) {

    static VerificationJson of(AuditReport report) {
        return new VerificationJson(
                report.at(),
                report.isWhole(),
                report.withKey(),
                report.register().map(Misfit::word).orElse(null),
                report.register().map(Misfit::explanation).orElse(null),
                report.chains().stream().map(Chain::of).toList());
    }

    /** One chain: a tenant's, or that of what concerns none. */
    @Schema(name = "VerifiedChain")
    @JsonbPropertyOrder({
        "tenantId",
        "whole",
        "number",
        "problem",
        "explanation",
        "events",
        "beforeTheChain",
        "removed",
        "erased",
        "withoutKey",
        "lastNumber",
        "lastMac"
    })
    @JsonbNillable
    public record Chain(
            @Schema(nullable = true) @Nullable String tenantId,
            boolean whole,
            @Schema(nullable = true, description = "The first event that does not fit; 0 where it is none of them")
                    @Nullable
                    Long number,
            @Schema(nullable = true, description = "In which way, as a word") @Nullable String problem,
            @Schema(nullable = true) @Nullable String explanation,
            long events,
            long beforeTheChain,
            long removed,
            long erased,
            long withoutKey,
            long lastNumber,
            String lastMac) {

        static Chain of(ChainReport report) {
            return new Chain(
                    report.tenantId().orElse(null),
                    report.isWhole(),
                    report.outcome().<@Nullable Long>fold(() -> null, broken -> broken.number()),
                    report.outcome().<@Nullable String>fold(() -> null, broken -> broken.how()
                            .word()),
                    report.outcome().<@Nullable String>fold(() -> null, broken -> broken.how()
                            .explanation()),
                    report.events(),
                    report.beforeTheChain(),
                    report.removed(),
                    report.erased(),
                    report.withoutKey(),
                    report.lastNumber(),
                    report.lastMac());
        }
    }
}
