package org.s2sgateway.management;

import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.s2sgateway.readiness.CheckReport;
import org.s2sgateway.tenant.ReadinessStep;

/** What a run up the readiness ladder found. */
@JsonbPropertyOrder({"host", "connected", "steps"})
@Schema(name = "Check")
public record CheckJson(String host, boolean connected, List<ReadinessStep> steps) {

    static CheckJson of(CheckReport report) {
        return new CheckJson(report.host().value(), report.connected(), report.steps());
    }
}
