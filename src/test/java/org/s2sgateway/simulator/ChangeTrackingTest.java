package org.s2sgateway.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.s2sgateway.simulator.DataverseClient.ACCOUNT_1;
import static org.s2sgateway.simulator.DataverseClient.ACCOUNT_2;

import jakarta.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChangeTrackingTest {

    private static final String[] TRACK = {"Prefer", "odata.track-changes"};

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
    void tellsWhatHasChangedSince() throws Exception {
        HttpResponse<String> first = contoso.get("accounts?$select=name", TRACK);
        assertThat(first.headers().firstValue("Preference-Applied")).contains("odata.track-changes");
        String link = TestClient.json(first).getString("@odata.deltaLink");
        assertThat(link)
                .matches("\\Q" + contoso.root() + "accounts?$select=name&$deltatoken=\\E"
                        + "\\d+%21\\d\\d%2f\\d\\d%2f\\d{4}%20\\d\\d%3a\\d\\d%3a\\d\\d");
        assertThat(contoso.rows(link)).isEmpty();

        contoso.send("PATCH", ACCOUNT_1, "{\"name\":\"Changed\"}");
        contoso.send("DELETE", ACCOUNT_2, "");
        JsonObject delta = contoso.json(link);

        assertThat(delta.getString("@odata.context")).isEqualTo(contoso.root() + "$metadata#accounts(name)/$delta");
        List<JsonObject> changes = delta.getJsonArray("value").getValuesAs(JsonObject.class);
        assertThat(changes).hasSize(2);
        assertThat(changes.get(0).getString("name")).isEqualTo("Changed");
        assertThat(changes.get(1).toString())
                .isEqualTo("{\"@odata.context\":\"" + contoso.root()
                        + "$metadata#accounts/$deletedEntity\",\"id\":\"" + ACCOUNT_2.substring(9, 45)
                        + "\",\"reason\":\"deleted\"}");
        assertThat(contoso.get(link.replace("accounts?$select=name&", "accounts/$count?"))
                        .body())
                .isEqualTo("2");
        assertThat(contoso.rows(delta.getString("@odata.deltaLink"))).isEmpty();
    }

    @Test
    void losesNothingThatChangesWhileSomebodyPages() throws Exception {
        DataverseClient large = new DataverseClient(simulator, "contoso-large");
        JsonObject first = large.json("accounts?$select=name", TRACK);
        assertThat(first.keySet()).contains("@odata.nextLink").doesNotContain("@odata.deltaLink");
        large.send(
                "PATCH",
                "accounts(" + first.getJsonArray("value").getJsonObject(0).getString("accountid") + ")",
                "{\"name\":\"Meanwhile\"}");

        JsonObject second = large.json(first.getString("@odata.nextLink"), TRACK);

        assertThat(large.rows(second.getString("@odata.deltaLink")))
                .extracting(row -> row.getString("name"))
                .containsExactly("Meanwhile");
    }

    @Test
    void refusesWhatCannotBeTracked() throws Exception {
        for (String option :
                List.of("$filter=name%20eq%20%27x%27", "$orderby=name", "$expand=primarycontactid", "$top=1")) {
            HttpResponse<String> refused = contoso.get("accounts?" + option, TRACK);
            assertThat(DataverseClient.refusal(refused)).as(option).isEqualTo("400 0x80060888");
            assertThat(DataverseClient.message(refused))
                    .contains("query parameter isn't supported when Change Tracking is enabled.");
        }
        assertThat(contoso.refusal("GET", "accounts?$deltatoken=nonsense", "")).isEqualTo("400 0x80060888");
        assertThat(contoso.refusal("GET", "accounts?$deltatoken=1%2101%2f01%2f2020%2000%3a00%3a00", ""))
                .isEqualTo("400 0x80060888");
    }
}
