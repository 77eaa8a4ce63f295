package org.s2sgateway.problem;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request that is refused for a known reason. Resources throw it; one mapper says it in the dialect of the address.
 *
 * <p>The detail is for the caller's eyes: what is wrong and what to do, never a token, a body or a query string. Not
 * logged, and without a stack trace: a refusal is an answer and not a failure, and strangers can cause any number of them.
 */
public final class Refusal extends RuntimeException {

    private final ProblemType type;
    private final String detail;
    private final Map<String, String> headers = new LinkedHashMap<>();
    private final Map<String, String> members = new LinkedHashMap<>();
    private @Nullable String lack;

    /** Refuses for the given reason; the detail is a sentence about this occurrence. */
    public Refusal(ProblemType type, String detail) {
        super(type.code() + ": " + detail, null, false, false);
        this.type = type;
        this.detail = detail;
    }

    /** The bland 500 for what must not happen; the log has the failure, under the error id that the caller is told. */
    public static Refusal unexpected(Throwable failure) {
        return Refusals.unexpected(failure);
    }

    /** The same refusal, with a header of the answer such as {@code Retry-After}. */
    public Refusal withHeader(String name, String value) {
        headers.put(name, value);
        return this;
    }

    /** The same refusal, with a further fact such as {@code actor} or {@code remedy} (RFC 9457 section 3.2). */
    public Refusal with(String member, String value) {
        members.put(member, value);
        return this;
    }

    /**
     * The same refusal, with what it says in a few words to whoever can put it right: {@code read on contacts}. They are
     * kept in the audit, so they hold no value of the request.
     */
    public Refusal lacking(String what) {
        lack = what;
        return this;
    }

    /** The same refusal of a part of the request, which the detail names first. */
    public Refusal inPart(String part) {
        Refusal named = new Refusal(type, part + ": " + detail);
        named.headers.putAll(headers);
        named.members.putAll(members);
        named.lack = lack;
        return named;
    }

    /** What the caller lacks, where that is known. */
    public Optional<String> lack() {
        return Optional.ofNullable(lack);
    }

    /** Why. */
    public ProblemType type() {
        return type;
    }

    /** What is wrong with this request. */
    public String detail() {
        return detail;
    }

    /** The headers that the answer carries beside those of its dialect. */
    public Map<String, String> headers() {
        return Collections.unmodifiableMap(headers);
    }

    /** Further facts, in the order in which they were given. */
    public Map<String, String> members() {
        return Collections.unmodifiableMap(members);
    }

    /** What the request is refused for, once that is being answered; for filters of the answer. */
    public static Optional<Refusal> of(ContainerRequestContext request) {
        return request.getProperty(Refusal.class.getName()) instanceof Refusal refusal
                ? Optional.of(refusal)
                : Optional.empty();
    }

    /** Says this in place of the refusal that is being answered. */
    public void replace(HttpServletRequest request, ContainerResponseContext response) {
        Answer answer = Answer.of(this, Dialect.of(request));
        response.setStatus(answer.status());
        response.setEntity(answer.bytes());
        // It asks for another token, which would be refused, too.
        response.getHeaders().remove("WWW-Authenticate");
        answer.headers().forEach(response.getHeaders()::putSingle);
    }

    /** Says this in the dialect of the address that was asked for; for filters, which nobody maps exceptions for. */
    public void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Answer.of(this, Dialect.of(request), ErrorPage.language(Collections.list(request.getLocales())))
                .write(request, response);
    }
}
