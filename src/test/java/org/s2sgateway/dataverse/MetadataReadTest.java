package org.s2sgateway.dataverse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.s2sgateway.diagnosis.Dictionary;
import org.s2sgateway.odata.EdmModel;
import org.s2sgateway.settings.Secret;
import org.s2sgateway.simulator.wire.Certificates;
import org.s2sgateway.tenant.EnvironmentHost;
import org.s2sgateway.testing.MovableTimeline;
import org.s2sgateway.testing.TlsServer;
import org.s2sgateway.token.AccessToken;
import org.s2sgateway.token.TokenBroker;
import org.s2sgateway.token.TokenOutcome;

class MetadataReadTest {

    private static final Certificates CERTIFICATES = new Certificates(Instant.now());
    private static final UUID CONTOSO = UUID.fromString("c0a00000-0000-4000-8000-000000000001");
    private static final String CSDL =
            """
            <edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices>
            <Schema Namespace="Microsoft.Dynamics.CRM" Alias="mscrm" xmlns="http://docs.oasis-open.org/odata/ns/edm">
            <EntityType Name="account"/><EntityContainer Name="System">
            <EntitySet Name="accounts" EntityType="mscrm.account"/></EntityContainer></Schema>
            </edmx:DataServices></edmx:Edmx>
            """;

    private final List<String> forgotten = new ArrayList<>();
    private TokenOutcome outcome =
            new TokenOutcome.Issued(new AccessToken(Secret.of("token"), Instant.parse("2099-01-01T00:00:00Z")));
    private final TokenBroker tokens = new TokenBroker() {
        @Override
        public TokenOutcome token(UUID tenantId, String environmentHost) {
            return outcome;
        }

        @Override
        public boolean forget(UUID tenantId, String environmentHost, AccessToken stale) {
            return forgotten.add(stale.value().reveal());
        }
    };

    @Test
    void readsWhatThereIs() throws IOException {
        MovableTimeline timeline = new MovableTimeline();
        try (TlsServer server = TlsServer.start(
                CERTIFICATES,
                request -> request.path().equals("/api/data/v9.2/$metadata")
                        ? TlsServer.Answer.of(200, CSDL)
                        : TlsServer.Answer.of(404, ""))) {
            EdmModel model = read(server, timeline);

            assertThat(model.typeOfSet("accounts")).isPresent();
            assertThat(timeline.alarms()).isZero();
        }
    }

    @Test
    void saysWhatDataverseAnswered() {
        assertThat(failure(403, "{}")).isEqualTo("Dataverse answered with status 403.");
        assertThat(forgotten).isEmpty();
    }

    @Test
    void forgetsATokenThatIsNotTaken() {
        assertThat(failure(401, "")).isEqualTo("Dataverse answered with status 401.");
        assertThat(forgotten).containsExactly("token");
    }

    @Test
    void takesNoPageAndNoOtherDocumentForADescription() {
        String none = "What Dataverse answered is no description of an environment.";

        assertThat(failure(200, "<html><body>Sign in<br></body></html>")).isEqualTo(none);
        assertThat(failure(200, "<a/>")).isEqualTo(none);
        assertThat(failure(200, CSDL.substring(0, 200))).isEqualTo(none);
        assertThat(failure(200, "<!DOCTYPE a><a/>")).isEqualTo(none);
    }

    @Test
    void doesNotBelieveAPackingThatIsNone() {
        try (TlsServer server = TlsServer.start(
                CERTIFICATES, request -> new TlsServer.Answer(200, Map.of("Content-Encoding", "gzip"), CSDL))) {
            assertThat(failure(server)).isEqualTo("Dataverse's answer broke off.");
        }
    }

    @Test
    void saysWhyThereIsNoToken() {
        outcome = new TokenOutcome.ConsentRequired(Dictionary.diagnose("AADSTS65001"));

        assertThat(failure(200, CSDL))
                .isEqualTo(Dictionary.diagnose("AADSTS65001").inWords());
    }

    @Test
    void saysThatNobodyAnswers() {
        int port;
        try (TlsServer server = TlsServer.start(CERTIFICATES, request -> TlsServer.Answer.of(200, CSDL))) {
            port = server.port();
        }

        assertThat(failure(port)).isEqualTo("Dataverse gave no answer.");
    }

    private String failure(int status, String body) {
        try (TlsServer server = TlsServer.start(CERTIFICATES, request -> TlsServer.Answer.of(status, body))) {
            return failure(server);
        }
    }

    private String failure(TlsServer server) {
        return failure(server.port());
    }

    private String failure(int port) {
        List<String> messages = new ArrayList<>();
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> read(port, new MovableTimeline()))
                .satisfies(failed -> messages.add(failed.getMessage()));
        return messages.get(0);
    }

    private EdmModel read(TlsServer server, MovableTimeline timeline) throws IOException {
        return read(server.port(), timeline);
    }

    private EdmModel read(int port, MovableTimeline timeline) throws IOException {
        HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(CERTIFICATES.client())
                .build();
        return new MetadataRead(tokens, client, timeline).of(CONTOSO, EnvironmentHost.parse("localhost:" + port));
    }
}
