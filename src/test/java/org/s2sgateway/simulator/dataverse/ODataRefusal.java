package org.s2sgateway.simulator.dataverse;

import org.s2sgateway.simulator.wire.Answer;
import org.s2sgateway.simulator.wire.JsonText;

/** A refusal by the Web API: a status and the OData error object. Codes are from Microsoft's list of error codes. */
final class ODataRefusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    static final String PRIVILEGE_DENIED = "0x80040220";
    static final String USER_DISABLED = "0x80040225";
    static final String NO_ROLES = "0x80042f09";
    static final String NOT_A_MEMBER = "0x80072560";
    static final String FIREWALL = "0x80095ffe";
    static final String CANNOT_ACT_ON_BEHALF = "0x8004A110";
    static final String FILE_TOO_BIG = "0x80044a02";
    static final String BAD_REQUEST = "0x80060888";
    static final String NO_SUCH_KEY = "0x80060891";
    static final String DOES_NOT_EXIST = "0x80040217";
    static final String DUPLICATE = "0x80040237";
    static final String VERSION_MISMATCH = "0x80060882";
    static final String BAD_PAYLOAD = "0x80048d19";
    static final String NO_BUSINESS_UNIT = "0x80040530";
    static final String WRONG_BUSINESS_UNIT = "0x80041409";
    static final String NOT_IN_DIRECTORY = "0x80041d28";
    static final String APPLICATION_USER_LOCKED = "0x80041d48";

    private final int status;
    private final String code;

    ODataRefusal(int status, String code, String message) {
        super(message);
        this.status = status;
        this.code = code;
    }

    static ODataRefusal badRequest(String message) {
        return new ODataRefusal(400, BAD_REQUEST, message);
    }

    static ODataRefusal badPayload(String message) {
        return new ODataRefusal(
                400, BAD_PAYLOAD, "Error identified in Payload provided by the user. InnerException: " + message);
    }

    static ODataRefusal unknownSegment(String segment) {
        return new ODataRefusal(404, BAD_REQUEST, "Resource not found for the segment '" + segment + "'.");
    }

    static ODataRefusal methodNotAllowed(String method) {
        return new ODataRefusal(
                405, BAD_REQUEST, "The requested resource does not support http method '" + method + "'.");
    }

    /** For what Dataverse can do and this simulator cannot. */
    static ODataRefusal notSimulated(String what) {
        return new ODataRefusal(501, BAD_REQUEST, what + " is not implemented by this simulator.");
    }

    int status() {
        return status;
    }

    String code() {
        return code;
    }

    Answer answer() {
        return error(status, code, getMessage());
    }

    static Answer error(int status, String code, String message) {
        return Answer.text(
                status,
                "application/json; odata.metadata=minimal",
                JsonText.object()
                        .add("error", JsonText.object().add("code", code).add("message", message))
                        .build()
                        .toString());
    }
}
