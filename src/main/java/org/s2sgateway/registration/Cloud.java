package org.s2sgateway.registration;

import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The sovereign clouds of Entra ID, and AD FS beside them: where one signs in, which hosts are Dataverse there, and who
 * issues version 1 tokens.
 *
 * <p>Source: <a href="https://learn.microsoft.com/entra/identity-platform/authentication-national-cloud">National
 * clouds</a> and <a href="https://learn.microsoft.com/power-platform/admin/new-datacenter-regions">Datacenter
 * regions</a>. GCC signs in at the public cloud; GCC High and DoD are the US government cloud.
 */
public enum Cloud {
    // New regions get new numbers (crm22), so the number is a pattern and not a list.
    PUBLIC("public", "https://login.microsoftonline.com", "https://sts.windows.net/", List.of("*.crm*.dynamics.com")),
    US_GOVERNMENT(
            "us-government",
            "https://login.microsoftonline.us",
            "https://sts.windows.net/",
            List.of("*.crm.microsoftdynamics.us", "*.crm.appsplatform.us")),
    CHINA(
            "china",
            "https://login.partner.microsoftonline.cn",
            "https://sts.chinacloudapi.cn/",
            List.of("*.crm.dynamics.cn")),
    AD_FS("ad-fs", null, null, List.of());

    private final String word;
    private final @Nullable String login;
    private final @Nullable String v1Issuer;

    @SuppressWarnings("ImmutableEnumChecker") // Made by List.of, which the type does not tell.
    private final List<String> dataverseHosts;

    Cloud(String word, @Nullable String login, @Nullable String v1Issuer, List<String> dataverseHosts) {
        this.word = word;
        this.login = login;
        this.v1Issuer = v1Issuer;
        this.dataverseHosts = dataverseHosts;
    }

    /** The word of the configuration and of the API. */
    public String word() {
        return word;
    }

    /** Where one signs in, without a trailing slash; empty for AD FS, which everybody runs at an own address. */
    public Optional<URI> login() {
        return Optional.ofNullable(login).map(URI::create);
    }

    /** The issuer of this tenant's version 1 tokens; empty for AD FS. */
    public Optional<String> v1Issuer(UUID tenantId) {
        return Optional.ofNullable(v1Issuer).map(issuer -> issuer + tenantId + "/");
    }

    /** Patterns of the hosts that are Dataverse in this cloud; none for AD FS, whose organisations choose their own. */
    public List<String> dataverseHosts() {
        return dataverseHosts;
    }

    static Cloud parse(String text) {
        return Arrays.stream(values())
                .filter(cloud -> cloud.word.equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("must be one of "
                        + Arrays.stream(values()).map(Cloud::word).collect(Collectors.joining(", "))));
    }
}
