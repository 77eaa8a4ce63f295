package org.s2sgateway.gateway;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.s2sgateway.dataverse.RequestBody;

/**
 * A call as it may be sent.
 *
 * @param flowing the body where it still has to be pumped
 * @param users as whom requests within it act
 * @param granted what judges the body, where that is not done yet
 */
record PreparedCall(
        IncomingCall call,
        @Nullable RequestBody body,
        @Nullable ConsumerBody flowing,
        Set<String> users,
        @Nullable GrantedBody granted) {

    /** Whoever is told what the call comes to, and hears of its body, too. */
    Reply repliedBy(Reply reply) {
        return granted == null ? reply : new GrantedReply(reply, granted);
    }
}
