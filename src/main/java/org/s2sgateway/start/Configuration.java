package org.s2sgateway.start;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.ConfigProvider;
import org.s2sgateway.audit.AuditConfig;
import org.s2sgateway.gateway.GatewayConfig;
import org.s2sgateway.grants.AccessDefault;
import org.s2sgateway.identity.ApiConfig;
import org.s2sgateway.identity.LimitsConfig;
import org.s2sgateway.identity.SignInConfig;
import org.s2sgateway.identity.TrustedProxies;
import org.s2sgateway.onboarding.OnboardingConfig;
import org.s2sgateway.outbound.OutboundConfig;
import org.s2sgateway.pages.Branding;
import org.s2sgateway.registration.Cloud;
import org.s2sgateway.registration.Registration;
import org.s2sgateway.settings.PublicUrl;
import org.s2sgateway.settings.Settings;
import org.s2sgateway.tenant.AllowedHosts;

/**
 * Reads every key once, when it is first asked, and hands each feature its own record. With a fault in any key there is
 * nothing to hand out: whoever injects a record then fails, and {@link RefuseUntilOpen} sees to it that no
 * request gets that far.
 *
 * <p>Thread-safe: immutable once made.
 */
@ApplicationScoped
public class Configuration {

    private final Settings settings =
            Settings.of(key -> ConfigProvider.getConfig().getOptionalValue(key, String.class));
    private final Optional<PublicUrl> publicUrl = PublicUrl.from(settings);
    private final Optional<Registration> registration = Registration.from(settings);
    private final Optional<ApiConfig> api = registration.flatMap(it -> ApiConfig.from(settings, it));
    private final Optional<SignInConfig> signIn = SignInConfig.from(settings);
    private final Optional<AllowedHosts> hosts = AllowedHosts.from(
            settings, registration.map(Registration::cloud).orElse(Cloud.PUBLIC).dataverseHosts());
    private final Optional<OutboundConfig> outbound = OutboundConfig.from(settings);
    private final Optional<AccessDefault> access = AccessDefault.from(settings);
    private final Optional<GatewayConfig> gateway = GatewayConfig.from(settings);
    private final Optional<TrustedProxies> proxies = TrustedProxies.from(settings);
    private final Optional<LimitsConfig> limits = LimitsConfig.from(settings);
    private final Optional<OnboardingConfig> onboarding = OnboardingConfig.from(settings);
    private final Optional<AuditConfig> audit = AuditConfig.from(settings);
    private final Optional<Branding> branding = Branding.from(settings);

    /** What is wrong; empty when everything is well. */
    public List<Settings.Fault> faults() {
        return settings.faults();
    }

    /** Every key that was read, secrets as {@code ***}. */
    List<Settings.Reading> readings() {
        return settings.readings();
    }

    @Produces
    PublicUrl publicUrl() {
        return valid(publicUrl);
    }

    @Produces
    Registration registration() {
        return valid(registration);
    }

    @Produces
    ApiConfig api() {
        return valid(api);
    }

    @Produces
    SignInConfig signIn() {
        return valid(signIn);
    }

    @Produces
    AllowedHosts hosts() {
        return valid(hosts);
    }

    @Produces
    OutboundConfig outbound() {
        return valid(outbound);
    }

    @Produces
    AccessDefault access() {
        return valid(access);
    }

    @Produces
    GatewayConfig gateway() {
        return valid(gateway);
    }

    @Produces
    TrustedProxies proxies() {
        return valid(proxies);
    }

    @Produces
    OnboardingConfig onboarding() {
        return valid(onboarding);
    }

    @Produces
    LimitsConfig limits() {
        return valid(limits);
    }

    @Produces
    AuditConfig audit() {
        return valid(audit);
    }

    @Produces
    Branding branding() {
        return valid(branding);
    }

    private <T> T valid(Optional<T> part) {
        if (!faults().isEmpty()) {
            throw new IllegalStateException("The configuration is not valid; the log names the keys");
        }
        return part.orElseThrow();
    }
}
