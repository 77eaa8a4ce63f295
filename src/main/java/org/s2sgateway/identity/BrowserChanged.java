package org.s2sgateway.identity;

/**
 * A browser got another cookie because somebody signed in with it. Fired synchronously in the transaction that stores
 * the sign-in, so that whatever is bound to the old hash can be carried over.
 *
 * @param oldHash {@link Browser#hash()} until now
 * @param newHash the same from here on
 */
public record BrowserChanged(String oldHash, String newHash) {}
