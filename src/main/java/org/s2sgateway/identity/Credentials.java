package org.s2sgateway.identity;

import java.util.BitSet;
import java.util.List;
import java.util.function.Function;
import org.s2sgateway.identity.Identification.Known;
import org.s2sgateway.identity.Identification.Nobody;
import org.s2sgateway.identity.Identification.Refused;
import org.s2sgateway.problem.ProblemType;
import org.s2sgateway.problem.Refusal;

/**
 * Judges the {@code Authorization} headers of an API request (RFC 6750). The header is the only place where a token is
 * looked for: in a query or a form it would end up in logs and histories (RFC 9700 section 4.3.2).
 */
record Credentials(Function<String, Verdict> tokens) {

    /** Schemes know no case (RFC 9110 section 11.1). */
    private static final String SCHEME = "Bearer ";

    private static final BitSet SPACE = letters(" ");
    private static final BitSet PADDING = letters("=");
    private static final BitSet TOKEN = letters("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~+/");

    Identification identify(List<String> authorizations) {
        if (authorizations.isEmpty()) {
            return new Nobody();
        }
        if (authorizations.size() > 1) {
            // RFC 6750 section 3.1, invalid_request. Which one a server or a proxy believes must not depend on the
            // order.
            return new Refused(new Refusal(
                            ProblemType.BAD_REQUEST, "The request has more than one Authorization header.")
                    .withHeader(
                            "WWW-Authenticate", challenge("invalid_request", "More than one credential was sent.")));
        }
        String token = token(authorizations.get(0).strip());
        if (token.isEmpty()) {
            return new Refused(new Refusal(ProblemType.UNAUTHENTICATED, "The API takes bearer tokens only."));
        }
        return tokens.apply(token)
                .fold(
                        accepted -> new Known(accepted.caller()),
                        rejected -> new Refused(invalid("The token " + rejected.reason() + ".")),
                        unavailable -> new Refused(new Refusal(
                                        ProblemType.BUSY,
                                        "The token could not be judged: the keys of its issuer cannot be read now.")
                                .withHeader(
                                        "Retry-After",
                                        String.valueOf(unavailable.retryAfter().toSeconds()))));
    }

    /** The token of RFC 6750 section 2.1, or nothing. A pattern takes a twentieth of all the time that a call costs. */
    private static String token(String authorization) {
        if (!authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return "";
        }
        int begin = past(authorization, SCHEME.length(), SPACE);
        int padding = past(authorization, begin, TOKEN);
        int end = past(authorization, padding, PADDING);
        return begin == padding || end < authorization.length() ? "" : authorization.substring(begin);
    }

    private static int past(String text, int from, BitSet letters) {
        int at = from;
        while (at < text.length() && letters.get(text.charAt(at))) {
            at++;
        }
        return at;
    }

    private static BitSet letters(String all) {
        BitSet set = new BitSet();
        all.chars().forEach(set::set);
        return set;
    }

    private static Refusal invalid(String why) {
        return new Refusal(ProblemType.UNAUTHENTICATED, why)
                .withHeader("WWW-Authenticate", challenge("invalid_token", why));
    }

    private static String challenge(String error, String description) {
        return "Bearer error=\"" + error + "\", error_description=\"" + description + "\"";
    }
}
