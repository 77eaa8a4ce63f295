package org.s2sgateway.diagnosis;

import static org.s2sgateway.diagnosis.Actor.ENVIRONMENT_ADMIN;
import static org.s2sgateway.diagnosis.Actor.OPERATOR;
import static org.s2sgateway.diagnosis.Actor.TENANT_ADMIN;
import static org.s2sgateway.diagnosis.Diagnosis.lasting;
import static org.s2sgateway.diagnosis.Diagnosis.passing;
import static org.s2sgateway.diagnosis.Diagnosis.rows;

import java.util.List;
import java.util.stream.Stream;

/** What this gateway finds itself: nobody answered, somebody else did, or its own rules forbid it. */
final class OwnCauses {

    static final List<Diagnosis> TABLE = rows(
                    identityProvider(), credential(), environment(), setup(), registry(), signIn())
            .toList();

    private OwnCauses() {}

    private static Stream<Diagnosis> identityProvider() {
        return rows(
                passing(
                        OPERATOR,
                        "The identity provider cannot be reached: its name is not known, or no connection to"
                                + " it can be made.",
                        "Check the gateway's network: name resolution, firewall, s2s.http.proxy, and"
                                + " s2s.registration.authority where it is set.",
                        "S2S.IdentityProviderUnreachable"),
                passing(
                        OPERATOR,
                        "The identity provider did not answer in time.",
                        "Nothing at first: the gateway tries again. If it stays, check the gateway's network,"
                                + " firewall and s2s.http.proxy.",
                        "S2S.IdentityProviderTimeout"),
                passing(
                        OPERATOR,
                        "The certificate of the identity provider is not trusted, or not made for its name. A"
                                + " proxy that inspects TLS has this effect, too.",
                        "Put the certificate authority into the PEM file of s2s.tls.trust-certificates.",
                        "S2S.IdentityProviderUntrusted"),
                passing(
                        OPERATOR,
                        "The identity provider limits the gateway's requests.",
                        "Nothing: the gateway waits as long as it is asked to. If it stays, look for other"
                                + " programs that use the same app registration.",
                        "S2S.IdentityProviderThrottled"),
                passing(
                        OPERATOR,
                        "The identity provider, or a proxy in front of it, failed.",
                        "Nothing: the gateway tries again. If it stays, look at the identity provider's health.",
                        "S2S.IdentityProviderFailed"),
                passing(
                        OPERATOR,
                        "What answered in the identity provider's place gave neither a token nor an error that"
                                + " can be understood.",
                        "Check s2s.registration.authority and s2s.http.proxy: a proxy's own page or a sign-in"
                                + " page is the usual reason.",
                        "S2S.IdentityProviderUnexpectedAnswer"));
    }

    private static Stream<Diagnosis> credential() {
        return rows(
                lasting(
                        OPERATOR,
                        "The file with the gateway's assertion cannot be read or is empty.",
                        "Check the file that s2s.registration.assertion-file names, and that whatever keeps it"
                                + " fresh is running.",
                        "S2S.CredentialUnreadable"),
                lasting(
                        OPERATOR,
                        "No token request could be made with the gateway's credential.",
                        "Check the configured credential, and the gateway's log at the time of the failure.",
                        "S2S.CredentialUnusable"),
                lasting(
                        OPERATOR,
                        "The identity provider issued a token for another tenant, environment or application"
                                + " than was asked for; it is not used.",
                        "Check s2s.registration.authority, and whether a proxy answers in the identity"
                                + " provider's place.",
                        "S2S.TokenMismatch"),
                passing(
                        OPERATOR,
                        "The identity provider issued a token that ends within a minute; it is not used.",
                        "Raise the token lifetime at the identity provider, and check that the clocks agree.",
                        "S2S.TokenTooShort"),
                lasting(
                        OPERATOR,
                        "The identity provider refuses to issue a token for this environment.",
                        "Run the check of this environment; it names the identity provider's own code.",
                        "S2S.TokenRefused"));
    }

    private static Stream<Diagnosis> environment() {
        return rows(
                passing(
                        ENVIRONMENT_ADMIN,
                        "The environment cannot be reached: its name is not known, or no connection to it can"
                                + " be made.",
                        "Compare the address with the Environment URL in the Power Platform admin center. If it"
                                + " is right, the operator checks the gateway's network and s2s.http.proxy.",
                        "S2S.EnvironmentUnreachable"),
                passing(
                        OPERATOR,
                        "The certificate of the environment is not trusted, or not made for its name.",
                        "Put the certificate authority into the PEM file of s2s.tls.trust-certificates.",
                        "S2S.EnvironmentUntrusted"),
                passing(
                        ENVIRONMENT_ADMIN,
                        "The environment did not answer in time.",
                        "Check again later. If it stays, look at the environment's health in the Power Platform"
                                + " admin center, and ask for less in one request.",
                        "S2S.Timeout"),
                passing(
                        ENVIRONMENT_ADMIN,
                        "What answered at this address does not answer like a Dataverse environment.",
                        "Compare the address with the Environment URL in the Power Platform admin center.",
                        "S2S.UnexpectedAnswer"),
                passing(
                        OPERATOR,
                        "The environment did not accept the gateway's token, although it was issued for it.",
                        "Nothing at first: the gateway gets a new token. If it stays, run the check of this"
                                + " environment and see whether it is registered under its own tenant.",
                        "S2S.TokenNotAccepted"),
                passing(
                        OPERATOR,
                        "The gateway has as many calls to this environment under way as it allows itself.",
                        "Wait and try again; if it stays, have the services send fewer requests at a time.",
                        "S2S.Busy"));
    }

    private static Stream<Diagnosis> setup() {
        return rows(
                lasting(
                        ENVIRONMENT_ADMIN,
                        "The sign-in of the person who sets the application user up has expired, or the environment"
                                + " does not accept it.",
                        "Start the setup again and sign in; it goes on from where it stopped.",
                        "S2S.DelegatedTokenExpired"),
                lasting(
                        ENVIRONMENT_ADMIN,
                        "The person who signed in is not a System Administrator of this environment: no user there, a"
                                + " disabled one, or one without that security role.",
                        "Have a System Administrator of the environment sign in and start the setup, or create the"
                                + " application user by hand.",
                        "S2S.NotEnvironmentAdmin"),
                lasting(
                        ENVIRONMENT_ADMIN,
                        "The environment knows the sign-in as another person's than the one who started.",
                        "Sign out everywhere, then sign in once as the person who is to set the application user up.",
                        "S2S.OtherPerson"),
                lasting(
                        ENVIRONMENT_ADMIN,
                        "The security role for the application user does not exist in the application user's business"
                                + " unit.",
                        "Create the role in this environment under the name that the operator gave, or import the"
                                + " solution that brings it; then start the setup again.",
                        "S2S.SecurityRoleMissing"),
                lasting(
                        OPERATOR,
                        "The security role for the application user is System Administrator under this or another"
                                + " name, which is never assigned.",
                        "Name a custom security role with the least privileges in s2s.onboarding.security-role.",
                        "S2S.SecurityRoleForbidden"),
                lasting(
                        OPERATOR,
                        "The solution file cannot be read, is larger than 32 MiB, or is no solution.",
                        "Export the solution again as managed, and name the file in s2s.onboarding.solution-file.",
                        "S2S.SolutionUnusable"),
                lasting(
                        OPERATOR,
                        "The solution file holds an unmanaged solution, which is not brought into customers'"
                                + " environments.",
                        "Export the solution again as managed, and name that file in s2s.onboarding.solution-file.",
                        "S2S.SolutionUnmanaged"),
                lasting(
                        ENVIRONMENT_ADMIN,
                        "The environment did not import the solution.",
                        "In Power Apps open the environment, Solutions, See history, and read why the last import"
                                + " failed. An unmanaged solution of the same name has to be removed first.",
                        "S2S.SolutionImportFailed"),
                passing(
                        ENVIRONMENT_ADMIN,
                        "The environment has not finished importing the solution within ten minutes.",
                        "Start the setup again later: it waits for an import that still runs.",
                        "S2S.SolutionImportTimeout"));
    }

    private static Stream<Diagnosis> registry() {
        return rows(
                lasting(
                        OPERATOR,
                        "The host is none of the hosts that this gateway may call.",
                        "Check the address first: it is the Environment URL in the Power Platform admin center. If it is right, add the host, or a pattern for it, to s2s.dataverse.hosts.",
                        "S2S.HostNotAllowed"),
                lasting(
                        OPERATOR,
                        "The environment belongs to another tenant than the one it is registered or asked for.",
                        "Register the environment under the tenant that owns it.",
                        "S2S.OtherTenant"),
                lasting(
                        OPERATOR,
                        "This gateway has no environment at this host.",
                        "Register the environment first.",
                        "S2S.UnknownEnvironment"),
                lasting(
                        TENANT_ADMIN,
                        "The tenant has not consented to the application, or no longer does.",
                        "Open the gateway's Connect page and consent as an administrator of this tenant.",
                        "S2S.ConsentRequired"),
                lasting(
                        OPERATOR,
                        "The tenant is suspended at this gateway.",
                        "Lift the suspension of the tenant.",
                        "S2S.TenantSuspended"),
                lasting(
                        OPERATOR,
                        "The environment is disabled at this gateway.",
                        "Set the environment to active again.",
                        "S2S.EnvironmentDisabled"));
    }

    private static Stream<Diagnosis> signIn() {
        return rows(
                lasting(
                        TENANT_ADMIN,
                        "What came back from the sign-in is incomplete, or belongs to no sign-in that was begun at"
                                + " this gateway.",
                        "Begin again at the gateway's own page, and not with a saved or forwarded address.",
                        "S2S.SignInNotAttributed"),
                lasting(
                        TENANT_ADMIN,
                        "The sign-in took longer than 15 minutes, or was completed already.",
                        "Sign in again.",
                        "S2S.SignInExpired"),
                lasting(
                        TENANT_ADMIN,
                        "The sign-in was begun in another browser or in another window, or this browser keeps no"
                                + " cookies.",
                        "Allow cookies of this gateway, and sign in again in one and the same browser window.",
                        "S2S.SignInOfOtherBrowser"),
                lasting(
                        OPERATOR,
                        "What the identity provider says about the person cannot be believed: it is not signed by"
                                + " its key, or not made for this gateway and this sign-in.",
                        "Check s2s.registration.authority, that the clocks agree, and whether a proxy answers in the"
                                + " identity provider's place; the gateway's log has the reason.",
                        "S2S.SignInRefused"),
                lasting(
                        TENANT_ADMIN,
                        "The account that signed in is of another organization than the environment.",
                        "Sign in again and choose an account of the organization that owns the environment.",
                        "S2S.OtherTenantSignedIn"),
                lasting(
                        TENANT_ADMIN,
                        "Somebody else signed in than the person who is signed in at this gateway with this"
                                + " browser.",
                        "Sign in again with the same account, or sign out of the gateway first.",
                        "S2S.OtherPersonSignedIn"),
                lasting(
                        TENANT_ADMIN,
                        "The account that signed in is a personal Microsoft account.",
                        "Sign in with an account of your organization.",
                        "S2S.PersonalAccount"),
                lasting(
                        OPERATOR,
                        "This gateway serves its own organization only.",
                        "Set s2s.registration.mode to multi-tenant if other organizations are to connect.",
                        "S2S.HomeTenantOnly"),
                lasting(
                        OPERATOR,
                        "Only Microsoft Entra ID gives a token in a person's own name, and this organization's people"
                                + " sign in elsewhere.",
                        "Make the application user by hand, and register the environment through the gateway's API.",
                        "S2S.DelegationNotOffered"),
                lasting(
                        TENANT_ADMIN,
                        "People of this organization sign in at this gateway with another identity provider than the"
                                + " one that was used.",
                        "Begin again at the gateway and name the organization or its environment, so that it leads to"
                                + " the right provider.",
                        "S2S.HomeProviderElsewhere"));
    }
}
