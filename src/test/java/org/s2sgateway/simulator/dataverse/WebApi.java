package org.s2sgateway.simulator.dataverse;

import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.s2sgateway.simulator.wire.Answer;
import org.s2sgateway.simulator.wire.Call;
import org.s2sgateway.simulator.wire.JsonText;

/** The Web API of one environment, for a user who is a member of it. Thread-safe. */
final class WebApi {

    static final String JSON = "application/json; odata.metadata=minimal";

    private static final Pattern PATH = Pattern.compile("/api/data/(v9\\.[0-2])/(.*)");

    private final UUID organizationId;
    private final UUID businessUnitId;

    WebApi(UUID organizationId, UUID businessUnitId) {
        this.organizationId = organizationId;
        this.businessUnitId = businessUnitId;
    }

    Answer answer(Call call, String host, ApplicationUser user) {
        Matcher path = PATH.matcher(call.path());
        if (!path.matches()) {
            throw ODataRefusal.unknownSegment(call.path());
        }
        String root = "https://" + host + "/api/data/" + path.group(1) + "/";
        if (path.group(2).equals("WhoAmI") || path.group(2).equals("WhoAmI()")) {
            return whoAmI(root, user);
        }
        throw ODataRefusal.unknownSegment(path.group(2));
    }

    private Answer whoAmI(String root, ApplicationUser user) {
        String body = JsonText.object()
                .add("@odata.context", root + "$metadata#Microsoft.Dynamics.CRM.WhoAmIResponse")
                .add("BusinessUnitId", businessUnitId.toString())
                .add("UserId", user.systemUserId().toString())
                .add("OrganizationId", organizationId.toString())
                .build()
                .toString();
        return Answer.text(200, JSON, body).with("x-ms-dop-hint", "4");
    }
}
