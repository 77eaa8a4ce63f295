package org.s2sgateway.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

class HealthIT {

    private final RunningGateway gateway = GatewayRun.gateway();

    @Test
    void isLive() {
        HttpResponse<String> answer = gateway.get("/api/health/live");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(answer.body()).isEqualTo("{\"status\":\"UP\"}");
    }

    @Test
    void isReadyWithItsDatabase() {
        HttpResponse<String> answer = gateway.get("/api/health/ready");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body())
                .isEqualTo("{\"status\":\"UP\",\"checks\":[{\"name\":\"database\",\"status\":\"UP\"}]}");
    }
}
