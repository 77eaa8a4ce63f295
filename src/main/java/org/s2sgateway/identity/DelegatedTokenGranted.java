package org.s2sgateway.identity;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.s2sgateway.settings.Secret;

/**
 * A person came back with a token to act as themselves in one environment. Fired synchronously, after the sign-in is
 * stored and before the browser is sent on; the token is nowhere else, and whoever wants it later has to keep it. For one
 * thread.
 */
public final class DelegatedTokenGranted {

    private final SignedIn person;
    private final Browser browser;
    private final String resource;
    private final Secret token;
    private final String returnTo;
    private @Nullable String failure;

    /**
     * @param browser with which the person is signed in from now on
     * @param resource the host of the environment, as it was wished for
     * @param returnTo where the browser is sent next
     */
    public DelegatedTokenGranted(SignedIn person, Browser browser, String resource, Secret token, String returnTo) {
        this.person = person;
        this.browser = browser;
        this.resource = resource;
        this.token = token;
        this.returnTo = returnTo;
    }

    public SignedIn person() {
        return person;
    }

    public Browser browser() {
        return browser;
    }

    public String resource() {
        return resource;
    }

    public Secret token() {
        return token;
    }

    public String returnTo() {
        return returnTo;
    }

    /** Nothing came of it, for the dictionary's reason of that code. The page to which the browser returns tells. */
    public void failed(String code) {
        failure = code;
    }

    /** The code with which it failed. */
    Optional<String> failure() {
        return Optional.ofNullable(failure);
    }
}
