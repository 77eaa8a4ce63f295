package org.s2sgateway.simulator.identity;

import java.util.Map;
import java.util.Optional;
import org.s2sgateway.simulator.wire.Answer;
import org.s2sgateway.simulator.wire.Call;

/** {@code GET /{tenant}/oauth2/v2.0/logout} ("Send a sign-out request"). Signs out without asking. */
final class LogoutEndpoint {

    private final Directory directory;
    private final Sessions sessions;

    LogoutEndpoint(Directory directory, Sessions sessions) {
        this.directory = directory;
        this.sessions = sessions;
    }

    /** Back to an address that some application has registered; a page for any other. */
    Answer answer(Call call) {
        sessions.end(call);
        Map<String, String> options = call.options();
        String wanted = options.getOrDefault("post_logout_redirect_uri", "");
        boolean registered =
                directory.applications().stream().anyMatch(application -> application.hasRedirectUri(wanted));
        Answer answer = registered
                ? new ReturnAddress(wanted, Optional.ofNullable(options.get("state"))).redirect(Map.of())
                : SignInPages.signedOut();
        return answer.with("Set-Cookie", Sessions.noCookie());
    }
}
