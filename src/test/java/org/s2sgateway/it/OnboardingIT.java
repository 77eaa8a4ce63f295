package org.s2sgateway.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.s2sgateway.it.Operator.ADVENTURE_WORKS;
import static org.s2sgateway.it.Operator.FABRIKAM;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.s2sgateway.simulator.dataverse.ApplicationUser;
import org.s2sgateway.simulator.dataverse.Environment;
import org.s2sgateway.simulator.wire.Fault;

/** How administrators connect an environment, and what they meet where its application user is not ready yet. */
class OnboardingIT {

    private static final UUID CLIENT_ID = UUID.fromString("a0000000-0000-4000-8000-000000000001");
    private static final String GRACE = "grace@adventure-works.example";
    private static final String ENVIRONMENT_ADMIN = "An administrator of the environment";

    private final RunningGateway run = GatewayRun.gateway();

    private CustomersGateway gateway;
    private Operator operator;

    @BeforeEach
    void startWithoutCustomers() {
        gateway = CustomersGateway.of(run);
        gateway.forgetCustomers();
        operator = new Operator(gateway);
    }

    @Test
    void connectsAnEnvironmentWithSixClicks() {
        String host = host("adventure-works");

        Onboarder grace = somebody()
                .begin("adventure-works")
                .signIn(GRACE)
                .consent()
                .press("Create it for me")
                .awaitSettled();

        assertThat(grace.heading()).isEqualTo("Connected");
        assertThat(grace.clicks()).isLessThanOrEqualTo(6);
        assertThat(grace.text()).contains("Your environment is connected", CustomersGateway.SECURITY_ROLE);
        assertThat(operator.tenant(ADVENTURE_WORKS)).isEqualTo("consented");
        assertThat(operator.environment(host)).isEqualTo("connected");
        assertThat(operator.events(ADVENTURE_WORKS))
                .containsSubsequence(
                        "person.signed-in",
                        "consent.granted",
                        "tenant.consented",
                        "environment.added",
                        "environment.checked",
                        "application-user.setup-started",
                        "environment.checked",
                        "application-user.ready");
        assertThat(operator.details("tenant.consented"))
                .containsExactly("invited -> consented, shown by directory-role");
        assertThat(applicationUser("adventure-works").roles()).containsExactly(CustomersGateway.SECURITY_ROLE);
        HttpResponse<String> accounts = operator.accounts(host);
        assertThat(accounts.statusCode()).isEqualTo(200);
        for (String name : List.of("Test Account 1", "Test Account 2")) {
            assertThat(accounts.body()).contains(name);
            assertThat(grace.text()).contains(name);
        }
    }

    @Test
    void connectsMoreEnvironmentsOfATenantWithoutANewConsent() {
        Onboarder grace = connected("adventure-works");

        grace.begin("adventure-works-no-role").press("Continue");

        assertThat(grace.heading()).isEqualTo("Almost there");
        grace.press("Assign the role for me").awaitSettled();
        assertThat(grace.heading()).isEqualTo("Connected");
        assertThat(operator.environment(host("adventure-works-no-role"))).isEqualTo("connected");
        assertThat(operator.customers()).containsExactly(ADVENTURE_WORKS);
        assertThat(operator.events(ADVENTURE_WORKS)).containsOnlyOnce("consent.granted", "tenant.consented");
    }

    @Test
    void needsFewerStepsWhereTheApplicationUserIsThere() {
        Onboarder gina = somebody()
                .begin("fabrikam")
                .signIn("gina@fabrikam.example")
                .consent()
                .awaitSettled();

        assertThat(gina.heading()).isEqualTo("Connected");
        assertThat(gina.clicks()).isEqualTo(4);
        assertThat(gina.text()).contains("Fabrikam Account 0001");
        assertThat(operator.tenant(FABRIKAM)).isEqualTo("consented");
        assertThat(operator.environment(host("fabrikam"))).isEqualTo("connected");
    }

    @Test
    void showsAnEnvironmentThatIsConnectedToWhoeverComesBack() {
        connected("adventure-works");

        Onboarder anna = somebody().begin("adventure-works").signIn("anna@adventure-works.example");

        assertThat(anna.heading()).isEqualTo("Connected");
        assertThat(operator.events(ADVENTURE_WORKS)).containsOnlyOnce("environment.added");
    }

    @Test
    void waitsVisiblyUntilTheConsentHasArrivedEverywhere() {
        gateway.simulator().entraId().propagationDelay(Duration.ofSeconds(6));

        Onboarder grace = somebody().begin("adventure-works").signIn(GRACE).consent();

        assertThat(grace.heading()).isEqualTo("The consent is on its way");
        assertThat(grace.code()).isIn("AADSTS700016", "AADSTS7000229");
        assertThat(grace.page().header("Refresh")).hasValue("2");
        assertThat(operator.tenant(ADVENTURE_WORKS)).isEqualTo("absent");
        assertThat(operator.environments()).isEmpty();

        grace.click("Stop looking by itself");
        assertThat(grace.heading()).isEqualTo("The consent is on its way");
        assertThat(grace.page().header("Refresh")).isEmpty();

        grace.click("Look again").awaitSettled();
        assertThat(grace.heading()).isEqualTo("Almost there");
        assertThat(operator.tenant(ADVENTURE_WORKS)).isEqualTo("consented");
        grace.press("Create it for me").awaitSettled();
        assertThat(grace.heading()).isEqualTo("Connected");
    }

    @ParameterizedTest
    @CsvSource({
        "adventure-works, Application user exists, 0x80072560, Create it for me",
        "adventure-works-soft-deleted, Application user exists, 0x80072560, Create it for me",
        "adventure-works-no-role, Application user has a security role, 0x80042f09, Assign the role for me",
        "adventure-works-disabled, Application user is enabled, 0x80040225, Enable it all the same"
    })
    void makesTheApplicationUserReadyWhenTold(String environment, String step, String code, String button) {
        Onboarder grace = somebody().begin(environment).signIn(GRACE).consent();

        assertThat(grace.heading()).isEqualTo("Almost there");
        assertThat(grace.failedStep()).isEqualTo(step);
        assertThat(grace.code()).isEqualToIgnoringCase(code);
        assertThat(grace.who()).isEqualTo(ENVIRONMENT_ADMIN);
        assertThat(operator.environment(host(environment))).isEqualTo("pending");

        grace.press("Check again");
        assertThat(grace.failedStep()).isEqualTo(step);

        grace.press(button).awaitSettled();
        assertThat(grace.heading()).isEqualTo("Connected");
        assertThat(operator.environment(host(environment))).isEqualTo("connected");
        assertThat(applicationUser(environment).disabled()).isFalse();
        assertThat(applicationUser(environment).softDeleted()).isFalse();
        assertThat(applicationUser(environment).roles()).containsExactly(CustomersGateway.SECURITY_ROLE);
    }

    @Test
    void enablesWhatSomebodyDisabledAfterAnExtraClickOnly() {
        Onboarder grace =
                somebody().begin("adventure-works-disabled").signIn(GRACE).consent();
        ApplicationUser before = applicationUser("adventure-works-disabled");
        assertThat(before.disabled()).isTrue();

        assertThat(grace.page().body()).doesNotContain("Create it for me", "Assign the role for me");
        // The button that is not there, pressed all the same.
        grace.press("Check again", Map.of("create", "Create it for me")).awaitSettled();

        assertThat(grace.heading()).isEqualTo("Almost there");
        assertThat(applicationUser("adventure-works-disabled")).isEqualTo(before);
        assertThat(operator.events(ADVENTURE_WORKS)).doesNotContain("application-user.setup-started");
    }

    @Test
    void changesNothingWhereTheApplicationUserIsDisabledMeanwhile() {
        Onboarder grace = somebody().begin("adventure-works").signIn(GRACE).consent();
        environment("adventure-works").put(CLIENT_ID, true, ApplicationUser.EVERYTHING);
        ApplicationUser before = applicationUser("adventure-works");

        grace.press("Create it for me").awaitSettled();

        assertThat(grace.codes()).contains("0x80040225");
        assertThat(applicationUser("adventure-works")).isEqualTo(before);
        assertThat(operator.events(ADVENTURE_WORKS)).contains("application-user.setup-failed");
        grace.press("Check again");
        assertThat(grace.failedStep()).isEqualTo("Application user is enabled");
        grace.press("Enable it all the same").awaitSettled();
        assertThat(grace.heading()).isEqualTo("Connected");
    }

    @Test
    void looksAgainOnceTheFirewallIsOpen() {
        Onboarder grace =
                somebody().begin("adventure-works-firewall").signIn(GRACE).consent();
        assertThat(grace.heading()).isEqualTo("Almost there");
        assertThat(grace.code()).isEqualToIgnoringCase("0x80095ffe");
        assertThat(grace.who()).isEqualTo(ENVIRONMENT_ADMIN);
        assertThat(operator.environment(host("adventure-works-firewall"))).isEqualTo("pending");

        environment("adventure-works-firewall").firewall(false);
        grace.press("Check again");

        assertThat(grace.heading()).isEqualTo("Connected");
        assertThat(operator.environment(host("adventure-works-firewall"))).isEqualTo("connected");
    }

    @Test
    void saysThatWhoMayConsentIsNoAdministratorOfTheEnvironment() {
        String name = "fabrikam-no-application-user";
        Onboarder carl = somebody().begin(name).signIn("carl@fabrikam.example").consent();
        assertThat(carl.failedStep()).isEqualTo("Application user exists");

        carl.press("Create it for me").awaitSettled();

        assertThat(carl.code()).isEqualTo("S2S.NotEnvironmentAdmin");
        assertThat(carl.who()).isEqualTo(ENVIRONMENT_ADMIN);
        assertThat(environment(name).applicationUser(CLIENT_ID)).isEmpty();
        assertThat(operator.environment(host(name))).isEqualTo("pending");
        assertThat(operator.events(FABRIKAM)).contains("application-user.setup-failed");

        Onboarder gina = somebody().begin(name).signIn("gina@fabrikam.example");
        gina.press("Create it for me").awaitSettled();
        assertThat(gina.heading()).isEqualTo("Connected");
    }

    @RepeatedTest(5)
    void endsInOneTenantWhenTwoBrowsersFinishAtTheSameTime() {
        Onboarder grace = somebody().begin("adventure-works").signIn(GRACE);
        Onboarder anna = somebody().begin("adventure-works").signIn("anna@adventure-works.example");

        atOnce(Onboarder::consent, grace, anna);

        for (Onboarder each : List.of(grace, anna)) {
            assertThat(each.awaitSettled().heading()).isEqualTo("Almost there");
        }
        assertThat(operator.customers()).containsExactly(ADVENTURE_WORKS);
        assertThat(operator.environments()).containsExactly(host("adventure-works"));
        assertThat(operator.tenant(ADVENTURE_WORKS)).isEqualTo("consented");
        assertThat(operator.events(ADVENTURE_WORKS)).containsOnlyOnce("environment.added");
    }

    @RepeatedTest(3)
    void makesOneApplicationUserWhenTwoBrowsersAskForItAtTheSameTime() {
        Onboarder first = somebody().begin("adventure-works").signIn(GRACE).consent();
        Onboarder second = somebody().begin("adventure-works").signIn(GRACE);

        atOnce(it -> it.press("Create it for me").awaitSettled(), first, second);

        assertThat(first.heading()).isEqualTo("Connected");
        assertThat(second.heading()).isEqualTo("Connected");
        assertThat(applicationUser("adventure-works").roles()).containsExactly(CustomersGateway.SECURITY_ROLE);
        assertThat(operator.environments()).containsExactly(host("adventure-works"));
        assertThat(operator.events(ADVENTURE_WORKS)).doesNotContain("application-user.setup-failed");
    }

    @Test
    void goesOnWhereSomebodyElsePressedTheButtonFirst() {
        Onboarder first = somebody().begin("adventure-works").signIn(GRACE).consent();
        Onboarder second = somebody().begin("adventure-works").signIn(GRACE);
        gateway.simulator()
                .faults()
                .order("adventure-works", "businessunits", 1, new Fault.Delay(Duration.ofSeconds(5)));

        first.press("Create it for me");
        second.press("Create it for me");

        assertThat(second.heading()).isEqualTo("Setting up the application user");
        assertThat(second.awaitSettled().heading()).isEqualTo("Connected");
    }

    private static void atOnce(Consumer<Onboarder> deed, Onboarder... people) {
        ExecutorService threads = Executors.newFixedThreadPool(people.length);
        CyclicBarrier start = new CyclicBarrier(people.length);
        try {
            List<CompletableFuture<Void>> deeds = List.of(people).stream()
                    .map(person -> CompletableFuture.runAsync(
                            () -> {
                                meet(start);
                                deed.accept(person);
                            },
                            threads))
                    .toList();
            deeds.forEach(CompletableFuture::join);
        } finally {
            threads.shutdown();
        }
    }

    private static void meet(CyclicBarrier start) {
        try {
            start.await(10, TimeUnit.SECONDS);
        } catch (Exception alone) {
            throw new IllegalStateException(alone);
        }
    }

    private Onboarder connected(String environment) {
        Onboarder grace = somebody()
                .begin(environment)
                .signIn(GRACE)
                .consent()
                .press("Create it for me")
                .awaitSettled();
        assertThat(grace.heading()).isEqualTo("Connected");
        return grace;
    }

    private Onboarder somebody() {
        return Onboarder.at(gateway);
    }

    private String host(String environment) {
        return gateway.simulator().host(environment);
    }

    private Environment environment(String name) {
        return gateway.simulator().environment(name);
    }

    private ApplicationUser applicationUser(String environment) {
        return environment(environment).applicationUser(CLIENT_ID).orElseThrow();
    }
}
