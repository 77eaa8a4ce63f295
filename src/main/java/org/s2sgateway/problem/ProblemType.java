package org.s2sgateway.problem;

import java.util.Locale;

/**
 * Every reason for which this application refuses a request, with its status, code and title. The codes are a contract:
 * other programs react to them.
 */
public enum ProblemType {
    UNAUTHENTICATED(401, "S2S.Unauthenticated", "No valid token"),
    NOT_PERMITTED(403, "S2S.NotPermitted", "Not permitted"),
    IMPERSONATION_NOT_PERMITTED(403, "S2S.ImpersonationNotPermitted", "Impersonation is not permitted"),
    CONSENT_REQUIRED(403, "S2S.ConsentRequired", "The tenant has not consented"),
    TENANT_SUSPENDED(403, "S2S.TenantSuspended", "The tenant is suspended"),
    ENVIRONMENT_DISABLED(403, "S2S.EnvironmentDisabled", "The environment is disabled"),
    UNKNOWN_ENVIRONMENT(404, "S2S.UnknownEnvironment", "The environment is not registered"),
    FOREIGN_FORM(403, "S2S.ForeignForm", "The form is not of this browser's session"),
    STAFF_ONLY(403, "S2S.StaffOnly", "Only for those who run this gateway"),
    OPERATORS_ONLY(403, "S2S.OperatorsOnly", "Only operators may change anything"),
    NOT_FOUND(404, "S2S.NotFound", "Not found"),
    OTHER_TENANT(409, "S2S.OtherTenant", "The environment belongs to another tenant"),
    CONFLICT(409, "S2S.Conflict", "Not possible in the present state"),
    BAD_REQUEST(400, "S2S.BadRequest", "The request is not valid"),
    METHOD_NOT_ALLOWED(405, "S2S.MethodNotAllowed", "The method is not allowed here"),
    NOT_ACCEPTABLE(406, "S2S.NotAcceptable", "None of the accepted media types can be served"),
    REQUEST_TIMEOUT(408, "S2S.RequestTimeout", "The body did not arrive in time"),
    LENGTH_REQUIRED(411, "S2S.LengthRequired", "The length of the body is needed"),
    UNSUPPORTED_MEDIA_TYPE(415, "S2S.UnsupportedMediaType", "The media type of the body is not supported"),
    PAYLOAD_TOO_LARGE(413, "S2S.PayloadTooLarge", "The body is too large"),
    URI_TOO_LONG(414, "S2S.UriTooLong", "The address is too long"),
    HEADERS_TOO_LARGE(431, "S2S.HeadersTooLarge", "The headers are too large"),
    TOO_MANY_ATTEMPTS(429, "S2S.TooManyAttempts", "Too many attempts"),
    THROTTLED(429, "S2S.Throttled", "Dataverse asks for a pause"),
    TOKEN_REFUSED(502, "S2S.TokenRefused", "The identity provider refused a token"),
    ENVIRONMENT_UNREACHABLE(502, "S2S.EnvironmentUnreachable", "The environment cannot be reached"),
    UNEXPECTED_ANSWER(502, "S2S.UnexpectedAnswer", "The environment gave an unexpected answer"),
    TIMEOUT(504, "S2S.Timeout", "No answer in time"),
    BUSY(503, "S2S.Busy", "Not possible at the moment"),
    UNEXPECTED(500, "S2S.Unexpected", "Something unexpected happened");

    private final int status;
    private final String code;
    private final String title;

    ProblemType(int status, String code, String title) {
        this.status = status;
        this.code = code;
        this.title = title;
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** The word for programs, e.g. {@code S2S.NotPermitted}; never changes. */
    public String code() {
        return code;
    }

    /** A few words for people, the same for every occurrence (RFC 9457 section 3.1.3). */
    public String title() {
        return title;
    }

    /**
     * The identifier of the type (RFC 9457 section 3.1.1), e.g. {@code urn:s2s-gateway:problem:not-permitted}. A name and
     * not an address: every gateway runs somewhere else, and a client must be able to compare it.
     */
    public String type() {
        return "urn:s2s-gateway:problem:" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
