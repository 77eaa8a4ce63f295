package org.s2sgateway.onboarding;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.s2sgateway.applicationuser.ConnectedFacts;
import org.s2sgateway.diagnosis.Diagnosis;
import org.s2sgateway.diagnosis.Dictionary;
import org.s2sgateway.identity.Browser;
import org.s2sgateway.identity.SignedIn;
import org.s2sgateway.outbound.Outbound;
import org.s2sgateway.readiness.ChecksAtOnce;
import org.s2sgateway.readiness.EnvironmentRegistration;
import org.s2sgateway.tenant.Environment;
import org.s2sgateway.tenant.EnvironmentHost;
import org.s2sgateway.tenant.Environments;
import org.s2sgateway.tenant.Tenant;
import org.s2sgateway.tenant.TenantStatus;
import org.s2sgateway.tenant.Tenants;
import org.s2sgateway.token.TokenBroker;

/**
 * Leads from a granted consent to a registered environment, one look at a time: every look does what can be done now and
 * leaves the rest to the next, so that it goes on after a crash, on another node, or in another browser.
 *
 * <p>This is the only way by which a consent is believed: an app-only token for the tenant shows that the application is
 * there, and the person's standing that it is theirs to say so. Thread-safe.
 */
@ApplicationScoped
public class Onboarding {

    /** Microsoft's replicas agree within a few minutes ("Designing for eventual consistency", Microsoft Entra). */
    static final Duration PROPAGATION = Duration.ofMinutes(5);

    private static final int LONGEST_PAUSE = 15;

    @Inject
    Tenants tenants;

    @Inject
    Environments environments;

    @Inject
    ConsentRequests requests;

    @Inject
    Invitations invitations;

    @Inject
    Admissions admissions;

    @Inject
    ApplicationUserJobs jobs;

    @Inject
    TokenBroker tokens;

    @Inject
    EnvironmentRegistration registration;

    @Inject
    ChecksAtOnce checks;

    @Inject
    Outbound outbound;

    /** What shows that the person may speak for their tenant as a whole, if anything does. */
    Optional<Standing> standing(SignedIn person) {
        return Standing.of(person, tenants.find(person.tenantId()), invitations.vouchesFor(person));
    }

    /** What shows that the person may speak where this environment of their tenant is concerned, if anything does. */
    Optional<Standing> standing(SignedIn person, EnvironmentHost host) {
        return Standing.of(person, tenants.find(person.tenantId()), invitations.vouchesFor(person), host);
    }

    /** Why nothing may be done for the person's tenant now, if anything stands against it. */
    Optional<Diagnosis> closed(SignedIn person) {
        return tenants.find(person.tenantId()).flatMap(tenant -> closed(tenant.status()));
    }

    /** Whether the person's tenant has to consent before anything of it can be connected. */
    boolean needsConsent(SignedIn person, EnvironmentHost host) {
        return tenants.find(person.tenantId())
                .filter(tenant -> tenant.status() == TenantStatus.CONSENTED)
                .map(tenant -> lacksConsent(tenant.tenantId(), host))
                .orElse(true);
    }

    /** Looks where the environment's onboarding stands, and takes it as far as it goes now. */
    Stage look(SignedIn person, Browser browser, EnvironmentHost host) {
        Optional<Environment> known = environments.find(host);
        boolean others =
                known.filter(it -> !it.tenantId().equals(person.tenantId())).isPresent();
        Optional<ConsentRequest> request = requests.latest(browser, person, host);
        Optional<Tenant> tenant = tenants.find(person.tenantId());
        if ((known.isEmpty() || others) && request.isEmpty()) {
            // Also for an environment of somebody else: what others have connected is not told.
            return new Stage.NotBegun();
        }
        if (others) {
            return new Stage.Stuck(Dictionary.diagnose("S2S.OtherTenant"));
        }
        Optional<Diagnosis> closed = tenant.flatMap(it -> closed(it.status()));
        if (closed.isPresent()) {
            return new Stage.Stuck(closed.get());
        }
        Optional<ConsentRequest> granted = request.filter(it -> it.status() == ConsentStatus.GRANTED)
                .filter(it ->
                        tenant.filter(found -> found.tookBack(it.changedAt())).isEmpty());
        boolean consented =
                tenant.filter(it -> it.status() == TenantStatus.CONSENTED).isPresent();
        Optional<Diagnosis> uninvited = consented && known.isPresent()
                ? Optional.empty()
                : request.flatMap(it -> admissions.uninvited(person, it));
        if (uninvited.isPresent()) {
            return new Stage.Stuck(uninvited.get());
        }
        if (!consented) {
            return granted.map(it -> prove(person, it)).orElseGet(Stage.NotBegun::new);
        }
        return standing(person, host).isEmpty()
                ? new Stage.WithoutStanding()
                : granted.flatMap(this::stillPropagating).orElseGet(() -> registered(person, host));
    }

    /** What Dataverse tells the application about itself; empty while there is no token. */
    Optional<ConnectedFacts> facts(Environment environment) {
        return tokens.token(environment.tenantId(), environment.host().value())
                .fold(
                        issued -> Optional.of(ConnectedFacts.read(
                                outbound.client(),
                                environment.host(),
                                issued.token().value())),
                        missing -> Optional.empty(),
                        refused -> Optional.empty(),
                        unavailable -> Optional.empty());
    }

    /** Why a tenant in that state cannot be connected by its administrator. */
    static Optional<Diagnosis> closed(TenantStatus status) {
        return switch (status) {
            case SUSPENDED -> Optional.of(Dictionary.diagnose("S2S.TenantSuspended"));
            case OFFBOARDED -> Optional.of(Dictionary.diagnose("S2S.TenantOffboarded"));
            default -> Optional.empty();
        };
    }

    private Stage prove(SignedIn person, ConsentRequest granted) {
        if (admissions.awaitsApproval(person, granted.host())) {
            return new Stage.AwaitingApproval();
        }
        // What was refused a moment ago may be right by now; only where the identity provider asked to wait, that
        // stays.
        tokens.forget(granted.tenantId(), granted.host().value());
        return tokens.token(granted.tenantId(), granted.host().value())
                .fold(
                        issued -> proven(person, granted),
                        missing -> propagating(missing.diagnosis(), granted)
                                .orElseGet(() -> new Stage.Stuck(missing.diagnosis())),
                        refused -> new Stage.Stuck(refused.diagnosis()),
                        unavailable -> new Stage.Stuck(unavailable.diagnosis()));
    }

    private Stage proven(SignedIn person, ConsentRequest granted) {
        return inSpiteOfOthers(() -> admissions.admit(person, granted)).orElseGet(() -> {
            checkAgain(person, granted.host());
            return registered(person, granted.host());
        });
    }

    /** What the ladder said before the consent is out of date now. */
    private void checkAgain(SignedIn person, EnvironmentHost host) {
        environments
                .find(host)
                .ifPresent(known -> checks.runForPerson(() ->
                        inSpiteOfOthers(() -> registration.check(known, TenantStatus.CONSENTED, person.actor()))));
    }

    private Stage registered(SignedIn person, EnvironmentHost host) {
        // The job first: when it has ended, the environment has what it came to.
        Optional<ApplicationUserJob> job = jobs.find(host);
        Optional<Environment> known = environments.find(host);
        if (known.isPresent()) {
            return new Stage.Registered(known.get(), job);
        }
        Tenant tenant = tenants.find(person.tenantId()).orElseThrow();
        return checks.runForPerson(() -> inSpiteOfOthers(() -> registration.register(tenant, host, person.actor())))
                .map(outcome -> outcome.<Stage>fold(
                        added -> new Stage.Registered(added.environment(), job),
                        already -> new Stage.Registered(already.environment(), job),
                        notAllowed -> new Stage.Stuck(Dictionary.diagnose("S2S.HostNotAllowed")),
                        other -> new Stage.Stuck(Dictionary.diagnose("S2S.OtherTenant")),
                        noAnswer -> new Stage.Stuck(noAnswer.diagnosis())))
                .orElseGet(() -> new Stage.Stuck(Dictionary.diagnose("S2S.Busy")));
    }

    /** A consent given anew to a tenant that was connected before has to arrive, too. */
    private Optional<Stage> stillPropagating(ConsentRequest granted) {
        return tokens.token(granted.tenantId(), granted.host().value())
                .fold(
                        issued -> Optional.empty(),
                        missing -> propagating(missing.diagnosis(), granted),
                        refused -> Optional.empty(),
                        unavailable -> Optional.empty());
    }

    private static Optional<Stage> propagating(Diagnosis diagnosis, ConsentRequest granted) {
        Duration passed = Duration.between(granted.changedAt(), Instant.now());
        // The longer it has taken, the longer the pause: a quarter of the time that has passed.
        int seconds = (int) Math.max(2, Math.min(LONGEST_PAUSE, passed.toSeconds() / 4));
        return passed.compareTo(PROPAGATION) > 0
                ? Optional.empty()
                : Optional.of(new Stage.Propagating(diagnosis, seconds));
    }

    private boolean lacksConsent(UUID tenantId, EnvironmentHost host) {
        return tokens.token(tenantId, host.value())
                .fold(issued -> false, missing -> true, refused -> false, unavailable -> false);
    }

    /** Two browsers may end the same onboarding at once; the one that comes second finds what the first one made. */
    private static <T> T inSpiteOfOthers(Supplier<T> change) {
        try {
            return change.get();
        } catch (RuntimeException lostOrBroken) {
            return change.get();
        }
    }
}
