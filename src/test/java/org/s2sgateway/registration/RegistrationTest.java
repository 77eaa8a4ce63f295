package org.s2sgateway.registration;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.s2sgateway.settings.Settings;

class RegistrationTest {

    private static final UUID CONTOSO = UUID.fromString("c0a00000-0000-4000-8000-000000000001");
    private static final UUID FABRIKAM = UUID.fromString("fab00000-0000-4000-8000-000000000002");

    private final Map<String, String> keys = new HashMap<>(Map.of(
            "s2s.registration.tenant-id", "C0A00000-0000-4000-8000-000000000001",
            "s2s.registration.client-id", "A0000000-0000-4000-8000-000000000001",
            "s2s.registration.client-secret", "not-to-be-seen"));

    @TempDir
    Path folder;

    @Test
    void isSingleTenantInThePublicCloudByDefault() {
        Registration registration = read();
        assertThat(registration.mode()).isEqualTo(Mode.SINGLE_TENANT);
        assertThat(registration.isMultiTenant()).isFalse();
        assertThat(registration.cloud()).isEqualTo(Cloud.PUBLIC);
        assertThat(registration.authority()).isEqualTo(URI.create("https://login.microsoftonline.com"));
        assertThat(registration.next()).isEmpty();
    }

    @Test
    void writesGuidsInLowerCase() {
        assertThat(read().clientId()).isEqualTo("a0000000-0000-4000-8000-000000000001");
        assertThat(read().tenantId()).isEqualTo(CONTOSO);
    }

    @Test
    void addressesEachTenantByItsOwnAuthority() {
        assertThat(read().tenantAuthority(FABRIKAM))
                .isEqualTo(URI.create("https://login.microsoftonline.com/fab00000-0000-4000-8000-000000000002/"));
        assertThat(read().discovery())
                .isEqualTo(URI.create("https://login.microsoftonline.com/c0a00000-0000-4000-8000-000000000001/v2.0/"
                        + ".well-known/openid-configuration"));
    }

    @Test
    void hasNoTenantsWithAdFs() {
        keys.put("s2s.registration.cloud", "ad-fs");
        keys.put("s2s.registration.authority", "https://sts.contoso.com/adfs/");
        keys.put("s2s.registration.client-id", "dataverse gateway".replace(' ', '-'));
        assertThat(read().authority()).isEqualTo(URI.create("https://sts.contoso.com/adfs"));
        assertThat(read().tenantAuthority(FABRIKAM)).isEqualTo(URI.create("https://sts.contoso.com/adfs/"));
        assertThat(read().discovery())
                .isEqualTo(URI.create("https://sts.contoso.com/adfs/.well-known/openid-configuration"));
        assertThat(read().clientId()).isEqualTo("dataverse-gateway");
    }

    @ParameterizedTest
    @CsvSource({
        "public, https://login.microsoftonline.com, https://sts.windows.net/, contoso.crm4.dynamics.com",
        "us-government, https://login.microsoftonline.us, https://sts.windows.net/, contoso.crm.appsplatform.us",
        "china, https://login.partner.microsoftonline.cn, https://sts.chinacloudapi.cn/, contoso.crm.dynamics.cn"
    })
    void knowsTheClouds(String word, String login, String issuer, String host) {
        keys.put("s2s.registration.cloud", word);
        Cloud cloud = read().cloud();
        assertThat(cloud.word()).isEqualTo(word);
        assertThat(read().authority()).isEqualTo(URI.create(login));
        assertThat(cloud.v1Issuer(CONTOSO)).contains(issuer + "c0a00000-0000-4000-8000-000000000001/");
        assertThat(cloud.dataverseHosts())
                .anyMatch(pattern -> host.matches(pattern.replace(".", "\\.").replace("*", "[a-z0-9-]*")));
    }

    @Test
    void takesAnOwnAuthority() {
        keys.put("s2s.registration.authority", "https://LOCALHOST:8443/");
        assertThat(read().authority()).isEqualTo(URI.create("https://localhost:8443"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://login.microsoftonline.com",
                "login.microsoftonline.com",
                "https://login.microsoftonline.com/common",
                "https://login.microsoftonline.com/adfs",
                "https://user:not-to-be-seen@login.microsoftonline.com",
                "https://login.microsoftonline.com?x=not-to-be-seen",
                "https://login.microsoftonline.com#not-to-be-seen",
                "https://not to be seen",
                "https://"
            })
    void refusesAnAuthorityThatIsNotSchemeAndHost(String authority) {
        keys.put("s2s.registration.authority", authority);
        assertFault("s2s.registration.authority");
    }

    @Test
    void wantsTheAuthorityOfAnAdFs() {
        keys.put("s2s.registration.cloud", "ad-fs");
        assertFault("s2s.registration.authority");
        keys.put("s2s.registration.authority", "https://sts.contoso.com");
        assertFault("s2s.registration.authority");
    }

    @Test
    void refusesSeveralTenantsWithAdFs() {
        keys.put("s2s.registration.cloud", "ad-fs");
        keys.put("s2s.registration.authority", "https://sts.contoso.com/adfs");
        keys.put("s2s.registration.mode", "multi-tenant");
        assertFault("s2s.registration.mode");
    }

    @ParameterizedTest
    @CsvSource({
        "s2s.registration.mode, multi",
        "s2s.registration.cloud, germany",
        "s2s.registration.tenant-id, contoso.onmicrosoft.com",
        "s2s.registration.tenant-id, 1-1-1-1-1",
        "s2s.registration.tenant-id, c0a00000000040008000000000000001",
        "s2s.registration.client-id, my-application"
    })
    void refusesAValueOfAnotherForm(String key, String value) {
        keys.put(key, value);
        assertFault(key);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"s2s.registration.tenant-id", "s2s.registration.client-id", "s2s.registration.client-secret"})
    void wantsWhatIsRequired(String key) {
        keys.remove(key);
        assertFault(key);
    }

    @Test
    void refusesSeveralKindsOfCredentialAndNamesThem() {
        keys.put("s2s.registration.assertion-file", "/nowhere");
        assertThat(assertFault("s2s.registration.client-secret")).contains("s2s.registration.assertion-file");
    }

    @Test
    void refusesAPasswordWithoutACertificate() {
        keys.put("s2s.registration.certificate-password", "not-to-be-seen");
        assertFault("s2s.registration.certificate-password");
    }

    @Test
    void takesASecondCredentialOfAnyKind() throws Exception {
        keys.put(
                "s2s.registration.next.assertion-file",
                written("token", "header.claims.signature\n").toString());
        assertThat(read().credential().kind()).isEqualTo("client-secret");
        assertThat(read().next().orElseThrow().kind()).isEqualTo("assertion-file");
    }

    @Test
    void refusesSeveralKindsOfSecondCredential() {
        keys.put("s2s.registration.next.client-secret", "not-to-be-seen");
        keys.put("s2s.registration.next.certificate-file", "/nowhere");
        assertFault("s2s.registration.next.client-secret");
    }

    @Test
    void refusesAMissingOrEmptyAssertionFile() throws Exception {
        keys.remove("s2s.registration.client-secret");
        keys.put("s2s.registration.assertion-file", folder.resolve("absent").toString());
        assertThat(assertFault("s2s.registration.assertion-file")).contains("does not exist");
        keys.put("s2s.registration.assertion-file", written("empty", " \n").toString());
        assertThat(assertFault("s2s.registration.assertion-file")).contains("empty");
    }

    @Test
    void readsAnAssertionFileAgainWhenItChanges() throws Exception {
        Path file = written("token", "first");
        Credential.AssertionFile assertion = new Credential.AssertionFile(file);
        assertThat(assertion.read().reveal()).isEqualTo("first");
        Files.writeString(file, "second\n");
        assertThat(assertion.read().reveal()).isEqualTo("second");
    }

    @Test
    void printsNoSecret() {
        assertThat(read().toString()).contains("***").doesNotContain("not-to-be-seen");
    }

    @Test
    void warnsOfASecretThatLooksLikeItsId() {
        keys.put("s2s.registration.client-secret", "00001111-aaaa-2222-bbbb-3333cccc4444");
        List<LogRecord> records = new ArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord record) {
                records.add(record);
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger logger = Logger.getLogger("org.s2sgateway.registration");
        logger.addHandler(handler);
        try {
            read();
        } finally {
            logger.removeHandler(handler);
        }
        assertThat(records).hasSize(1);
        assertThat(records.get(0).getParameters()).containsExactly("s2s.registration.client-secret");
    }

    private Registration read() {
        Settings settings = Settings.of(keys);
        return Registration.from(settings)
                .orElseThrow(() -> new AssertionError(settings.faults().toString()));
    }

    private String assertFault(String key) {
        Settings settings = Settings.of(keys);
        assertThat(Registration.from(settings)).isEmpty();
        assertThat(settings.faults()).extracting(Settings.Fault::key).containsOnly(key);
        assertThat(settings.faults().toString())
                .doesNotContain("not-to-be-seen")
                .doesNotContain("not to be seen");
        return settings.faults().get(0).explanation();
    }

    private Path written(String name, String content) throws Exception {
        return Files.writeString(folder.resolve(name), content);
    }
}
