package org.s2sgateway.identity;

import org.s2sgateway.settings.Secret;

/**
 * A person came back with a token to act as themselves in one environment. Fired synchronously, after the sign-in is
 * stored and before the browser is sent on; the token is nowhere else, and whoever wants it later has to keep it.
 *
 * @param browser with which the person is signed in from now on
 * @param resource the host of the environment, as it was wished for
 * @param returnTo where the browser is sent next
 */
public record DelegatedTokenGranted(SignedIn person, Browser browser, String resource, Secret token, String returnTo) {}
