package org.s2sgateway.onboarding;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.s2sgateway.audit.AuditEvent;
import org.s2sgateway.audit.AuditEvents;
import org.s2sgateway.identity.SignIn;
import org.s2sgateway.identity.SignInWish;
import org.s2sgateway.identity.SignedIn;
import org.s2sgateway.pages.CurrentPage;
import org.s2sgateway.pages.Finding;
import org.s2sgateway.registration.Registration;
import org.s2sgateway.tenant.Environment;
import org.s2sgateway.tenant.EnvironmentHost;
import org.s2sgateway.tenant.Environments;
import org.s2sgateway.tenant.Tenant;
import org.s2sgateway.tenant.TenantStatus;
import org.s2sgateway.tenant.Tenants;

/**
 * {@code /my}: a tenant admin's own tenant. To sign in shows nothing yet, standing does; and it is only ever the tenant
 * that the person signed in at.
 */
@Named
@RequestScoped
public class MyPage {

    private static final int EVENTS = 20;
    private static final int ENVIRONMENTS = 200;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm").withZone(ZoneOffset.UTC);

    @Inject
    CurrentPage page;

    @Inject
    Onboarding onboarding;

    @Inject
    Tenants tenants;

    @Inject
    Environments environments;

    @Inject
    AuditEvents auditEvents;

    @Inject
    Registration registration;

    @Inject
    SignIn signIn;

    private Optional<SignedIn> person = Optional.empty();
    private Optional<Tenant> tenant = Optional.empty();

    @PostConstruct
    void find() {
        person = page.person();
        tenant = person.filter(it -> onboarding.standing(it).isPresent()).flatMap(it -> tenants.find(it.tenantId()));
    }

    /** Goes to the sign-in at whatever organisation the person belongs to. */
    public String signIn() {
        return page.leave(signIn.begin(
                page.browser(), new SignInWish(Optional.empty(), Optional.empty(), true, Optional.empty(), "/my")));
    }

    /** Whether that sign-in is at Microsoft. */
    public boolean isAtMicrosoft() {
        return signIn.isAtMicrosoft(Optional.empty());
    }

    /** Takes the tenant's consent back at this gateway. */
    public void disconnect() {
        if (isDisconnectable()) {
            tenants.disconnect(
                    tenant.orElseThrow().tenantId(), person.orElseThrow().actor());
        }
        page.go("/my");
    }

    public boolean isSignedIn() {
        return person.isPresent();
    }

    /** Whether there is a tenant to show, and it may be shown. */
    public boolean isShown() {
        return tenant.isPresent();
    }

    /** Whether the person has shown that they may speak for their tenant. */
    public boolean isStanding() {
        return person.flatMap(onboarding::standing).isPresent();
    }

    /** The one environment that the person may see, who is its System Administrator and nothing more; empty for others. */
    public String getAdministered() {
        return person.flatMap(SignedIn::administeredHost)
                .flatMap(EnvironmentHost::find)
                .flatMap(environments::find)
                .filter(it -> it.tenantId().equals(person.orElseThrow().tenantId()))
                .map(it -> it.host().value())
                .orElse("");
    }

    public Finding getStandingMissing() {
        return page.finding("S2S.StandingMissing");
    }

    public String getTenantId() {
        return person.map(it -> it.tenantId().toString()).orElse("");
    }

    public String getName() {
        return tenant.map(Tenant::name).orElse("");
    }

    /** The word of the tenant's status. */
    public String getStatus() {
        return tenant.map(it -> it.status().word()).orElse("");
    }

    /** Whether environments of the tenant can be reached; what was seen of them before is out of date where not. */
    public boolean isOpen() {
        return tenant.filter(it -> it.status() == TenantStatus.CONSENTED).isPresent();
    }

    /** Whether an administrator disconnected the tenant, and nobody has begun to connect it again. */
    public boolean isDisconnected() {
        return tenant.filter(it -> it.status() == TenantStatus.CONSENT_REVOKED && !it.awaitsApproval())
                .isPresent();
    }

    /** Where a new consent begins: with an environment that was connected before, if there is one. */
    public String getConnectAgain() {
        return tenant.map(it -> environments.after("", it.tenantId(), 1)).orElse(List.of()).stream()
                .findFirst()
                .map(it -> "/connect?environment=" + it.host())
                .orElse("/connect");
    }

    /** What an operator closed; null where nothing is. */
    public @Nullable Finding getClosed() {
        return tenant.flatMap(it -> Onboarding.closed(it.status()))
                .map(diagnosis -> Finding.of(diagnosis, page.locale()))
                .orElse(null);
    }

    public boolean isAwaitingApproval() {
        return tenant.filter(Tenant::awaitsApproval).isPresent();
    }

    /** The home tenant is connected by being the home tenant. */
    public boolean isDisconnectable() {
        return tenant.filter(it -> it.status() == TenantStatus.CONSENTED)
                .filter(it -> !it.tenantId().equals(registration.tenantId()))
                .isPresent();
    }

    public List<Row> getEnvironments() {
        return tenant.map(it -> environments.after("", it.tenantId(), ENVIRONMENTS)).orElse(List.of()).stream()
                .map(Row::new)
                .toList();
    }

    public List<Happening> getEvents() {
        return tenant.map(it -> auditEvents.before(Long.MAX_VALUE, it.tenantId(), EVENTS)).orElse(List.of()).stream()
                .map(event -> new Happening(event, page.words("event." + event.action(), event.action())))
                .toList();
    }

    /** One environment in the list. */
    public static final class Row {

        private final Environment environment;

        Row(Environment environment) {
            this.environment = environment;
        }

        public String getHost() {
            return environment.host().value();
        }

        public String getStatus() {
            return environment.status().word();
        }
    }

    /** One event in the list. */
    public static final class Happening {

        private final AuditEvent event;
        private final String words;

        Happening(AuditEvent event, String words) {
            this.event = event;
            this.words = words;
        }

        /** UTC, to the minute. */
        public String getAt() {
            return TIME.format(event.at());
        }

        /** The same, in ISO 8601. */
        public String getTime() {
            return event.at().toString();
        }

        /** What happened, in the reader's language. */
        public String getWords() {
            return words;
        }

        /** The action's name in the audit trail, such as {@code tenant.consented}. */
        public String getAction() {
            return event.action();
        }

        /** Who did it, as in the audit trail: {@code person} and an object id, an application's id, {@code system}. */
        public String getActor() {
            return event.actor();
        }

        public String getEnvironment() {
            return event.environment().orElse("");
        }

        public String getDetail() {
            return event.detail();
        }
    }
}
