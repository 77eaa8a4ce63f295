package org.s2sgateway.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.s2sgateway.testing.ServerKind;
import org.s2sgateway.testing.ServerProcess;

class ConfigurationIT {

    @Test
    void servesNothingAndNamesEveryWrongKeyButNoValue() throws IOException, InterruptedException {
        Map<String, String> wrong = Map.of(
                "S2S_REGISTRATION_TENANT_ID", "misplaced-tenant-value",
                "S2S_REGISTRATION_CLIENT_SECRET", "misplaced-secret-value",
                "S2S_TLS_TRUST_CERTIFICATES", "/misplaced/certificate-value.pem",
                "S2S_DB_URL", "jdbc:h2:mem:configuration");
        Path folder = Path.of(System.getProperty("it.folder"), "configuration");

        try (ServerProcess server = ServerProcess.start(ServerKind.ofThisRun(), folder, wrong)) {
            for (String path : new String[] {
                "/", "/api/health/live", "/api/health/ready", "/api/tenants", "/api/dataverse/localhost/api/data/v9.2/"
            }) {
                HttpResponse<String> answer = get(server.address().resolve(path));

                assertThat(answer.statusCode()).as(path).isEqualTo(503);
                assertThat(answer.body())
                        .contains(
                                "s2s.registration.tenant-id",
                                "s2s.registration.client-id",
                                "s2s.tls.trust-certificates")
                        .doesNotContain("misplaced");
            }
            assertThat(server.log())
                    .contains("s2s.registration.tenant-id", "s2s.registration.client-id", "s2s.tls.trust-certificates")
                    .doesNotContain("misplaced");
        }
    }

    private static HttpResponse<String> get(URI address) throws IOException, InterruptedException {
        return HttpClient.newHttpClient().send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString());
    }
}
