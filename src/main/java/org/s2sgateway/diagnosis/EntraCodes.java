package org.s2sgateway.diagnosis;

import static org.s2sgateway.diagnosis.Actor.OPERATOR;
import static org.s2sgateway.diagnosis.Actor.TENANT_ADMIN;
import static org.s2sgateway.diagnosis.Diagnosis.lasting;
import static org.s2sgateway.diagnosis.Diagnosis.passing;
import static org.s2sgateway.diagnosis.Diagnosis.rows;

import java.util.List;
import java.util.stream.Stream;

/** What Entra ID says about client credentials, consent, and the sign-in that consent begins with. */
final class EntraCodes {

    static final List<Diagnosis> TABLE = rows(
                    consent(),
                    consentThatFailed(),
                    signIn(),
                    application(),
                    credential(),
                    federation(),
                    resource(),
                    tenant(),
                    policy(),
                    requestForm(),
                    service())
            .toList();

    private EntraCodes() {}

    private static Stream<Diagnosis> consent() {
        return rows(
                lasting(
                        TENANT_ADMIN,
                        "The application is unknown in this tenant: an administrator has not consented to it,"
                                + " or it was removed, or the tenant belongs to another cloud.",
                        "Open the gateway's Connect page and consent as an administrator of this tenant. Right"
                                + " after a consent, wait a few minutes and check again.",
                        "AADSTS700016"),
                lasting(
                        TENANT_ADMIN,
                        "The application has no service principal in this tenant: its enterprise application"
                                + " was deleted or never created.",
                        "Open the gateway's Connect page and consent again; that creates the enterprise"
                                + " application anew.",
                        "AADSTS7000229"),
                lasting(
                        TENANT_ADMIN,
                        "The application is disabled in this tenant.",
                        "In the Microsoft Entra admin center open Enterprise applications, the application,"
                                + " Properties, and set 'Enabled for users to sign-in?' to Yes.",
                        "AADSTS7000112",
                        "AADSTS70001"),
                lasting(
                        TENANT_ADMIN,
                        "Nobody has consented to the application for this tenant.",
                        "Open the gateway's Connect page and consent as an administrator of this tenant.",
                        "AADSTS65001"),
                lasting(
                        TENANT_ADMIN,
                        "The consent was declined.",
                        "Open the gateway's Connect page again and accept the requested permissions.",
                        "AADSTS65004"));
    }

    private static Stream<Diagnosis> consentThatFailed() {
        return rows(
                lasting(
                        TENANT_ADMIN,
                        "The signed-in user may not consent to this application for the organization.",
                        "Have the consent given by a Global Administrator, Privileged Role Administrator,"
                                + " Application Administrator or Cloud Application Administrator.",
                        "AADSTS90093",
                        "AADSTS90094"),
                lasting(
                        TENANT_ADMIN,
                        "The tenant requires an approval for this consent, and a request for it was made.",
                        "In the Microsoft Entra admin center open Enterprise applications, Admin consent"
                                + " requests, and approve it; then check again.",
                        "AADSTS90095"),
                lasting(
                        TENANT_ADMIN,
                        "A partner with delegated administration cannot introduce an application that the"
                                + " tenant does not know yet.",
                        "Have the consent given by an administrator whose account is in the tenant itself.",
                        "AADSTS90099"),
                passing(
                        TENANT_ADMIN,
                        "The application's service principal was just being created when this consent wanted"
                                + " to create it too.",
                        "Wait a minute and consent once more.",
                        "AADSTS650051"),
                lasting(
                        TENANT_ADMIN,
                        "The tenant has no Dataverse: the service that the application asks permission for is"
                                + " not subscribed to or not enabled.",
                        "Obtain a subscription that includes Microsoft Dataverse in this tenant, or consent in"
                                + " the tenant that owns the environment.",
                        "AADSTS650052"),
                lasting(
                        OPERATOR,
                        "The app registration asks for a permission of a service that no longer exists in the"
                                + " tenant.",
                        "In the Microsoft Entra admin center open App registrations, the application, API"
                                + " permissions, and remove the permission that is not found.",
                        "AADSTS650054"),
                lasting(
                        OPERATOR,
                        "The app registration is misconfigured: the permission that the consent asked for is"
                                + " not among its API permissions.",
                        "In the Microsoft Entra admin center open App registrations, the application, API"
                                + " permissions, and add Dynamics CRM, user_impersonation.",
                        "AADSTS650056",
                        "AADSTS650057",
                        "AADSTS65005"),
                lasting(
                        OPERATOR,
                        "The redirect URI of this gateway is not registered.",
                        "In the Microsoft Entra admin center open App registrations, the application,"
                                + " Authentication, and add the gateway's /connect/callback and"
                                + " /sign-in/callback addresses as Web redirect URIs.",
                        "AADSTS50011"),
                lasting(
                        OPERATOR,
                        "The app registration serves its own tenant only, but another tenant wants to consent.",
                        "In the Microsoft Entra admin center open App registrations, the application,"
                                + " Authentication, and choose 'Accounts in any organizational directory'.",
                        "AADSTS50194"));
    }

    private static Stream<Diagnosis> signIn() {
        return rows(
                lasting(
                        TENANT_ADMIN,
                        "The account that signed in does not belong to this tenant.",
                        "Sign in with an administrator account of the tenant, or have it invited as a guest.",
                        "AADSTS50034",
                        "AADSTS50020",
                        "AADSTS16000"),
                lasting(
                        TENANT_ADMIN,
                        "The account that signed in is not assigned to the application, and the tenant"
                                + " requires an assignment.",
                        "In the Microsoft Entra admin center open Enterprise applications, the application,"
                                + " Users and groups, and add the account.",
                        "AADSTS50105"),
                lasting(
                        TENANT_ADMIN,
                        "The sign-in was completed already, took too long, or was mixed up with another one.",
                        "Sign in again.",
                        "AADSTS54005",
                        "AADSTS70008",
                        "AADSTS501481"),
                lasting(
                        TENANT_ADMIN,
                        "A Conditional Access policy of the tenant does not allow this sign-in from this"
                                + " device, application or place.",
                        "Sign in from a device and in a way that the tenant's policy allows; the sign-in logs"
                                + " of the Microsoft Entra admin center name the policy.",
                        "AADSTS53000",
                        "AADSTS53001",
                        "AADSTS53002",
                        "AADSTS53004",
                        "AADSTS53011",
                        "AADSTS530034"));
    }

    private static Stream<Diagnosis> application() {
        return lasting(
                OPERATOR,
                "The app registration is a public client, which cannot use a secret or certificate.",
                "In the Microsoft Entra admin center open App registrations, the application, Authentication, and set"
                        + " 'Allow public client flows' to No.",
                "AADSTS700025");
    }

    private static Stream<Diagnosis> credential() {
        return rows(
                lasting(
                        OPERATOR,
                        "The client secret is wrong. Often it is the secret's id in place of its value.",
                        "In the Microsoft Entra admin center open App registrations, the application,"
                                + " Certificates & secrets, create a client secret, and put its Value (not its"
                                + " Secret ID) into s2s.registration.client-secret.",
                        "AADSTS7000215"),
                lasting(
                        OPERATOR,
                        "The client secret has expired.",
                        "In the Microsoft Entra admin center open App registrations, the application,"
                                + " Certificates & secrets, create a new client secret, and put its Value into"
                                + " s2s.registration.client-secret.",
                        "AADSTS7000222"),
                lasting(
                        OPERATOR,
                        "The certificate that signed the request is not registered for the application, or the"
                                + " signature does not match it.",
                        "In the Microsoft Entra admin center open App registrations, the application,"
                                + " Certificates & secrets, Certificates, and upload the certificate of"
                                + " s2s.registration.certificate-file.",
                        "AADSTS700027",
                        "AADSTS700030",
                        "AADSTS50012"),
                lasting(
                        OPERATOR,
                        "The signed request is outside its time of validity: the clock of the gateway's host is"
                                + " wrong, or the assertion or certificate has expired.",
                        "Synchronize the host's clock (NTP); then check how long the certificate or the"
                                + " assertion file is valid.",
                        "AADSTS700024"),
                lasting(
                        OPERATOR,
                        "The credential does not fit the application.",
                        "Check that s2s.registration.client-id names the app registration that the configured"
                                + " credential belongs to.",
                        "AADSTS70002",
                        "AADSTS700021"),
                lasting(
                        OPERATOR,
                        "The request carried no credential that the application can use.",
                        "Check that exactly one of s2s.registration.client-secret, .certificate-file and"
                                + " .assertion-file is set, and that the app registration is a confidential"
                                + " client.",
                        "AADSTS7000218"),
                lasting(
                        OPERATOR,
                        "The assertion that the gateway proves itself with is malformed.",
                        "Check that s2s.registration.assertion-file holds one JSON Web Token and nothing else.",
                        "AADSTS50027"));
    }

    private static Stream<Diagnosis> federation() {
        return rows(
                lasting(
                        OPERATOR,
                        "No federated credential of the app registration matches issuer, subject and audience"
                                + " of the assertion file's token.",
                        "In the Microsoft Entra admin center open App registrations, the application,"
                                + " Certificates & secrets, Federated credentials, and compare issuer, subject"
                                + " and audience, letter by letter, with the token's iss, sub and aud. A new"
                                + " one takes some minutes to work.",
                        "AADSTS70021",
                        "AADSTS700211",
                        "AADSTS700212",
                        "AADSTS700213",
                        "AADSTS7002137",
                        "AADSTS7002138"),
                lasting(
                        OPERATOR,
                        "The token in the assertion file is not an app-only token, and no other kind can be"
                                + " used as a federated credential.",
                        "Let the workload write a token of its managed identity or service account, not one of"
                                + " a user.",
                        "AADSTS700229"));
    }

    private static Stream<Diagnosis> resource() {
        return rows(
                lasting(
                        TENANT_ADMIN,
                        "This tenant has no environment at this address: the environment belongs to another"
                                + " tenant, was deleted or renamed, or the tenant has no Dataverse.",
                        "In the Power Platform admin center open Environments, the environment, and compare its"
                                + " Environment URL with the registered address; check that it is in this"
                                + " tenant.",
                        "AADSTS500011",
                        "AADSTS50001"),
                lasting(
                        TENANT_ADMIN,
                        "Dataverse is disabled in this tenant.",
                        "In the Microsoft Entra admin center open Enterprise applications, remove the filter on"
                                + " the application type, open Dataverse (00000007-0000-0000-c000-000000000000),"
                                + " Properties, and set 'Enabled for users to sign-in?' to Yes.",
                        "AADSTS500014"));
    }

    private static Stream<Diagnosis> tenant() {
        return rows(
                lasting(
                        OPERATOR,
                        "There is no such tenant in this cloud: it was deleted, its id is wrong, or it is in"
                                + " another national cloud.",
                        "Compare the tenant's id with the Tenant ID on the Overview page of the Microsoft Entra"
                                + " admin center, and check s2s.registration.cloud.",
                        "AADSTS90002",
                        "AADSTS900021",
                        "AADSTS900023",
                        "AADSTS90013"),
                lasting(
                        OPERATOR,
                        "The tenant is in another national cloud than the one this gateway signs in to.",
                        "Connect this tenant through a gateway whose app registration is in the tenant's cloud"
                                + " (s2s.registration.cloud).",
                        "AADSTS90038",
                        "AADSTS900382",
                        "AADSTS900432"),
                lasting(
                        OPERATOR,
                        "The token request did not name a tenant, which an application that acts as itself"
                                + " must do.",
                        "Check that s2s.registration.authority is the login address alone, without a path such"
                                + " as /common or /organizations.",
                        "AADSTS9001023",
                        "AADSTS90130"));
    }

    private static Stream<Diagnosis> policy() {
        return rows(
                lasting(
                        TENANT_ADMIN,
                        "A Conditional Access policy of the tenant blocks this application.",
                        "In the Microsoft Entra admin center open Protection, Conditional Access, Policies, and"
                                + " exclude the application from the policy that its sign-in logs name, or add"
                                + " the gateway's addresses to its named locations.",
                        "AADSTS53003",
                        "AADSTS530032",
                        "AADSTS530035"),
                lasting(
                        TENANT_ADMIN,
                        "Tenant restrictions or the cross-tenant access settings do not let this application or"
                                + " account through.",
                        "In the Microsoft Entra admin center open External Identities, Cross-tenant access"
                                + " settings, and allow the organization that owns the application.",
                        "AADSTS500021",
                        "AADSTS500022",
                        "AADSTS500212",
                        "AADSTS500213"));
    }

    private static Stream<Diagnosis> requestForm() {
        return rows(
                lasting(
                        OPERATOR,
                        "The token request named a scope that does not exist, or not exactly one resource.",
                        "Check that the environment is registered with scheme and host only; if it is, report"
                                + " this as a fault of the gateway.",
                        "AADSTS70011",
                        "AADSTS28002",
                        "AADSTS28003",
                        "AADSTS700022",
                        "AADSTS1002012",
                        "AADSTS901002"),
                lasting(
                        OPERATOR,
                        "The token request named no resource, or its assertion was made for another token"
                                + " endpoint.",
                        "Check that s2s.registration.authority and s2s.registration.cloud are those of the app"
                                + " registration; if they are, report this as a fault of the gateway.",
                        "AADSTS700023"),
                lasting(
                        OPERATOR,
                        "The token request lacked something, as happens when a proxy changes or empties it.",
                        "Check what stands between the gateway and the login address; if nothing does, report"
                                + " this as a fault of the gateway.",
                        "AADSTS900144"),
                lasting(
                        OPERATOR,
                        "The regional login addresses serve Microsoft's own applications only.",
                        "Remove s2s.registration.authority, so that the cloud's own login address is used.",
                        "AADSTS100007"));
    }

    private static Stream<Diagnosis> service() {
        return rows(
                passing(
                        OPERATOR,
                        "Entra ID limits the requests of this tenant at the moment.",
                        "Nothing: the gateway waits as long as Entra ID asks for and tries again. If it stays,"
                                + " look for other programs that use the same app registration.",
                        "AADSTS90055"),
                passing(
                        OPERATOR,
                        "Entra ID has seen the same request too often in a short time and takes it for a loop.",
                        "Look for a program that uses the same app registration without keeping its tokens,"
                                + " and for gateways that are restarted over and over. The gateway waits some"
                                + " minutes before it tries again.",
                        "AADSTS50196"),
                passing(
                        OPERATOR,
                        "Entra ID could not serve the request at the moment.",
                        "Nothing: the gateway tries again. If it stays, see Microsoft's service health page.",
                        "AADSTS90006",
                        "AADSTS90012",
                        "AADSTS90024",
                        "AADSTS90033",
                        "AADSTS90090",
                        "AADSTS50033"),
                lasting(
                        OPERATOR,
                        "Entra ID failed to process the request, in a way that trying again does not change.",
                        "Open a support case with Microsoft and give the trace id from the gateway's log.",
                        "AADSTS90036",
                        "AADSTS90092"));
    }
}
