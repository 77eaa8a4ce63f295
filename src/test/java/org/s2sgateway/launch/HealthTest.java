package org.s2sgateway.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HealthTest {

    private static final String DATABASE_UP =
            "{\"status\":\"UP\",\"checks\":[{\"name\":\"database\",\"status\":\"UP\"}]}";

    @Test
    void isReadyWhenItSaysSo() throws CannotStart {
        assertThat(Health.of(200, DATABASE_UP).isReady()).isTrue();
    }

    @Test
    void namesEveryWrongKeyWithItsEnvironmentVariable() {
        Health health = Health.of(
                503,
                """
                {"status":"DOWN","checks":[{"name":"configuration","status":"DOWN","data":{
                  "s2s.registration.client-id":"is required","s2s.api.issuer":"must be an address"}}]}""");

        assertThatThrownBy(health::isReady)
                .isInstanceOf(CannotStart.class)
                .hasMessage(
                        """
                        The configuration is not valid, nothing is served:

                          s2s.registration.client-id  is required
                                                      environment variable S2S_REGISTRATION_CLIENT_ID

                          s2s.api.issuer              must be an address
                                                      environment variable S2S_API_ISSUER""");
    }

    @Test
    void givesUpWithoutADatabase() {
        Health health = Health.of(503, DATABASE_UP.replace("UP", "DOWN"));

        assertThatThrownBy(health::isReady).isInstanceOf(CannotStart.class).hasMessageContaining("S2S_DB_URL");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "503 | {\"status\":\"DOWN\",\"checks\":[{\"name\":\"start\",\"status\":\"DOWN\",\"data\":{}}]}",
                "503 | {\"status\":\"DOWN\"}",
                "503 | {\"status\":\"DOWN\",\"checks\":[1]}",
                "200 | {\"status\":\"DOWN\"}",
                "200 | <html>somebody else</html>",
                "404 | <html>not deployed yet</html>",
                "200 | []",
                "200 | ``"
            })
    void waitsForAnythingElse(int status, String body) throws CannotStart {
        assertThat(Health.of(status, body).isReady()).isFalse();
    }
}
