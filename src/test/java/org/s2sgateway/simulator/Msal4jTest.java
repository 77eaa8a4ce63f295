package org.s2sgateway.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.s2sgateway.simulator.TestClient.ADVENTURE_WORKS;
import static org.s2sgateway.simulator.TestClient.CONTOSO;
import static org.s2sgateway.simulator.TestClient.FABRIKAM;
import static org.s2sgateway.simulator.TestClient.GATEWAY;

import com.microsoft.aad.msal4j.ClientCredentialFactory;
import com.microsoft.aad.msal4j.ClientCredentialParameters;
import com.microsoft.aad.msal4j.ConfidentialClientApplication;
import com.microsoft.aad.msal4j.IClientCredential;
import com.microsoft.aad.msal4j.MsalServiceException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Microsoft's own client, unmodified, takes the simulator for the real thing. */
class Msal4jTest {

    @TempDir
    static Path home;

    private static Simulator simulator;
    private static TestClient client;

    @BeforeAll
    static void start() throws Exception {
        simulator = Simulator.start(SimulatorOptions.onFreePorts(home));
        client = new TestClient(simulator);
    }

    @AfterAll
    static void stop() {
        simulator.close();
    }

    @Test
    void getsATokenByClientSecretThatTheEnvironmentAccepts() throws Exception {
        String token = acquire(ClientCredentialFactory.createFromSecret(TestClient.GATEWAY_SECRET), CONTOSO, "contoso");

        assertThat(whoAmI("contoso", token)).isEqualTo(200);
    }

    @Test
    void getsATokenByCertificateThatTheEnvironmentAccepts() throws Exception {
        try (InputStream pkcs12 = Files.newInputStream(simulator.gatewayPkcs12())) {
            IClientCredential certificate =
                    ClientCredentialFactory.createFromCertificate(pkcs12, simulator.certificatePassword());

            assertThat(whoAmI("fabrikam", acquire(certificate, FABRIKAM, "fabrikam")))
                    .isEqualTo(200);
        }
    }

    @Test
    void hearsOfAMissingConsent() {
        assertThatThrownBy(() -> acquire(
                        ClientCredentialFactory.createFromSecret(TestClient.GATEWAY_SECRET),
                        ADVENTURE_WORKS,
                        "contoso"))
                .hasCauseInstanceOf(MsalServiceException.class)
                .hasMessageContaining("AADSTS700016");
    }

    private static String acquire(IClientCredential credential, String tenant, String environment) throws Exception {
        ConfidentialClientApplication application = ConfidentialClientApplication.builder(GATEWAY, credential)
                .authority(simulator.authority() + "/" + tenant + "/")
                .instanceDiscovery(false)
                .sslSocketFactory(simulator.trustingTls().getSocketFactory())
                .build();
        Set<String> scopes = Set.of("https://" + simulator.host(environment) + "/.default");
        return application
                .acquireToken(ClientCredentialParameters.builder(scopes).build())
                .get()
                .accessToken();
    }

    private static int whoAmI(String environment, String token) throws Exception {
        return client.get(
                        "https://" + simulator.host(environment) + "/api/data/v9.2/WhoAmI",
                        "Authorization",
                        "Bearer " + token)
                .statusCode();
    }
}
