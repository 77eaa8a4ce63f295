package org.s2sgateway.identity;

import java.net.http.HttpTimeoutException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Why nothing usable came from the identity provider, as a code of the dictionary. */
final class Outage {

    private Outage() {}

    static String codeOf(Throwable failure) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof HttpTimeoutException || cause instanceof TimeoutException) {
                return "S2S.IdentityProviderTimeout";
            }
            if (cause instanceof SSLException) {
                return "S2S.IdentityProviderUntrusted";
            }
            if (cause instanceof UnusableDocument) {
                return "S2S.IdentityProviderUnexpectedAnswer";
            }
        }
        return "S2S.IdentityProviderUnreachable";
    }
}
