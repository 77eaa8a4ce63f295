package org.s2sgateway.simulator.identity;

/**
 * A refusal of Entra ID, the factories being those of the token endpoint. Codes and wording follow Microsoft's "Microsoft Entra authentication and
 * authorization error codes".
 */
final class EntraRefusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String error;
    private final int code;

    EntraRefusal(int status, String error, int code, String text) {
        super("AADSTS" + code + ": " + text);
        this.status = status;
        this.error = error;
        this.code = code;
    }

    int status() {
        return status;
    }

    String error() {
        return error;
    }

    int code() {
        return code;
    }

    static EntraRefusal missingParameter(String name) {
        return new EntraRefusal(
                400,
                "invalid_request",
                900144,
                "The request body must contain the following parameter: '" + name + "'.");
    }

    static EntraRefusal unsupportedGrant(String grantType) {
        return new EntraRefusal(
                400,
                "unsupported_grant_type",
                70003,
                "The app requested an unsupported grant type '" + grantType + "'.");
    }

    static EntraRefusal notATenant(String segment) {
        return new EntraRefusal(
                400,
                "invalid_request",
                900023,
                "Specified tenant identifier '" + segment
                        + "' is neither a valid DNS name, nor a valid external domain.");
    }

    static EntraRefusal unknownTenant(String segment) {
        return new EntraRefusal(
                400,
                "invalid_request",
                90002,
                "Tenant '" + segment + "' not found. Check to make sure you have the correct tenant ID and are signing"
                        + " into the correct cloud. Check with your subscription administrator, this may happen if"
                        + " there are no active subscriptions for the tenant.");
    }

    static EntraRefusal tenantRequired(String segment) {
        return new EntraRefusal(
                400,
                "invalid_request",
                9001023,
                "The grant type 'client_credentials' is not supported over the /" + segment
                        + " endpoint. Please use a tenant-specific endpoint.");
    }

    static EntraRefusal unknownApplication(String clientId, String directory) {
        return new EntraRefusal(
                400,
                "unauthorized_client",
                700016,
                "Application with identifier '" + clientId + "' was not found in the directory '" + directory
                        + "'. This can happen if the application has not been installed by the administrator of the"
                        + " tenant or consented to by any user in the tenant. You may have sent your authentication"
                        + " request to the wrong tenant.");
    }

    static EntraRefusal missingServicePrincipal(Application application, DirectoryTenant tenant) {
        return new EntraRefusal(
                401,
                "invalid_client",
                7000229,
                "The client application " + application.clientId() + " is missing service principal in the tenant "
                        + tenant.id() + ". See instructions here: https://go.microsoft.com/fwlink/?linkid=2225119");
    }

    static EntraRefusal disabledApplication(Application application) {
        return new EntraRefusal(
                401,
                "unauthorized_client",
                7000112,
                "Application '" + application.clientId() + "'(" + application.name() + ") is disabled.");
    }

    static EntraRefusal missingCredential() {
        return new EntraRefusal(
                401,
                "invalid_client",
                7000218,
                "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.");
    }

    static EntraRefusal wrongSecret(Application application) {
        return new EntraRefusal(
                401,
                "invalid_client",
                7000215,
                "Invalid client secret provided. Ensure the secret being sent in the request is the client secret"
                        + " value, not the client secret ID, for a secret added to app '" + application.clientId()
                        + "'.");
    }

    static EntraRefusal expiredSecret(Application application) {
        return new EntraRefusal(
                401,
                "invalid_client",
                7000222,
                "The provided client secret keys for app '" + application.clientId()
                        + "' are expired. Visit the Azure portal to create new keys for your app, or consider using"
                        + " certificate credentials for added security.");
    }

    static EntraRefusal invalidAssertion(String reason) {
        return new EntraRefusal(
                401,
                "invalid_client",
                700027,
                "The certificate with identifier used to sign the client assertion is"
                        + " not registered on application, or its signature is invalid. [Reason - " + reason + "]");
    }

    static EntraRefusal malformedAssertion(String reason) {
        return new EntraRefusal(
                401, "invalid_client", 50027, "JWT token is invalid or malformed. [Reason - " + reason + "]");
    }

    static EntraRefusal wrongAudience(String audience) {
        return new EntraRefusal(
                401,
                "invalid_client",
                700023,
                "Client assertion audience claim does not match Realm issuer. Review the documentation. [Reason - "
                        + audience + "]");
    }

    static EntraRefusal wrongSubject() {
        return new EntraRefusal(
                401,
                "invalid_client",
                700021,
                "Client assertion application identifier doesn't match 'client_id' parameter.");
    }

    static EntraRefusal expiredAssertion(String reason) {
        return new EntraRefusal(
                401,
                "invalid_client",
                700024,
                "Client assertion is not within its valid time range. [Reason - " + reason + "]");
    }

    static EntraRefusal foreignAssertion(String issuer) {
        return new EntraRefusal(
                401,
                "invalid_client",
                700211,
                "No matching federated identity record found for presented assertion issuer '" + issuer + "'.");
    }

    static EntraRefusal scopeWithoutDefault(String scope) {
        return new EntraRefusal(
                400,
                "invalid_scope",
                1002012,
                "The provided value for scope " + scope + " is not valid. Client credential flows must have a scope"
                        + " value with /.default suffixed to the resource identifier (application ID URI).");
    }

    static EntraRefusal severalResources(String scope) {
        return new EntraRefusal(
                400,
                "invalid_scope",
                28002,
                "Provided value for the input parameter scope '" + scope
                        + "' is not valid because it contains more than one resource.");
    }

    static EntraRefusal unknownResource(String resource, DirectoryTenant tenant) {
        return new EntraRefusal(
                400,
                "invalid_resource",
                500011,
                "The resource principal named " + resource + " was not found in the tenant named " + tenant.name()
                        + ". This can happen if the application has not been installed by the administrator of the"
                        + " tenant or consented to by any user in the tenant. You might have sent your authentication"
                        + " request to the wrong tenant.");
    }
}
