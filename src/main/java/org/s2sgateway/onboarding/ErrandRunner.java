package org.s2sgateway.onboarding;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.s2sgateway.applicationuser.AdministratorProof;
import org.s2sgateway.applicationuser.ApplicationUserSetup;
import org.s2sgateway.applicationuser.Patience;
import org.s2sgateway.applicationuser.Phase;
import org.s2sgateway.applicationuser.WantedRole;
import org.s2sgateway.identity.BrowserSessions;
import org.s2sgateway.identity.DelegatedTokenGranted;
import org.s2sgateway.identity.SignedIn;
import org.s2sgateway.outbound.Outbound;
import org.s2sgateway.readiness.CheckReport;
import org.s2sgateway.readiness.EnvironmentRegistration;
import org.s2sgateway.registration.Registration;
import org.s2sgateway.settings.Secret;
import org.s2sgateway.tenant.AllowedHosts;
import org.s2sgateway.tenant.EnvironmentHost;
import org.s2sgateway.tenant.TenantStatus;

/**
 * Does what a person gave a delegated token for. The token is nowhere but here, and only until the work is done: when
 * the node dies it is gone, and the person asks again.
 *
 * <p>Thread-safe. Work on an application user goes on in the background; every phase is written down for all nodes. There
 * the database is used in transactions only: on Payara a managed thread has the entity manager of the request that it came
 * from, for whatever is read outside of one, and that request ends meanwhile.
 */
@ApplicationScoped
public class ErrandRunner {

    private static final Logger LOG = Logger.getLogger(ErrandRunner.class.getName());

    /** Dataverse's caches agree within about half a minute ("Compose HTTP requests and handle errors"). */
    private static final List<Integer> PAUSES = List.of(0, 2, 4, 8, 16, 16);

    /** What the ladder says while the new application user has yet to arrive everywhere. */
    private static final Set<String> NOT_ARRIVED = Set.of("0x80072560", "0x80042f09", "0x80040225", "0x80040220");

    static final String VERIFYING = "verifying";

    @Inject
    Registration registration;

    @Inject
    OnboardingConfig config;

    @Inject
    Outbound outbound;

    @Inject
    AllowedHosts allowedHosts;

    @Inject
    Onboarding onboarding;

    @Inject
    ApplicationUserJobs jobs;

    @Inject
    BrowserSessions sessions;

    @Inject
    EnvironmentRegistration readiness;

    @Resource
    ManagedExecutorService executor;

    /** Takes the token to what it was asked for; one that nobody asked for here is dropped. */
    void run(@Observes DelegatedTokenGranted granted) {
        Errand.of(granted.returnTo())
                .filter(errand -> errand.host().value().equals(granted.resource()))
                .filter(errand -> allowedHosts.allows(errand.host()))
                .ifPresent(errand -> {
                    if (errand.kind() == Errand.Kind.PROVE) {
                        prove(errand.host(), granted);
                    } else {
                        begin(errand, granted.person(), granted.token());
                    }
                });
    }

    private void prove(EnvironmentHost host, DelegatedTokenGranted granted) {
        Optional<String> found = new AdministratorProof(outbound.client())
                .ask(host, granted.token(), granted.person().objectId())
                .fold(
                        shown -> {
                            sessions.administers(granted.browser(), host.value());
                            return Optional.empty();
                        },
                        notShown -> Optional.of(notShown.diagnosis().code()),
                        unavailable -> {
                            String code = unavailable.diagnosis().code();
                            LOG.warning("Dataverse did not say who is System Administrator: " + code);
                            return Optional.of(code);
                        });
        found.ifPresent(granted::failed);
    }

    private void begin(Errand errand, SignedIn person, Secret token) {
        if (jobs.closed(errand.host(), person.tenantId()).isPresent()
                || onboarding.standing(person, errand.host()).isEmpty()) {
            return;
        }
        String first = Phase.LOOKING_FOR_USER.word();
        jobs.begin(errand.host(), person.tenantId(), first, person.actor()).ifPresent(id -> {
            Run run = new Run(id, errand.host(), person.tenantId(), person.actor());
            boolean enable = errand.kind() == Errand.Kind.ENABLE;
            executor.execute(() -> setUp(run, token, enable));
        });
    }

    /** One setup that is under way here. */
    private record Run(UUID id, EnvironmentHost host, UUID tenantId, String actor) {}

    private void setUp(Run run, Secret token, boolean enable) {
        try {
            UUID clientId = UUID.fromString(registration.clientId());
            new ApplicationUserSetup(outbound.client(), clientId, wanted(), patience(run))
                    .run(run.host(), token, enable, phase -> reach(run, phase.word()))
                    .fold(
                            ready -> {
                                jobs.made(run.host(), run.id(), ready.fullName(), ready.roles());
                                return verified(run, "as " + ready.fullName() + " with " + ready.roles());
                            },
                            () -> ended(run, "0x80040225", "disabled"),
                            failed -> ended(
                                    run,
                                    failed.diagnosis().code(),
                                    failed.phase().word() + ": "
                                            + failed.diagnosis().code()));
        } catch (NotWanted anyMore) {
            ended(run, anyMore.code, anyMore.code);
        } catch (RuntimeException broken) {
            LOG.log(Level.SEVERE, "The application user could not be set up", broken);
            ended(run, "S2S.SetupInterrupted", "broken off");
        }
    }

    /** Meanwhile the environment was closed to what is being done for it, or somebody began it anew. */
    private static final class NotWanted extends RuntimeException {

        private final String code;

        NotWanted(String code) {
            super(code, null, false, false);
            this.code = code;
        }
    }

    private void reach(Run run, String phase) {
        jobs.closed(run.host(), run.tenantId()).ifPresent(code -> {
            throw new NotWanted(code);
        });
        if (!jobs.reach(run.host(), run.id(), phase)) {
            throw new NotWanted("S2S.SetupInterrupted");
        }
    }

    private WantedRole wanted() {
        return new WantedRole(config.securityRole(), config.solutionFile());
    }

    /** Waits, and is seen to live meanwhile. */
    private Patience patience(Run run) {
        return new Patience(Clock.systemUTC(), duration -> {
            jobs.breathe(run.host(), run.id());
            Patience.USUAL.pause().last(duration);
        });
    }

    private boolean verified(Run run, String detail) {
        for (int pause : PAUSES) {
            reach(run, VERIFYING);
            if (!Patience.USUAL.waits(Duration.ofSeconds(pause), Instant.MAX) || isSettled(run)) {
                break;
            }
        }
        return ended(run, "", detail);
    }

    private boolean isSettled(Run run) {
        return jobs.environment(run.host())
                .map(known -> readiness.check(known, TenantStatus.CONSENTED, run.actor()))
                .flatMap(CheckReport::reason)
                .map(code -> code.toLowerCase(Locale.ROOT))
                .filter(NOT_ARRIVED::contains)
                .isEmpty();
    }

    private boolean ended(Run run, String code, String detail) {
        jobs.end(run.host(), run.id(), code, detail, run.actor());
        return code.isEmpty();
    }
}
