package org.s2sgateway.onboarding;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.s2sgateway.applicationuser.AdministratorProof;
import org.s2sgateway.identity.SignIn;
import org.s2sgateway.identity.SignInWish;
import org.s2sgateway.identity.SignedIn;
import org.s2sgateway.pages.CurrentPage;
import org.s2sgateway.pages.Finding;
import org.s2sgateway.readiness.ChecksAtOnce;
import org.s2sgateway.readiness.EnvironmentRegistration;
import org.s2sgateway.tenant.Environment;
import org.s2sgateway.tenant.EnvironmentHost;
import org.s2sgateway.tenant.EnvironmentStatus;
import org.s2sgateway.tenant.ReadinessStep;
import org.s2sgateway.tenant.TenantStatus;

/**
 * {@code /connect/progress}: from the consent to the connected environment. Every look takes the onboarding as far as it
 * goes; while something is under way the page looks again by itself.
 */
@Named
@RequestScoped
public class ConnectProgressPage {

    private static final Duration PAUSE_IN_SETUP = Duration.ofSeconds(2);
    private static final Duration NEWS = Duration.ofMinutes(10);

    @Inject
    CurrentPage page;

    @Inject
    Onboarding onboarding;

    @Inject
    EnvironmentRegistration registration;

    @Inject
    ChecksAtOnce checks;

    @Inject
    ApplicationUserGuide guide;

    @Inject
    SignIn signIn;

    private Optional<EnvironmentHost> host = Optional.empty();
    private Optional<SignedIn> person = Optional.empty();
    private String kind = "";
    private @Nullable Finding finding;
    private int seconds;
    private Optional<Environment> environment = Optional.empty();
    private Optional<ApplicationUserJob> job = Optional.empty();
    private @Nullable ConnectedView connected;

    @PostConstruct
    void find() {
        host = EnvironmentHost.find(page.parameter("environment"));
        person = page.person();
        if (host.isPresent() && person.isPresent()) {
            show(onboarding.look(person.get(), page.browser(), host.get()));
        }
    }

    /** Shows how far it is, or leads to the beginning where nothing of this person's is under way. */
    public void arrive() {
        if (page.answersForm() && !kind.isEmpty()) {
            // The button is not there any more, as somebody else was faster: what there is now has an address of its
            // own.
            again();
        } else if (kind.isEmpty()) {
            page.go(host.map(it -> "/connect?environment=" + it).orElse("/connect"));
        } else if (seconds > 0) {
            page.lookAgainIn(Duration.ofSeconds(seconds));
        }
    }

    /** Runs the ladder again. */
    public void check() {
        environment.ifPresent(known -> checks.runForPerson(() -> registration.check(
                known, TenantStatus.CONSENTED, person.orElseThrow().actor())));
        again();
    }

    /** Fetches the person's own token for the environment, with which the application user is made ready. */
    public String createApplicationUser() {
        return errand(Errand.Kind.CREATE);
    }

    /** The same, and what somebody disabled is enabled. */
    public String enableApplicationUser() {
        return errand(Errand.Kind.ENABLE);
    }

    /** Has the person show that they are System Administrator there. */
    public String proveAdministrator() {
        return errand(Errand.Kind.PROVE);
    }

    /** Which of its faces the page shows. */
    public String getKind() {
        return kind;
    }

    /** The place in the onboarding, 1 to 5; 6 when all is done. */
    public int getStepNumber() {
        return switch (kind) {
            case "connected" -> 6;
            case "ladder", "working" -> 4;
            default -> 3;
        };
    }

    public String getHost() {
        return host.map(EnvironmentHost::value).orElse("");
    }

    /** What is in the way; null where nothing is. */
    public @Nullable Finding getFinding() {
        return finding;
    }

    /** Whether what is in the way came of a setup that somebody else started. */
    public boolean isOthers() {
        return kind.equals("ladder")
                && job.filter(it -> !it.isStartedBy(person.orElseThrow().actor()))
                        .isPresent();
    }

    /** In how many seconds the page looks again by itself; 0 where it does not. */
    public int getSeconds() {
        return seconds;
    }

    public List<LadderStep> getSteps() {
        return LadderStep.of(environment.map(Environment::steps).orElse(List.of()), page.locale());
    }

    /** What is being done about the application user. */
    public String getPhase() {
        return job.map(ApplicationUserJob::phase).orElse("");
    }

    /** What the person is told in the end; null before. */
    public @Nullable ConnectedView getConnected() {
        return connected;
    }

    /** Why the person was not shown to be System Administrator, after they tried; null where they did not. */
    public @Nullable Finding getFailure() {
        String code = page.parameter("failed");
        // Anybody can write the address: nothing is told that does not come of such a proof.
        return AdministratorProof.canEndWith(code) && (kind.equals("approval") || kind.equals("standing"))
                ? page.finding(code)
                : null;
    }

    /** Whether the ladder stopped where the administrator's own token can help. */
    public boolean isCreatable() {
        return stoppedAt("applicationUser") || (stoppedAt("role") && guide.isRoleConfigured());
    }

    public boolean isEnableable() {
        return stoppedAt("enabled");
    }

    public boolean isRoleMissing() {
        return stoppedAt("role");
    }

    /** Why the ladder stopped where somebody else has to act first; null where it did not. */
    public @Nullable Finding getObstacle() {
        return kind.equals("ladder") && !isCreatable() && !isEnableable()
                ? getSteps().stream()
                        .filter(step -> step.getOutcome().equals("failed"))
                        .map(LadderStep::getFinding)
                        .findFirst()
                        .orElse(null)
                : null;
    }

    private void show(Stage found) {
        kind = found.fold(
                notBegun -> "",
                propagating -> {
                    finding = Finding.of(propagating.diagnosis(), page.locale());
                    return lookAgain("propagating", propagating.seconds());
                },
                stuck -> {
                    finding = Finding.of(stuck.diagnosis(), page.locale());
                    return "stuck";
                },
                awaiting -> {
                    finding = page.finding("S2S.ApprovalAwaited");
                    return "approval";
                },
                without -> {
                    finding = page.finding("S2S.StandingMissing");
                    return "standing";
                },
                registered -> {
                    environment = Optional.of(registered.environment());
                    job = registered.job();
                    return ladder(registered.environment());
                });
    }

    private String ladder(Environment known) {
        Instant now = Instant.now();
        if (job.filter(it -> it.isRunning(now)).isPresent()) {
            return lookAgain("working", (int) PAUSE_IN_SETUP.toSeconds());
        }
        if (known.status() == EnvironmentStatus.CONNECTED) {
            connected = new ConnectedView(
                    checks.runForPerson(() -> onboarding.facts(known)).flatMap(found -> found), job);
            return "connected";
        }
        if (known.status() == EnvironmentStatus.DISABLED) {
            finding = page.finding("S2S.EnvironmentDisabled");
            return "stuck";
        }
        if (job.filter(it -> it.isInterrupted(now)).isPresent()) {
            finding = page.finding("S2S.SetupInterrupted");
        } else {
            job.filter(it -> it.endedWithin(NEWS, now))
                    .flatMap(ApplicationUserJob::outcome)
                    .filter(code -> !code.isEmpty())
                    .ifPresent(code -> finding = page.finding(code));
        }
        return "ladder";
    }

    private String lookAgain(String face, int pause) {
        // Whoever needs more time to read can stop the page from looking again (WCAG 2.2.1).
        seconds = page.parameter("still").equals("1") ? 0 : pause;
        return face;
    }

    private String errand(Errand.Kind wanted) {
        boolean proves = kind.equals("approval") || kind.equals("standing");
        boolean sets = environment.isPresent();
        if (!(wanted == Errand.Kind.PROVE ? proves : sets)) {
            again();
            return "";
        }
        EnvironmentHost target = host.orElseThrow();
        return page.leave(signIn.begin(
                page.browser(),
                new SignInWish(
                        Optional.of(person.orElseThrow().tenantId()),
                        Optional.of(target.value()),
                        false,
                        Optional.empty(),
                        new Errand(target, wanted).returnTo())));
    }

    private void again() {
        page.go("/connect/progress?environment=" + getHost());
    }

    private boolean stoppedAt(String step) {
        return environment.map(Environment::steps).orElse(List.of()).stream()
                .filter(it -> it.outcome().equals("failed"))
                .map(ReadinessStep::step)
                .findFirst()
                .filter(step::equals)
                .isPresent();
    }
}
