package org.s2sgateway.identity;

import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Where a browser is to be sent to sign in, and what is to happen when it comes back.
 *
 * @param tenantId the tenant to sign in at, which a guest needs too; empty for any organisation
 * @param resource the host of an environment, with its port where it has one, for which a delegated token is wanted
 * @param choosesAccount whether the person is asked which account to use although one is signed in already
 * @param loginHint the account to suggest, such as a user principal name; goes to the identity provider and nowhere else
 * @param returnTo a {@link ReturnAddress} of this application. It is stored and shown in addresses: no secret may be in it
 */
public record SignInWish(
        Optional<UUID> tenantId,
        Optional<String> resource,
        boolean choosesAccount,
        Optional<String> loginHint,
        String returnTo) {

    private static final Pattern HOST = Pattern.compile("[a-z0-9][a-z0-9.-]{0,252}(?::[0-9]{1,5})?");

    /** Throws {@link IllegalArgumentException} for a resource that is no host, and for a place that is not ours. */
    public SignInWish {
        Objects.requireNonNull(tenantId);
        Objects.requireNonNull(loginHint);
        if (!resource.map(host -> HOST.matcher(host).matches()).orElse(true)) {
            throw new IllegalArgumentException("A resource is the host of an environment, in lower case");
        }
        if (!ReturnAddress.isOne(returnTo)) {
            throw new IllegalArgumentException(
                    "A browser returns to a page of onboarding, of a tenant or of the console");
        }
    }
}
