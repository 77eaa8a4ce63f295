package org.s2sgateway.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.s2sgateway.simulator.DataverseClient.message;
import static org.s2sgateway.simulator.DataverseClient.refusal;
import static org.s2sgateway.simulator.TestClient.GATEWAY;

import jakarta.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.s2sgateway.simulator.dataverse.ApplicationUser;

class ImpersonatedCallsTest {

    @TempDir
    Path home;

    private Simulator simulator;
    private DataverseClient fabrikam;
    private String paul;

    @BeforeEach
    void start() throws Exception {
        simulator = Simulator.start(SimulatorOptions.onFreePorts(home));
        fabrikam = new DataverseClient(simulator, "fabrikam");
        paul = simulator.personId("paul@fabrikam.example").toString();
        Set<String> privileges = new HashSet<>(ApplicationUser.EVERYTHING);
        privileges.add(ApplicationUser.ACT_ON_BEHALF);
        may(privileges);
    }

    @AfterEach
    void stop() {
        simulator.close();
    }

    @Test
    void speaksForTheOtherUserByEitherId() throws Exception {
        String own = fabrikam.json("WhoAmI").getString("UserId");
        String other = fabrikam.json("WhoAmI", "CallerObjectId", paul).getString("UserId");

        assertThat(other).isNotEqualTo(own);
        assertThat(fabrikam.json("WhoAmI", "MSCRMCallerID", other).getString("UserId"))
                .isEqualTo(other);
    }

    @Test
    void allowsOnlyWhatBothMay() throws Exception {
        // Paul is a Basic User: he reads, and does not write.
        assertThat(fabrikam.get("accounts", "CallerObjectId", paul).statusCode())
                .isEqualTo(200);
        HttpResponse<String> refused = fabrikam.post("accounts", "{\"name\":\"x\"}", "CallerObjectId", paul);
        assertThat(refusal(refused)).isEqualTo("403 0x80040220");
        String user = fabrikam.json("WhoAmI", "CallerObjectId", paul).getString("UserId");
        assertThat(message(refused)).contains("Principal user (Id=" + user, "prvCreateAccount");

        // Paul may read users, the application may not.
        assertThat(refusal(fabrikam.get("systemusers", "CallerObjectId", paul))).isEqualTo("403 0x80040220");
        String gina = simulator.personId("gina@fabrikam.example").toString();
        assertThat(refusal(fabrikam.get("systemusers", "CallerObjectId", gina))).isEqualTo("403 0x80040220");
    }

    @Test
    void remembersWhoActedForWhom() throws Exception {
        String gina = simulator.personId("gina@fabrikam.example").toString();
        String ginaUser = fabrikam.json("WhoAmI", "CallerObjectId", gina).getString("UserId");
        String own = fabrikam.json("WhoAmI").getString("UserId");

        String address = fabrikam.post("accounts", "{\"name\":\"x\"}", "CallerObjectId", gina)
                .headers()
                .firstValue("OData-EntityId")
                .orElseThrow();
        JsonObject created = fabrikam.json(address);
        assertThat(created.getString("_createdby_value")).isEqualTo(ginaUser);
        assertThat(created.getString("_createdonbehalfby_value")).isEqualTo(own);

        fabrikam.send("PATCH", address, "{\"name\":\"y\"}");
        JsonObject changed = fabrikam.json(address);
        assertThat(changed.getString("_modifiedby_value")).isEqualTo(own);
        assertThat(changed.isNull("_modifiedonbehalfby_value")).isTrue();
        assertThat(changed.getString("_createdby_value")).isEqualTo(ginaUser);
    }

    @Test
    void isNobodyElseWhenItSpeaksForItself() throws Exception {
        String own = fabrikam.json("WhoAmI").getString("UserId");

        String address = fabrikam.post("accounts", "{\"name\":\"x\"}", "MSCRMCallerID", own)
                .headers()
                .firstValue("OData-EntityId")
                .orElseThrow();

        assertThat(fabrikam.json(address).isNull("_createdonbehalfby_value")).isTrue();
    }

    @Test
    void refusesWhatIsNoUser() throws Exception {
        String nobody = "9b000000-0000-4000-8000-000000000001";
        assertThat(fabrikam.refusal("GET", "WhoAmI", "", "CallerObjectId", nobody))
                .isEqualTo("403 0x80072560");
        assertThat(fabrikam.refusal("GET", "WhoAmI", "", "MSCRMCallerID", nobody))
                .isEqualTo("403 0x80072560");
        assertThat(fabrikam.refusal("GET", "WhoAmI", "", "MSCRMCallerID", paul)).isEqualTo("403 0x80072560");
        assertThat(fabrikam.refusal("GET", "WhoAmI", "", "CallerObjectId", "nonsense"))
                .isEqualTo("400 0x80060888");
        assertThat(fabrikam.refusal("GET", "WhoAmI", "", "CallerObjectId", paul, "MSCRMCallerID", nobody))
                .isEqualTo("400 0x80060888");
    }

    @Test
    void needsThePrivilege() throws Exception {
        may(ApplicationUser.EVERYTHING);

        assertThat(fabrikam.refusal("GET", "WhoAmI", "", "CallerObjectId", paul))
                .isEqualTo("403 0x8004A110");
    }

    private void may(Set<String> privileges) {
        simulator.environment("fabrikam").put(UUID.fromString(GATEWAY), false, privileges);
    }
}
