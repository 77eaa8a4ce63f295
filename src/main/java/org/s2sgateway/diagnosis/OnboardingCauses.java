package org.s2sgateway.diagnosis;

import static org.s2sgateway.diagnosis.Actor.ENVIRONMENT_ADMIN;
import static org.s2sgateway.diagnosis.Actor.OPERATOR;
import static org.s2sgateway.diagnosis.Actor.TENANT_ADMIN;
import static org.s2sgateway.diagnosis.Diagnosis.lasting;
import static org.s2sgateway.diagnosis.Diagnosis.passing;
import static org.s2sgateway.diagnosis.Diagnosis.rows;

import java.util.List;
import java.util.stream.Stream;

/** How an onboarding can end before its environment is connected, as far as this gateway itself sees to it. */
final class OnboardingCauses {

    static final List<Diagnosis> TABLE = rows(address(), consent(), standing()).toList();

    private OnboardingCauses() {}

    private static Stream<Diagnosis> address() {
        return rows(
                lasting(
                        ENVIRONMENT_ADMIN,
                        "This is not the address of a Dataverse environment.",
                        "Copy the Environment URL from the Power Platform admin center; it looks like"
                                + " https://contoso.crm4.dynamics.com.",
                        "S2S.HostMalformed"),
                lasting(
                        OPERATOR,
                        "This gateway serves one organisation only; nobody else can connect an environment here.",
                        "Register environments of the home tenant over the API, or set s2s.registration.mode to"
                                + " multi-tenant.",
                        "S2S.SingleTenant"),
                lasting(
                        OPERATOR,
                        "Environments are connected here by invitation only.",
                        "Send an invitation link to an administrator of the organisation.",
                        "S2S.InvitationNeeded"),
                lasting(
                        OPERATOR,
                        "The invitation is not valid: it has expired, was withdrawn, was accepted by somebody else,"
                                + " or its link is incomplete.",
                        "Send a new invitation link; whoever has the old one checks that it was copied whole.",
                        "S2S.InvitationVoid"),
                lasting(
                        TENANT_ADMIN,
                        "The invitation is for another organisation than the one that the environment belongs to.",
                        "Enter the address of an environment of the invited organisation, or ask for an invitation"
                                + " for this one.",
                        "S2S.InvitationOfOtherTenant"),
                lasting(
                        OPERATOR,
                        "The relation with this organisation was ended at this gateway.",
                        "Decide whether the organisation may come back; it cannot connect by itself.",
                        "S2S.TenantOffboarded"));
    }

    private static Stream<Diagnosis> consent() {
        return rows(
                lasting(
                        TENANT_ADMIN,
                        "This browser is not waiting for an answer like this, or what it began is over.",
                        "Begin again on the Connect page, in one browser from beginning to end.",
                        "S2S.ConsentUnknown"),
                lasting(
                        TENANT_ADMIN,
                        "The answer belongs to an onboarding that was begun in another browser.",
                        "Finish in the browser in which you began, or begin again in this one.",
                        "S2S.ConsentOfOtherBrowser"),
                lasting(
                        TENANT_ADMIN,
                        "The answer has been received before and counts only once.",
                        "Go on where you were; if the environment is not connected, begin again on the Connect page.",
                        "S2S.ConsentReplayed"),
                lasting(
                        TENANT_ADMIN,
                        "The answer came too late: a consent has to be given within 15 minutes.",
                        "Try again; nothing was changed.",
                        "S2S.ConsentExpired"),
                lasting(
                        TENANT_ADMIN,
                        "The answer speaks of another organisation than the one that you signed in at.",
                        "Try again with an account of the organisation that the environment belongs to.",
                        "S2S.ConsentOfOtherTenant"),
                lasting(
                        TENANT_ADMIN,
                        "You are not signed in any more, or as somebody else than at the beginning.",
                        "Sign in again and try once more.",
                        "S2S.SignInNeeded"));
    }

    private static Stream<Diagnosis> standing() {
        return rows(
                lasting(
                        OPERATOR,
                        "The consent is there, but it has not been shown that you may speak for your organisation.",
                        "Approve the organisation after making sure who asks. Faster: an administrator who can"
                                + " consent, or a System Administrator of the environment, signs in here.",
                        "S2S.ApprovalAwaited"),
                lasting(
                        TENANT_ADMIN,
                        "It has not been shown that you may speak for your organisation.",
                        "Sign in with an account that has the role Global, Privileged Role, Application or Cloud"
                                + " Application Administrator, or show that you are System Administrator of the"
                                + " environment.",
                        "S2S.StandingMissing"),
                passing(
                        TENANT_ADMIN,
                        "The setup of the application user was interrupted.",
                        "Start it again; what is done already stays done.",
                        "S2S.SetupInterrupted"));
    }
}
