package org.s2sgateway.diagnosis;

import static org.s2sgateway.diagnosis.Actor.OPERATOR;
import static org.s2sgateway.diagnosis.Actor.TENANT_ADMIN;
import static org.s2sgateway.diagnosis.Diagnosis.lasting;
import static org.s2sgateway.diagnosis.Diagnosis.passing;
import static org.s2sgateway.diagnosis.Diagnosis.rows;

import java.util.List;
import java.util.stream.Stream;

/**
 * The words of RFC 6749 sections 4.1.2.1 and 5.2, and Entra ID's own: all that AD FS says, and what is left where Entra
 * ID gives no number.
 */
final class OAuthErrors {

    static final List<Diagnosis> TABLE =
            rows(tokenEndpoint(), authorizationEndpoint(), either()).toList();

    private OAuthErrors() {}

    private static Stream<Diagnosis> tokenEndpoint() {
        return rows(
                lasting(
                        OPERATOR,
                        "The identity provider does not accept the gateway's credential.",
                        "Check s2s.registration.client-id and the configured credential against the app"
                                + " registration, or with AD FS against Get-AdfsClient.",
                        "invalid_client"),
                lasting(
                        OPERATOR,
                        "The identity provider does not accept this kind of grant, or what it was given for it.",
                        "Check that the app registration is a confidential client that may use client"
                                + " credentials.",
                        "invalid_grant",
                        "unsupported_grant_type"),
                lasting(
                        OPERATOR,
                        "The identity provider does not know the resource that the token is for.",
                        "Check the registered address of the environment; with AD FS, that a relying party has"
                                + " this address as its identifier.",
                        "invalid_resource",
                        "invalid_target",
                        "invalid_scope"));
    }

    private static Stream<Diagnosis> authorizationEndpoint() {
        return rows(
                lasting(
                        TENANT_ADMIN,
                        "The request was declined.",
                        "Open the gateway's Connect page again and accept the requested permissions as an"
                                + " administrator.",
                        "access_denied",
                        "permission_denied"),
                lasting(
                        TENANT_ADMIN,
                        "An administrator of the tenant has to consent to the application.",
                        "Open the gateway's Connect page and consent as an administrator of this tenant.",
                        "consent_required",
                        "interaction_required"),
                lasting(
                        TENANT_ADMIN,
                        "Nobody is signed in at the identity provider.",
                        "Sign in again.",
                        "login_required"));
    }

    private static Stream<Diagnosis> either() {
        return rows(
                lasting(
                        OPERATOR,
                        "The identity provider does not understand the request.",
                        "Check s2s.registration.cloud and s2s.registration.authority; if they are right, report"
                                + " this as a fault of the gateway.",
                        "invalid_request",
                        "unsupported_response_type"),
                lasting(
                        OPERATOR,
                        "The application may not make this request at the identity provider.",
                        "Check that s2s.registration.client-id is the Application (client) ID of the app"
                                + " registration, and that the tenant has consented to it.",
                        "unauthorized_client"),
                passing(
                        OPERATOR,
                        "The identity provider could not serve the request at the moment.",
                        "Nothing: the gateway tries again. If it stays, look at the identity provider's health.",
                        "server_error",
                        "temporarily_unavailable",
                        "slow_down"));
    }
}
