package org.s2sgateway.registration;

import java.net.URI;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.s2sgateway.settings.Guid;
import org.s2sgateway.settings.Settings;

/** Reads {@code s2s.registration.*}. */
final class RegistrationKeys {

    private static final String PREFIX = "s2s.registration.";
    private static final Pattern VISIBLE = Pattern.compile("[\\x21-\\x7e]{1,256}");

    private final Settings settings;

    RegistrationKeys(Settings settings) {
        this.settings = settings;
    }

    Optional<Registration> read() {
        Optional<Mode> mode = settings.find(PREFIX + "mode", Mode.SINGLE_TENANT.word(), Mode::parse);
        Optional<Cloud> cloud = settings.find(PREFIX + "cloud", Cloud.PUBLIC.word(), Cloud::parse);
        boolean adFs = cloud.equals(Optional.of(Cloud.AD_FS));
        Optional<URI> authority = authority(cloud, adFs);
        Optional<UUID> tenantId = settings.require(PREFIX + "tenant-id", RegistrationKeys::guid);
        Optional<String> clientId = settings.require(PREFIX + "client-id", text -> clientId(text, adFs));
        Optional<Credential> credential = new CredentialKeys(settings, PREFIX).require();
        Optional<Credential> next = new CredentialKeys(settings, PREFIX + "next.").find();
        if (adFs && mode.equals(Optional.of(Mode.MULTI_TENANT))) {
            settings.fault(PREFIX + "mode", "must be single-tenant with ad-fs, which has no other tenants");
        }
        return settings.hasFaultIn(PREFIX)
                ? Optional.empty()
                : Optional.of(new Registration(
                        mode.orElseThrow(),
                        cloud.orElseThrow(),
                        authority.orElseThrow(),
                        tenantId.orElseThrow(),
                        clientId.orElseThrow(),
                        credential.orElseThrow(),
                        next));
    }

    private Optional<URI> authority(Optional<Cloud> cloud, boolean adFs) {
        String key = PREFIX + "authority";
        if (adFs) {
            return settings.require(key, Authority::adFs);
        }
        Optional<URI> login = cloud.flatMap(Cloud::login);
        return login.isEmpty()
                ? settings.find(key, Authority::entra)
                : settings.find(key, login.orElseThrow().toString(), Authority::entra);
    }

    private static String clientId(String text, boolean adFs) {
        if (!adFs) {
            return guid(text).toString();
        }
        if (!VISIBLE.matcher(text).matches()) {
            throw new IllegalArgumentException("must be the client identifier, in ASCII and without spaces");
        }
        return text;
    }

    private static UUID guid(String text) {
        return Guid.parse(text)
                .orElseThrow(() ->
                        new IllegalArgumentException("must be a GUID such as 00001111-aaaa-2222-bbbb-3333cccc4444"));
    }
}
