package org.s2sgateway.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.s2sgateway.it.Answers.code;
import static org.s2sgateway.it.Answers.json;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.s2sgateway.simulator.wire.Fault;
import org.s2sgateway.simulator.wire.Faults;

/** A gateway where nobody reaches data without a grant. */
class GrantNeededIT {

    private static final String ORDERS = "b0000000-0000-4000-8000-000000000001";
    private static final String NOT_PERMITTED = "403 S2S.NotPermitted";
    private static final String EVERYTHING = "{\"tenants\":[\"*\"],\"environments\":[\"*\"],"
            + "\"tables\":{\"*\":[\"read\",\"create\",\"update\",\"delete\"]},\"actions\":[\"*\"]}";

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final RunningGateway run = GatewayRun.gateway();

    @Test
    void givesNothingToWhoHasNone() throws InterruptedException {
        RunningGateway gateway = CustomersGateway.denying(run).api();
        try {
            // So that the gateway has no token at hand when it is asked for one.
            gateway.simulator()
                    .faults()
                    .order(Faults.IDENTITY, "/oauth2/v2.0/token", Faults.ALWAYS, new Fault.HangUp());
            WebApiConsumer orders = WebApiConsumer.of(gateway, "contoso");
            gateway.simulator().faults().clear();

            assertThat(orders.get("accounts?$top=1").refusal()).isEqualTo(NOT_PERMITTED);
            assertThat(orders.get("WhoAmI").refusal()).isEqualTo(NOT_PERMITTED);
            assertThat(environments(gateway)).isZero();
            assertThat(code(token(gateway))).isEqualTo(NOT_PERMITTED);

            give(gateway, EVERYTHING.replace("\"actions\"", "\"tokens\":true,\"actions\""));
            assertThat(tokenAfterTheFailure(gateway).statusCode()).isEqualTo(200);
            assertThat(token(gateway).statusCode()).isEqualTo(200);

            give(gateway, EVERYTHING);

            assertThat(orders.get("accounts?$top=1").status()).isEqualTo(200);
            assertThat(orders.get("WhoAmI").status()).isEqualTo(200);
            assertThat(orders.get("accounts?$top=1", "MSCRM.BypassCustomPluginExecution", "true")
                            .refusal())
                    .isEqualTo(NOT_PERMITTED);
            assertThat(environments(gateway)).isEqualTo(1);
            assertThat(code(token(gateway))).isEqualTo(NOT_PERMITTED);
        } finally {
            gateway.simulator().faults().clear();
            gateway.send(gateway.requestAs("registry-manager", "/api/grants/" + ORDERS)
                    .DELETE());
        }
    }

    private static void give(RunningGateway gateway, String grant) {
        HttpResponse<String> answer = gateway.send(gateway.requestAs("registry-manager", "/api/grants/" + ORDERS)
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString(grant)));
        assertThat(answer.statusCode()).as(answer.body()).isIn(200, 201);
    }

    private static int environments(RunningGateway gateway) {
        return json(gateway.getAs("orders-service", "/api/environments"))
                .getJsonArray("items")
                .size();
    }

    // For some seconds after a failure nobody is asked again.
    private static HttpResponse<String> tokenAfterTheFailure(RunningGateway gateway) throws InterruptedException {
        Instant end = Instant.now().plus(PATIENCE);
        HttpResponse<String> answer = token(gateway);
        while (answer.statusCode() == 502 && Instant.now().isBefore(end)) {
            Thread.sleep(1_000);
            answer = token(gateway);
        }
        return answer;
    }

    private static HttpResponse<String> token(RunningGateway gateway) {
        String host = gateway.simulator().host("contoso");
        return gateway.send(gateway.request("/api/environments/" + host + "/token")
                .header(
                        "Authorization",
                        "Bearer "
                                + gateway.simulator()
                                        .oddToken("orders-service")
                                        .roles("Tokens.Issue")
                                        .sign())
                .POST(BodyPublishers.noBody()));
    }
}
