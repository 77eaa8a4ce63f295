package org.s2sgateway.identity;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.s2sgateway.registration.Cloud;
import org.s2sgateway.registration.Registration;

/**
 * The tenant whose word counts: its issuers and where its keys are announced. App roles of a multi-tenant registration
 * can be assigned inside a customer's tenant too, so no other tenant of Entra ID may be an issuer here.
 */
record HomeTenant(UUID id, boolean entra, URI authority, List<String> issuers, URI discovery) {

    /** Hosts that issue tokens for every tenant of a cloud; only the path tells whose tokens they are. */
    private static final Set<String> SHARED_ISSUER_HOSTS = Set.of(
            "login.microsoftonline.com",
            "login.microsoft.com",
            "login.windows.net",
            "sts.windows.net",
            "login.microsoftonline.us",
            "login.partner.microsoftonline.cn",
            "login.chinacloudapi.cn",
            "sts.chinacloudapi.cn");

    static HomeTenant of(Registration registration) {
        boolean entra = registration.cloud() != Cloud.AD_FS;
        URI authority = registration.authority();
        // AD FS signs access tokens as its federation service identifier, which is http even where everything is https
        // (access_token_issuer of its metadata); this is its default value, another one has to be configured.
        String version2 = entra ? authority + "/" + registration.tenantId() + "/v2.0" : authority.toString();
        String version1 = registration
                .cloud()
                .v1Issuer(registration.tenantId())
                .orElse("http://" + authority.getHost() + "/adfs/services/trust");
        List<String> issuers = List.of(version2, version1);
        return new HomeTenant(registration.tenantId(), entra, authority, issuers, registration.discovery());
    }

    /** Whether the issuer is this tenant itself. */
    boolean is(String issuer) {
        return issuers.contains(issuer);
    }

    /** Whether the issuer is a tenant of Entra ID, this one or another. */
    boolean isEntra(String issuer) {
        return (entra && issuer.startsWith(authority + "/"))
                || Optional.ofNullable(URI.create(issuer).getHost())
                        .filter(SHARED_ISSUER_HOSTS::contains)
                        .isPresent();
    }

    /** Whether the issuer is a tenant of Entra ID that is not this one, or stands for several of them. */
    boolean isOtherTenant(String issuer) {
        return isEntra(issuer)
                && !List.of(URI.create(issuer).getPath().split("/")).contains(id.toString());
    }
}
