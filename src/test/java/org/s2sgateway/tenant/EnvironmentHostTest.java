package org.s2sgateway.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnvironmentHostTest {

    @ParameterizedTest
    @CsvSource({
        "contoso.crm4.dynamics.com, contoso.crm4.dynamics.com",
        "https://contoso.crm4.dynamics.com, contoso.crm4.dynamics.com",
        "https://contoso.crm4.dynamics.com/, contoso.crm4.dynamics.com",
        "HTTPS://Contoso.CRM4.Dynamics.COM, contoso.crm4.dynamics.com",
        "'  https://contoso.crm4.dynamics.com  ', contoso.crm4.dynamics.com",
        "https://contoso.crm4.dynamics.com:443/, contoso.crm4.dynamics.com",
        "https://contoso.crm4.dynamics.com:8443/, contoso.crm4.dynamics.com:8443",
        "https://contoso.crm4.dynamics.com/main.aspx?appid=1&x=https://evil.example/#top, contoso.crm4.dynamics.com",
        "https://contoso.crm4.dynamics.com?x=a@b, contoso.crm4.dynamics.com",
        "https://contoso.crm4.dynamics.com#frag, contoso.crm4.dynamics.com",
        "contoso.crm4.dynamics.com/api/data/v9.2/, contoso.crm4.dynamics.com",
        "contoso.api.crm4.dynamics.com, contoso.crm4.dynamics.com",
        "https://contoso.API.crm.dynamics.com/api/data/v9.2, contoso.crm.dynamics.com",
        "contoso.api.crm.microsoftdynamics.us, contoso.crm.microsoftdynamics.us",
        "contoso.api.crm.appsplatform.us, contoso.crm.appsplatform.us",
        "contoso.api.crm.dynamics.cn, contoso.crm.dynamics.cn",
        "localhost:9444, localhost:9444",
        "https://localhost, localhost",
        "10.0.0.1:9444, 10.0.0.1:9444",
        "crm.contoso.example, crm.contoso.example",
    })
    void reducesWhatPeoplePasteToTheHost(String pasted, String host) {
        assertThat(EnvironmentHost.parse(pasted).value()).isEqualTo(host);
        assertThat(EnvironmentHost.parse(host).value()).isEqualTo(host);
        assertThat(EnvironmentHost.parse(pasted).url()).isEqualTo("https://" + host);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "org.api.contoso.example", // on premises, "api" may be another machine
                "contoso.api.crmfake.dynamics.com",
                "contoso.crm4.api.dynamics.com",
                "api.crm4.dynamics.com",
            })
    void foldsNoAliasThatDataverseDoesNotHave(String host) {
        assertThat(EnvironmentHost.parse(host).value()).isEqualTo(host);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "https://",
                "https:///path",
                "http://contoso.crm4.dynamics.com",
                "ftp://contoso.crm4.dynamics.com",
                "javascript:alert(1)",
                "//contoso.crm4.dynamics.com",
                "https:contoso.crm4.dynamics.com",
                "https://https://contoso.crm4.dynamics.com",
                "https://user@contoso.crm4.dynamics.com",
                "https://user:word@contoso.crm4.dynamics.com",
                "https://contoso.crm4.dynamics.com@evil.example",
                "https://contoso.crm4.dynamics.com\\@evil.example",
                "https://contoso.crm4.dynamics.com\\.evil.example",
                "https://contoso.crm4.dynamics.com%2eevil.example",
                "https://contoso.crm4.dynamics.com:",
                "https://contoso.crm4.dynamics.com:0",
                "https://contoso.crm4.dynamics.com:0443",
                "https://contoso.crm4.dynamics.com:65536",
                "https://contoso.crm4.dynamics.com:99999999999",
                "https://contoso.crm4.dynamics.com:-1",
                "https://contoso.crm4.dynamics.com:80:443",
                "https://contoso.crm4.dynamics.com.",
                "https://.crm4.dynamics.com",
                "https://contoso..dynamics.com",
                "https://-contoso.crm4.dynamics.com",
                "https://contoso-.crm4.dynamics.com",
                "https://con_toso.crm4.dynamics.com",
                "https://contoso.crm*.dynamics.com",
                "https://con toso.crm4.dynamics.com",
                "https://con\ttoso.crm4.dynamics.com",
                "https://contoso.crm4.dynamics.com\r\nHost: evil.example",
                "https://contoso\u0000.crm4.dynamics.com",
                "https://cont\u043eso.crm4.dynamics.com",
                "https://contoso\u3002crm4.dynamics.com",
                "https://\u212Aontoso.crm4.dynamics.com",
                "https://xn--e1awd7f.crm4.dynamics.com",
                "https://contoso.xn--e1awd7f.com",
                "https://[::1]",
                "https://[::ffff:127.0.0.1]:443",
                "https://2130706433",
                "https://0x7f000001",
                "https://0x7f.0.0.1",
                "https://127.1",
                "https://0177.0.0.1",
                "https://127.0.0.01",
                "https://127.0.0.256",
                "https://1.2.3.4.5",
                "https://contoso.123",
            })
    void refusesWhatIsNoAcceptableHost(String pasted) {
        assertThatIllegalArgumentException().isThrownBy(() -> EnvironmentHost.parse(pasted));
    }

    @Test
    void refusesTooLongNames() {
        String label = "a".repeat(63);

        assertThat(EnvironmentHost.parse(label + ".example").value()).hasSize(71);
        assertThatIllegalArgumentException().isThrownBy(() -> EnvironmentHost.parse(label + "a.example"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EnvironmentHost.parse(String.join(".", label, label, label, label)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EnvironmentHost.parse("https://a.example/" + "a".repeat(9000)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Contoso.crm4.dynamics.com", "contoso.crm4.dynamics.com:443", "contoso.api.crm4.dynamics.com", ""
            })
    void cannotBeMadeInAnotherForm(String value) {
        assertThatIllegalArgumentException().isThrownBy(() -> new EnvironmentHost(value));
    }
}
