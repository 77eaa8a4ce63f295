package org.s2sgateway.testing;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.s2sgateway.registration.Registration;
import org.s2sgateway.settings.Settings;

/** Registrations as the configuration makes them, for the home tenant Contoso of the simulator. */
public final class TestRegistrations {

    public static final String SECRET = "simulated-gateway-secret~1";

    private TestRegistrations() {}

    /** The keys of a registration at this authority, without a credential. */
    public static Map<String, String> keys(URI authority) {
        return Map.of(
                "s2s.registration.mode", "multi-tenant",
                "s2s.registration.authority", authority.toString(),
                "s2s.registration.tenant-id", "c0a00000-0000-4000-8000-000000000001",
                "s2s.registration.client-id", "a0000000-0000-4000-8000-000000000001");
    }

    /** The registration at this authority with further keys, which win. */
    public static Registration at(URI authority, Map<String, String> more) {
        Map<String, String> keys = new HashMap<>(keys(authority));
        keys.putAll(more);
        Settings settings = Settings.of(keys);
        return Registration.from(settings)
                .orElseThrow(
                        () -> new IllegalArgumentException(settings.faults().toString()));
    }

    /** With the client secret that the simulator knows. */
    public static Registration withSecret(URI authority) {
        return at(authority, Map.of("s2s.registration.client-secret", SECRET));
    }
}
