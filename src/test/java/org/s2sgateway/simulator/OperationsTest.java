package org.s2sgateway.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.s2sgateway.simulator.DataverseClient.ACCOUNT_1;

import jakarta.json.JsonObject;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OperationsTest {

    @TempDir
    Path home;

    private Simulator simulator;
    private DataverseClient contoso;

    @BeforeEach
    void start() throws Exception {
        simulator = Simulator.start(SimulatorOptions.onFreePorts(home));
        contoso = new DataverseClient(simulator, "contoso");
    }

    @AfterEach
    void stop() {
        simulator.close();
    }

    @Test
    void callsFunctionsWithParametersAndAliases() throws Exception {
        JsonObject inline = contoso.json("RetrieveTotalRecordCount(EntityNames=%5B'account','contact'%5D)");
        assertThat(inline.getString("@odata.context"))
                .isEqualTo(contoso.root() + "$metadata#Microsoft.Dynamics.CRM.RetrieveTotalRecordCountResponse");
        assertThat(inline.getJsonObject("EntityRecordCountCollection").toString())
                .isEqualTo("{\"Count\":2,\"Keys\":[\"account\",\"contact\"],\"Values\":[2,2]}");
        assertThat(contoso.json("RetrieveTotalRecordCount(EntityNames=@names)?@names=%5B%22account%22%5D")
                        .getJsonObject("EntityRecordCountCollection")
                        .getInt("Count"))
                .isEqualTo(1);
        assertThat(contoso.json("RetrieveCurrentOrganization(AccessType=@p1)"
                                + "?@p1=Microsoft.Dynamics.CRM.EndpointAccessType%27Default%27")
                        .toString())
                .contains("\"https://" + simulator.host("contoso") + "/\"");
        assertThat(contoso.json("WhoAmI()").keySet()).contains("UserId");
    }

    @Test
    void callsAFunctionThatIsBoundToARow() throws Exception {
        DataverseClient noRead = new DataverseClient(simulator, "contoso-no-read");
        String user = noRead.json("WhoAmI").getString("UserId");
        String function = "systemusers(" + user + ")/Microsoft.Dynamics.CRM.RetrieveUserPrivileges()";

        assertThat(noRead.refusal("GET", function, "")).isEqualTo("403 0x80040220");
        assertThat(contoso.refusal("GET", function.replace(user, "99999999-cac9-e811-a964-000d3a3ac063"), ""))
                .isEqualTo("404 0x80040217");
    }

    @Test
    void callsActions() throws Exception {
        assertThat(TestClient.json(contoso.post("sim_Echo", "{\"Text\":\"hello\"}"))
                        .toString())
                .isEqualTo("{\"@odata.context\":\"" + contoso.root()
                        + "$metadata#Microsoft.Dynamics.CRM.sim_EchoResponse\",\"Text\":\"hello\"}");
        assertThat(contoso.post(ACCOUNT_1 + "/Microsoft.Dynamics.CRM.sim_Rename", "{\"Name\":\"Renamed\"}")
                        .statusCode())
                .isEqualTo(204);
        assertThat(contoso.json(ACCOUNT_1).getString("name")).isEqualTo("Renamed");
    }

    @Test
    void refusesCallsThatDataverseRefuses() throws Exception {
        assertThat(contoso.refusal("GET", "sim_Echo", "")).isEqualTo("405 0x80060888");
        assertThat(contoso.refusal("POST", "WhoAmI", "")).isEqualTo("405 0x80060888");
        assertThat(contoso.refusal("POST", "sim_Echo(Text='x')", "")).isEqualTo("400 0x80060888");
        assertThat(contoso.refusal("GET", "RetrieveTotalRecordCount(EntityNames=@names)", ""))
                .isEqualTo("400 0x80060888");
        assertThat(contoso.refusal("GET", "RetrieveTotalRecordCount(EntityNames=%5B'nothing'%5D)", ""))
                .isEqualTo("400 0x80060888");
        assertThat(contoso.refusal("GET", "RetrieveTotalRecordCount", "")).isEqualTo("400 0x80060888");
        assertThat(contoso.refusal("GET", ACCOUNT_1 + "/Microsoft.Dynamics.CRM.nothing()", ""))
                .isEqualTo("404 0x80060888");
        assertThat(contoso.refusal("GET", "WhoAmI/UserId", "")).isEqualTo("404 0x80060888");
    }

    @Test
    void givesAndTakesAnyNumberOfBytes() throws Exception {
        HttpResponse<InputStream> bytes = contoso.stream("sim_Bytes(Count=100000001)");
        assertThat(bytes.headers().firstValue("Content-Length")).contains("100000001");
        long count = 0;
        byte[] buffer = new byte[65_536];
        for (int read = bytes.body().read(buffer);
                read >= 0;
                read = bytes.body().read(buffer)) {
            count += read;
        }
        assertThat(count).isEqualTo(100_000_001);

        assertThat(TestClient.json(contoso.post(
                                "sim_Drain", "x".repeat(1_000_000), "Content-Type", "application/octet-stream"))
                        .getInt("Count"))
                .isEqualTo(1_000_000);
    }
}
