package org.s2sgateway.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.s2sgateway.it.WebApiConsumer.Answer;
import org.s2sgateway.simulator.Simulator;
import org.s2sgateway.simulator.dataverse.Environment;
import org.s2sgateway.simulator.wire.ForwardProxy;
import org.s2sgateway.testing.ServerKind;
import org.s2sgateway.testing.ServerProcess;

/**
 * An environment of the cloud has two names, and a consumer may know it by either. On a server of its own, which reaches
 * the simulator under the names of the cloud by a forward proxy.
 */
class ApiHostIT {

    private static final String TENANT = "c0a00000-0000-4000-8000-000000000001";
    private static final String LOGIN = "https://login.microsoftonline.com";
    private static final String NAME = "contoso.crm4.dynamics.com";
    private static final String API_NAME = "contoso.api.crm4.dynamics.com";
    private static final String ACCOUNT_1 = "accounts(28630624-cac9-e811-a964-000d3a3ac063)";

    private static @Nullable ServerProcess server;
    private static @Nullable ForwardProxy proxy;

    private final RunningGateway run = GatewayRun.gateway();

    private Environment contoso;
    private WebApiConsumer byName;
    private WebApiConsumer byApiName;

    @BeforeEach
    void start() throws IOException, InterruptedException {
        if (server == null) {
            proxy = run.simulator().startProxy(0);
            server = ServerProcess.start(
                    ServerKind.ofThisRun(),
                    Path.of(System.getProperty("it.folder"), "api-host"),
                    address -> environment(address.toString(), run.simulator(), proxy));
        }
        RunningGateway gateway = new RunningGateway(server.address(), run.simulator());
        contoso = run.simulator().environment("contoso");
        contoso.reset();
        byName = WebApiConsumer.of(gateway, contoso, NAME);
        byApiName = WebApiConsumer.of(gateway, contoso, API_NAME);
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
        if (proxy != null) {
            proxy.close();
        }
    }

    @Test
    void leadsToTheGatewayWhicheverNameTheLinksHave() {
        contoso.linksName(API_NAME);

        Answer page = byName.get("accounts?$select=name", "Prefer", "odata.maxpagesize=1");
        assertThat(page.json().getString("@odata.context")).isEqualTo(byName.root() + "$metadata#accounts(name)");
        String next = page.json().getString("@odata.nextLink");
        assertThat(next).startsWith(byName.root() + "accounts?");
        assertThat(byName.rows(next, "Prefer", "odata.maxpagesize=1")).hasSize(1);
        Answer created = byName.send("POST", "accounts", "{\"name\":\"New\"}");
        assertThat(created.header("OData-EntityId")).startsWith(byName.root() + "accounts(");
        assertThat(created.header("Location")).isEqualTo(created.header("OData-EntityId"));
        assertThat(batch(byName, "GET " + ACCOUNT_1).text())
                .contains("\"@odata.context\":\"" + byName.root() + "$metadata#accounts/$entity\"");
    }

    @Test
    void takesEitherNameForTheEnvironment() {
        assertThat(byApiName.json(ACCOUNT_1 + "?$select=name").getString("@odata.context"))
                .isEqualTo(byName.root() + "$metadata#accounts(name)/$entity");

        String contact = byApiName
                .send(
                        "POST",
                        "contacts",
                        "{\"parentcustomerid_account@odata.bind\":\"" + byApiName.root() + ACCOUNT_1 + "\"}")
                .header("OData-EntityId");
        String references = ACCOUNT_1 + "/contact_customer_accounts/$ref";
        assertThat(byName.rows(references)).hasSize(1);
        String link = contact.replace(NAME, API_NAME);
        assertThat(byName.send("DELETE", references + "?$id=" + link, "").status())
                .isEqualTo(204);
        assertThat(byName.send("POST", references, "{\"@odata.id\":\"" + link + "\"}")
                        .status())
                .isEqualTo(204);
        for (String line : new String[] {
            "GET https://" + API_NAME + "/api/data/v9.2/" + ACCOUNT_1, "GET " + byApiName.root() + ACCOUNT_1
        }) {
            assertThat(batch(byName, line).text()).as(line).contains("Test Account 1");
        }
    }

    @Test
    void leavesEitherNameAloneThatSomebodyHasTyped() {
        String address = "https://" + API_NAME + "/api/data/v9.2/" + ACCOUNT_1;
        byName.send("PATCH", ACCOUNT_1, "{\"name\":\"" + address + "\"}");

        assertThat(byName.whoseDataHolds(address).json(ACCOUNT_1).getString("name"))
                .isEqualTo(address);
    }

    private static Answer batch(WebApiConsumer consumer, String requestLine) {
        return consumer.send(
                "POST",
                "$batch",
                "--b\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\n" + requestLine
                        + " HTTP/1.1\r\n\r\n\r\n--b--\r\n",
                "Content-Type",
                "multipart/mixed; boundary=b");
    }

    private static Map<String, String> environment(String address, Simulator simulator, ForwardProxy proxy) {
        Map<String, String> environment = GatewayRun.variablesWithoutDatabase();
        environment.remove("S2S_DATAVERSE_HOSTS");
        environment.put("S2S_PUBLIC_URL", address);
        environment.put("S2S_DB_URL", "jdbc:h2:mem:api-host;DB_CLOSE_DELAY=-1");
        environment.put("S2S_HTTP_PROXY", "localhost:" + proxy.port());
        environment.put("S2S_REGISTRATION_AUTHORITY", LOGIN);
        // The consumers' tokens are those of the run.
        environment.put(
                "S2S_API_ISSUER",
                String.valueOf(simulator.oddToken("orders-service").claim("iss")));
        environment.put("S2S_API_JWKS_URL", LOGIN + "/" + TENANT + "/discovery/v2.0/keys");
        return environment;
    }
}
