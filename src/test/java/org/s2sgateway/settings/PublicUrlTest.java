package org.s2sgateway.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PublicUrlTest {

    @ParameterizedTest
    @CsvSource({
        "https://gateway.example.com, https://gateway.example.com",
        "https://gateway.example.com/, https://gateway.example.com",
        "http://localhost:8181, http://localhost:8181",
        "https://[::1]:8443/, https://[::1]:8443",
    })
    void dropsATrailingSlash(String configured, String value) {
        assertThat(PublicUrl.from(Settings.of(Map.of("s2s.public-url", configured))))
                .contains(new PublicUrl(value));
    }

    @ParameterizedTest
    @CsvSource({
        "https://gateway.example.com, https://gateway.example.com",
        "HTTPS://Gateway.Example.com:443, https://gateway.example.com",
        "http://gateway.example.com:80, http://gateway.example.com",
        "http://localhost:8181, http://localhost:8181",
        "https://gateway.example.com:80, https://gateway.example.com:80",
    })
    void knowsItsOriginAsBrowsersWriteIt(String address, String origin) {
        assertThat(new PublicUrl(address).origin()).isEqualTo(origin);
    }

    @Test
    void isTheDefaultPortOfThisMachineUnlessConfigured() {
        assertThat(PublicUrl.from(Settings.of(Map.of()))).contains(new PublicUrl("http://localhost:8080"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gateway.example.org",
                "ftp://gateway.example.com",
                "https:///",
                "https://gateway.example.com/s2s",
                "https://gateway.example.com//",
                "https://gateway.example.com?x=1",
                "https://gateway.example.com#x",
                "https://user:word@gateway.example.com",
                "https://gateway example.com",
                "mailto:someone@example.com",
            })
    void namesTheKeyOfAnythingElseAndNotItsValue(String configured) {
        Settings settings = Settings.of(Map.of("s2s.public-url", configured));

        assertThat(PublicUrl.from(settings)).isEmpty();
        assertThat(settings.faults()).singleElement().satisfies(fault -> {
            assertThat(fault.key()).isEqualTo("s2s.public-url");
            assertThat(fault.explanation()).doesNotContain(configured);
        });
    }
}
