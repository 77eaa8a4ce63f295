package org.s2sgateway.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.s2sgateway.simulator.identity.Directory;
import org.s2sgateway.simulator.identity.Person;
import org.s2sgateway.testing.Chromium;
import org.s2sgateway.testing.NeedsChromium;

/** The console as people see it, in a real browser: on a desk and on the narrowest screen, in English and German. */
@NeedsChromium
class ConsolePagesIT {

    private static final String OTTO = "otto@contoso.example";
    private static final String ORDERS = "b0000000-0000-4000-8000-000000000001";
    private static final String GRANT =
            """
            {"tenants":["*"],"environments":["%s","%s"],
             "tables":{"accounts":["read"],"contacts":["read","create","update","delete"]},
             "actions":["WhoAmI"],"impersonation":"caller","tokens":%s,"bypass":false}
            """;

    private static Chromium chromium;
    private static PageReview review;

    private final RunningGateway run = GatewayRun.gateway();

    private CustomersGateway gateway;

    @BeforeAll
    static void startBrowser() {
        chromium = Chromium.start(System.getProperty("arquillian.launch"));
        review = new PageReview(chromium);
    }

    @AfterAll
    static void stopBrowser() {
        chromium.close();
    }

    @BeforeEach
    void startWithOneGrant() {
        gateway = CustomersGateway.of(run);
        gateway.forgetCustomers();
        put(ORDERS, grant(false));
        Directory directory = gateway.simulator().entraId().directory();
        Person otto = directory.person(OTTO);
        directory.assignRole(otto, otto.home(), "Gateway.Operator");
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "de"})
    void areReadableForEverybody(String language) {
        try (CustomerAtScreen otto = new CustomerAtScreen(gateway, options(chromium.desktop(), language))) {
            put(
                    "reports",
                    "{\"tenants\":[\"*\"],\"environments\":[\"*\"],\"tables\":{\"*\":[\"read\"]},\"tokens\":true}");
            otto.open("/console").pick(OTTO).await("h1");
            look(otto, "console");
            look(otto.open("/console/grants"), "console-grants");
            look(otto.open("/console/grant?consumer=" + ORDERS), "console-grant");
            look(otto.open("/console/grant/delete?consumer=" + ORDERS), "console-grant-delete");
            look(otto.open("/console/grant/edit?consumer=" + ORDERS), "console-grant-edit");
            put(ORDERS, grant(true));
            otto.press("save").await(".bad");
            look(otto, "console-grant-overtaken");
            otto.open("/console/grant/edit");
            look(otto, "console-grant-new");
            otto.page().fill("#tenants", "Contoso");
            otto.press("save").await("#consumer-error");
            look(otto, "console-grant-wrong");
            gateway.letPass(Duration.ofMinutes(31));
            otto.press("save").await("h1:has-text(\"" + (language.equals("de") ? "beendet" : "ended") + "\")");
            look(otto, "sign-in-ended");
            otto.page().click("main .button");
            otto.pick(OTTO).await("form");
            assertThat(otto.page().inputValue("#tenants")).isEqualTo("Contoso");
            look(otto, "console-grant-draft");
            assertThat(otto.complaints()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "de"})
    void tellStrangersWhatItTakes(String language) {
        try (CustomerAtScreen ada = new CustomerAtScreen(gateway, options(chromium.desktop(), language))) {
            ada.open("/console").pick("ada@contoso.example").await("h1");

            look(ada, "console-staff-only");
            assertThat(ada.page().content()).contains("S2S.StaffOnly");
        }
    }

    @Test
    void areFilledInWithTheKeyboardAlone() {
        try (CustomerAtScreen otto =
                new CustomerAtScreen(gateway, chromium.desktop().withoutScripts())) {
            otto.open("/console/grant/edit").pick(OTTO).await("#consumer");
            otto.page().focus("#consumer");
            otto.page().keyboard().type("keyboard");
            tabAndType(otto, "*");
            tabAndType(otto, "*");
            tabAndType(otto, "accounts");
            otto.page().keyboard().press("Tab");
            otto.page().keyboard().press("Space");
            otto.page().focus("#consumer");

            // Saves, and does not add rows: the first button of the form is the one that Enter presses.
            otto.page().keyboard().press("Enter");

            otto.await("[role=status]");
            assertThat(otto.page().url()).endsWith("/console/grant?saved=1&consumer=keyboard");
            assertThat(otto.page().innerText("main")).contains("accounts: read");
        }
    }

    private static void tabAndType(CustomerAtScreen somebody, String text) {
        somebody.page().keyboard().press("Tab");
        somebody.page().keyboard().type(text);
    }

    private static void look(CustomerAtScreen somebody, String name) {
        Chromium.Visitor visitor = somebody.visitor();
        String language = visitor.language();
        visitor.become(options(chromium.narrow(), language));
        review.glance(visitor, name);
        visitor.become(options(chromium.desktop(), language));
        review.glance(visitor, name);
        assertThat(visitor.inaccessible()).as(name).isEmpty();
    }

    private static Chromium.Options options(Chromium.Options options, String language) {
        return language.equals("de") ? options.german() : options;
    }

    private String grant(boolean tokens) {
        return GRANT.formatted(
                gateway.simulator().host("contoso"), gateway.simulator().host("contoso-large"), tokens);
    }

    private void put(String consumer, String grant) {
        assertThat(gateway.api()
                        .send(gateway.api()
                                .requestAs("operator-tool", "/api/grants/" + consumer)
                                .header("Content-Type", "application/json")
                                .PUT(BodyPublishers.ofString(grant)))
                        .statusCode())
                .isIn(200, 201);
    }
}
