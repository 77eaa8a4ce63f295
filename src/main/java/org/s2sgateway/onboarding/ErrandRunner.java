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
        new AdministratorProof(outbound.client())
                .ask(host, granted.token(), granted.person().objectId())
                .fold(
                        shown -> {
                            sessions.administers(granted.browser(), host.value());
                            return true;
                        },
                        notShown -> false,
                        unavailable -> {
                            LOG.warning("Dataverse did not say who is System Administrator: "
                                    + unavailable.diagnosis().code());
                            return false;
                        });
    }

    private void begin(Errand errand, SignedIn person, Secret token) {
        if (jobs.closed(errand.host(), person.tenantId()).isPresent()
                || onboarding.standing(person, errand.host()).isEmpty()) {
            return;
        }
        String first = Phase.LOOKING_FOR_USER.word();
        if (jobs.begin(errand.host(), person.tenantId(), first, person.actor())) {
            boolean enable = errand.kind() == Errand.Kind.ENABLE;
            executor.execute(() -> setUp(errand.host(), person.tenantId(), token, enable, person.actor()));
        }
    }

    private void setUp(EnvironmentHost host, UUID tenantId, Secret token, boolean enable, String actor) {
        try {
            UUID clientId = UUID.fromString(registration.clientId());
            new ApplicationUserSetup(outbound.client(), clientId, wanted(), patience(host))
                    .run(host, token, enable, phase -> reach(host, tenantId, phase.word()))
                    .fold(
                            ready -> {
                                jobs.made(host, ready.fullName(), ready.roles());
                                String detail = "as " + ready.fullName() + " with " + ready.roles();
                                return verified(host, tenantId, detail, actor);
                            },
                            () -> ended(host, "0x80040225", "disabled", actor),
                            failed -> ended(
                                    host,
                                    failed.diagnosis().code(),
                                    failed.phase().word() + ": "
                                            + failed.diagnosis().code(),
                                    actor));
        } catch (NotWanted anyMore) {
            ended(host, anyMore.code, anyMore.code, actor);
        } catch (RuntimeException broken) {
            LOG.log(Level.SEVERE, "The application user could not be set up", broken);
            ended(host, "S2S.SetupInterrupted", "broken off", actor);
        }
    }

    /** Meanwhile the environment was closed to what is being done for it. */
    private static final class NotWanted extends RuntimeException {

        private final String code;

        NotWanted(String code) {
            super(code, null, false, false);
            this.code = code;
        }
    }

    private void reach(EnvironmentHost host, UUID tenantId, String phase) {
        jobs.closed(host, tenantId).ifPresent(code -> {
            throw new NotWanted(code);
        });
        jobs.reach(host, phase);
    }

    private WantedRole wanted() {
        return new WantedRole(config.securityRole(), config.solutionFile());
    }

    /** Waits, and is seen to live meanwhile. */
    private Patience patience(EnvironmentHost host) {
        return new Patience(Clock.systemUTC(), duration -> {
            jobs.breathe(host);
            Patience.USUAL.pause().last(duration);
        });
    }

    private boolean verified(EnvironmentHost host, UUID tenantId, String detail, String actor) {
        for (int pause : PAUSES) {
            reach(host, tenantId, VERIFYING);
            if (!Patience.USUAL.waits(Duration.ofSeconds(pause), Instant.MAX) || isSettled(host, actor)) {
                break;
            }
        }
        return ended(host, "", detail, actor);
    }

    private boolean isSettled(EnvironmentHost host, String actor) {
        return jobs.environment(host)
                .map(known -> readiness.check(known, TenantStatus.CONSENTED, actor))
                .flatMap(CheckReport::reason)
                .map(code -> code.toLowerCase(Locale.ROOT))
                .filter(NOT_ARRIVED::contains)
                .isEmpty();
    }

    private boolean ended(EnvironmentHost host, String code, String detail, String actor) {
        jobs.end(host, code, detail, actor);
        return code.isEmpty();
    }
}
