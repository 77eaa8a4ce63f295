package org.s2sgateway.testing;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.s2sgateway.simulator.Simulator;
import org.s2sgateway.simulator.dataverse.Environment;

/** People of the simulated tenants, and their tokens for an environment as they have them after signing in. */
public final class TestPeople {

    private static final String GATEWAY = "a0000000-0000-4000-8000-000000000001";

    private TestPeople() {}

    /** The object id of the person in the environment's tenant. */
    public static UUID objectId(Environment environment, String name) {
        String upn = name + "@" + environment.place().tenant().domain();
        return UUID.nameUUIDFromBytes(
                (upn + " in " + environment.place().tenant().id()).getBytes(StandardCharsets.UTF_8));
    }

    /** A delegated token for the environment, for {@code ada} of {@code ada@contoso.example}. */
    public static String token(Simulator simulator, String environmentName, String name) {
        Environment environment = simulator.environment(environmentName);
        return token(simulator, environmentName, objectId(environment, name));
    }

    /** The same for an object id that may be nobody's. */
    public static String token(Simulator simulator, String environmentName, UUID objectId) {
        Environment environment = simulator.environment(environmentName);
        String tenant = environment.place().tenant().id().toString();
        return simulator
                .oddToken("demo")
                .issuer("https://sts.windows.net/" + tenant + "/")
                .audience(environment.place().url())
                .without("azp")
                .without("roles")
                .claim("ver", "1.0")
                .claim("appid", GATEWAY)
                .claim("tid", tenant)
                .claim("oid", objectId.toString())
                .claim("sub", objectId.toString())
                .claim("scp", "user_impersonation")
                .sign();
    }

    /** A token of the gateway itself for the environment, also where it has no consent there. */
    public static String applicationToken(Simulator simulator, String environmentName) {
        Environment environment = simulator.environment(environmentName);
        return simulator
                .oddToken("demo")
                .audience(environment.place().url())
                .claim("appid", GATEWAY)
                .claim("tid", environment.place().tenant().id().toString())
                .sign();
    }
}
