package org.s2sgateway.simulator.identity;

/**
 * What can be refused while a person signs in or consents, and while the code of that is redeemed. Codes and wording
 * follow "Microsoft Entra authentication and authorization error codes" and, where that is silent, what users report.
 */
final class SignInRefusals {

    private SignInRefusals() {}

    static EntraRefusal unregisteredAddress(String redirectUri, Application application) {
        return new EntraRefusal(
                400,
                "invalid_request",
                50011,
                "The redirect URI '" + redirectUri + "' specified in the request does not match the redirect URIs"
                        + " configured for the application '" + application.clientId()
                        + "'. Make sure the redirect URI sent in the request matches one added to your application in"
                        + " the Azure portal.");
    }

    static EntraRefusal unsupportedResponseType(String responseType, Application application) {
        return new EntraRefusal(
                400,
                "unsupported_response_type",
                700054,
                "response_type '" + responseType + "' is not enabled for the application '" + application.clientId()
                        + "'.");
    }

    static EntraRefusal unsupportedResponseMode(String responseMode) {
        return new EntraRefusal(
                400, "invalid_request", 70007, "'" + responseMode + "' is not a supported value of 'response_mode'.");
    }

    static EntraRefusal unsupportedPrompt(String prompt) {
        return new EntraRefusal(400, "invalid_request", 90023, "Unsupported 'prompt' value: '" + prompt + "'.");
    }

    static EntraRefusal missingCodeChallenge() {
        return new EntraRefusal(
                400, "invalid_request", 50147, "Missing code_challenge parameter, or its size is not valid.");
    }

    static EntraRefusal badCodeChallenge() {
        return new EntraRefusal(
                400,
                "invalid_request",
                501491,
                "Invalid size of Code_Challenge parameter, or unsupported code_challenge_method.");
    }

    static EntraRefusal invalidScope(String scope) {
        return new EntraRefusal(
                400,
                "invalid_scope",
                70011,
                "The provided value for the input parameter 'scope' is not valid. The scope '" + scope
                        + "' is not valid.");
    }

    static EntraRefusal unknownScope(String word, String resource) {
        return new EntraRefusal(
                400,
                "invalid_client",
                650053,
                "The application asked for scope '" + word + "' that doesn't exist on the resource '" + resource
                        + "'. Contact the app vendor.");
    }

    static EntraRefusal loginRequired() {
        return new EntraRefusal(
                400,
                "login_required",
                50058,
                "Session information is not sufficient for single-sign-on. A silent sign-in request was sent but no"
                        + " user is signed in.");
    }

    static EntraRefusal consentRequired(Application application) {
        return new EntraRefusal(
                400,
                "interaction_required",
                65001,
                "The user or administrator has not consented to use the application with ID '" + application.clientId()
                        + "' named '" + application.name()
                        + "'. Send an interactive authorization request for this user and resource.");
    }

    /** The same at the token endpoint, where the error is another one. */
    static EntraRefusal notConsented(Application application) {
        EntraRefusal interactive = consentRequired(application);
        return new EntraRefusal(
                400, "invalid_grant", 65001, interactive.getMessage().substring("AADSTS65001: ".length()));
    }

    static EntraRefusal unknownAccount(String userPrincipalName) {
        return new EntraRefusal(
                400,
                "invalid_request",
                50034,
                "The user account '" + userPrincipalName
                        + "' does not exist in the directory. To sign into this application, the account must be"
                        + " added to the directory.");
    }

    static EntraRefusal notInTenant(
            Person person, DirectoryTenant tenant, Application application, String identityProvider) {
        return new EntraRefusal(
                400,
                "invalid_request",
                50020,
                "User account '" + person.userPrincipalName() + "' from identity provider '" + identityProvider
                        + "' does not exist in tenant '" + tenant.name() + "' and cannot access the application '"
                        + application.clientId() + "'(" + application.name()
                        + ") in that tenant. The account needs to be added as an external user in the tenant first."
                        + " Sign out and sign in again with a different Microsoft Entra user account.");
    }

    static EntraRefusal declined(String error) {
        return new EntraRefusal(400, error, 65004, "User declined to consent to access the app.");
    }

    static EntraRefusal needsApproval(Application application) {
        return new EntraRefusal(
                400,
                "access_denied",
                90094,
                "An administrator of your organisation has to consent to '" + application.name()
                        + "': an administrator has set a policy that prevents you from granting it the permissions it"
                        + " is requesting.");
    }

    static EntraRefusal conflict(Application application) {
        return new EntraRefusal(
                400,
                "invalid_client",
                650051,
                "Consent action failed because the service principal name '" + application.clientId()
                        + "' is already present for the tenant.");
    }

    static EntraRefusal notSubscribed(DirectoryTenant tenant) {
        return new EntraRefusal(
                400,
                "invalid_client",
                650052,
                "The app needs access to a service (\"Dataverse\") that your organization \"" + tenant.name()
                        + "\" has not subscribed to or enabled. Contact your IT Admin to review the configuration of"
                        + " your service subscriptions.");
    }

    static EntraRefusal invalidCode() {
        return new EntraRefusal(
                400, "invalid_grant", 70000, "The provided value for the 'code' parameter is not valid.");
    }

    static EntraRefusal redeemedCode() {
        return new EntraRefusal(
                400,
                "invalid_grant",
                54005,
                "OAuth2 Authorization code was already redeemed, please retry with a new valid code or use an existing"
                        + " refresh token.");
    }

    static EntraRefusal expiredCode() {
        return new EntraRefusal(
                400,
                "invalid_grant",
                70008,
                "The provided authorization code or refresh token has expired. Send a new interactive authorization"
                        + " request for this user and resource.");
    }

    static EntraRefusal codeOfAnotherTenant() {
        return new EntraRefusal(
                400,
                "invalid_grant",
                700005,
                "Provided Authorization Code is intended to use against other tenant, thus rejected. OAuth2"
                        + " Authorization Code must be redeemed against same tenant it was acquired for (/common or"
                        + " /{tenant-ID} as appropriate).");
    }

    static EntraRefusal anotherAddress(String given, String expected) {
        return new EntraRefusal(
                400,
                "invalid_client",
                500112,
                "The reply address '" + given + "' does not match the reply address '" + expected
                        + "' provided when requesting Authorization code.");
    }

    static EntraRefusal wrongVerifier() {
        return new EntraRefusal(
                400,
                "invalid_grant",
                501481,
                "The Code_Verifier does not match the code_challenge supplied in the authorization request.");
    }
}
