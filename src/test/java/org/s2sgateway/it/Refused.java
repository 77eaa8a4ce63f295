package org.s2sgateway.it;

import java.net.http.HttpRequest;
import java.util.List;
import java.util.function.Function;

/**
 * A row of the tables of refusals, which hold every way in which the gateway says no: what is asked, and how it is refused,
 * with its status, its code, the form of the address, a challenge where and only where it is 401, and without anything
 * having reached Dataverse. Immutable.
 *
 * @param name what is wrong with the request
 * @param request asks for it
 * @param code status and code of the refusal
 * @param challenge the value of {@code WWW-Authenticate}; empty where there is none
 * @param words what the sentence has to say
 */
record Refused(
        String name, Function<Asker, HttpRequest.Builder> request, String code, String challenge, List<String> words) {

    static final String BAD_REQUEST = "400 S2S.BadRequest";
    static final String UNAUTHENTICATED = "401 S2S.Unauthenticated";
    static final String NOT_PERMITTED = "403 S2S.NotPermitted";
    static final String NOT_AS_ANOTHER = "403 S2S.ImpersonationNotPermitted";
    static final String NOT_FOUND = "404 S2S.NotFound";
    static final String UNKNOWN_ENVIRONMENT = "404 S2S.UnknownEnvironment";
    static final String CONFLICT = "409 S2S.Conflict";

    /** A row whose refusal asks for a token where it is 401, and says nothing in particular. */
    static Refused row(String name, Function<Asker, HttpRequest.Builder> request, String code) {
        return new Refused(name, request, code, code.startsWith("401 ") ? "Bearer" : "", List.of());
    }

    /** The same row, refused as RFC 6750 section 3.1 has it for a token that is not good. */
    Refused forItsToken(String why) {
        return challenged("Bearer error=\"invalid_token\", error_description=\"" + why + "\"");
    }

    Refused challenged(String value) {
        return new Refused(name, request, code, value, words);
    }

    Refused saying(String... some) {
        return new Refused(name, request, code, challenge, List.of(some));
    }

    /** How reports name the row. */
    @Override
    public String toString() {
        return name + ": " + code;
    }
}
