package org.s2sgateway.token;

import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpTimeoutException;
import java.util.Arrays;
import javax.net.ssl.SSLException;
import org.s2sgateway.diagnosis.Diagnosis;
import org.s2sgateway.diagnosis.Dictionary;

/** The ways in which the identity provider can fail to answer; the first that fits is the one. */
@SuppressWarnings("ImmutableEnumChecker") // a method reference or a lambda without state
enum Unreachable {
    /** Connecting took too long, or answering did. */
    TIMEOUT("S2S.IdentityProviderTimeout", HttpTimeoutException.class),
    /** The certificate is not trusted, is another host's, or there is no common TLS. */
    UNTRUSTED("S2S.IdentityProviderUntrusted", SSLException.class),
    /** Refused, no route, no such name: the JDK's client makes one exception of them. */
    NO_CONNECTION("S2S.IdentityProviderUnreachable", ConnectException.class),
    CONNECTION_LOST("S2S.IdentityProviderUnreachable", IOException.class);

    private final String cause;
    private final Class<? extends IOException> failure;

    Unreachable(String cause, Class<? extends IOException> failure) {
        this.cause = cause;
        this.failure = failure;
    }

    static Unreachable of(IOException failure) {
        return Arrays.stream(values())
                .filter(kind -> kind.failure.isInstance(failure))
                .findFirst()
                .orElse(CONNECTION_LOST);
    }

    Diagnosis diagnosis() {
        return Dictionary.diagnose(cause);
    }
}
