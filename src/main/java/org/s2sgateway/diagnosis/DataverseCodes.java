package org.s2sgateway.diagnosis;

import static org.s2sgateway.diagnosis.Actor.ENVIRONMENT_ADMIN;
import static org.s2sgateway.diagnosis.Actor.OPERATOR;
import static org.s2sgateway.diagnosis.Actor.TENANT_ADMIN;
import static org.s2sgateway.diagnosis.Diagnosis.lasting;
import static org.s2sgateway.diagnosis.Diagnosis.passing;
import static org.s2sgateway.diagnosis.Diagnosis.rows;

import java.util.List;
import java.util.stream.Stream;

/** What a Dataverse environment says about the application that calls it. */
final class DataverseCodes {

    private static final String APPLICATION_USERS = "In the Power Platform admin center open Environments, the"
            + " environment, Settings, Users + permissions, Application users, ";

    static final List<Diagnosis> TABLE = rows(
                    applicationUser(),
                    makingTheApplicationUser(),
                    privileges(),
                    impersonation(),
                    token(),
                    environmentSettings(),
                    serviceProtection(),
                    request())
            .toList();

    private DataverseCodes() {}

    private static Stream<Diagnosis> applicationUser() {
        return rows(
                lasting(
                        ENVIRONMENT_ADMIN,
                        "The application has no application user in this environment.",
                        APPLICATION_USERS + "choose 'New app user', add the application by its Application"
                                + " (client) ID, choose a business unit and a security role, and create it.",
                        "0x80072560"),
                lasting(
                        ENVIRONMENT_ADMIN,
                        "The application user has no security role.",
                        APPLICATION_USERS + "select the application user, choose 'Edit security roles', and"
                                + " give it the application's role. It takes up to half a minute to work.",
                        "0x80042f09"),
                lasting(
                        ENVIRONMENT_ADMIN,
                        "The application user is disabled.",
                        APPLICATION_USERS + "show the inactive ones, select the application user, and choose"
                                + " 'Activate'.",
                        "0x80040225"),
                lasting(
                        ENVIRONMENT_ADMIN,
                        "The user needs a licence, which an application user does not: the user that the"
                                + " application is known by, or the one it acts for, is a person's.",
                        APPLICATION_USERS + "check that the application is listed there; a person that it acts"
                                + " for needs a Dataverse licence.",
                        "0x8004D24B",
                        "0x8004D24C"));
    }

    private static Stream<Diagnosis> makingTheApplicationUser() {
        return rows(
                lasting(
                        ENVIRONMENT_ADMIN,
                        "A row with the same key exists already. For an application user it is usually one"
                                + " that was deleted but is still kept.",
                        APPLICATION_USERS + "look among the inactive ones and activate it, or delete it for"
                                + " good and create it again.",
                        "0x80040237",
                        "0x80041d2c"),
                lasting(
                        ENVIRONMENT_ADMIN,
                        "A column of the application user was written that the system keeps itself.",
                        "Change business unit, e-mail and security roles only; name and identifiers follow the"
                                + " application in Entra ID.",
                        "0x80041d48",
                        "0x80040d40"),
                lasting(
                        TENANT_ADMIN,
                        "Entra ID does not know the application in this tenant, so that no application user can"
                                + " be made for it.",
                        "Open the gateway's Connect page and consent as an administrator of this tenant; then"
                                + " create the application user.",
                        "0x80041d28",
                        "0x80041d49"),
                lasting(
                        ENVIRONMENT_ADMIN,
                        "The security role belongs to another business unit than the application user.",
                        "Choose the role of the same name from the business unit of the application user.",
                        "0x80041409"),
                lasting(
                        ENVIRONMENT_ADMIN,
                        "The application user was to be created without a business unit.",
                        APPLICATION_USERS + "choose 'New app user' and select the root business unit.",
                        "0x80040530"),
                lasting(
                        ENVIRONMENT_ADMIN,
                        "The security role or another row that was named does not exist in this environment.",
                        "Check that the security role exists in this environment; import the application's"
                                + " solution where the role is part of it.",
                        "0x80060888"));
    }

    private static Stream<Diagnosis> privileges() {
        return rows(
                lasting(
                        ENVIRONMENT_ADMIN,
                        "The application user's security role lacks a privilege for what was asked.",
                        "In the Power Platform admin center open Environments, the environment, Settings, Users"
                                + " + permissions, Security roles, and add the missing privilege (Dataverse's"
                                + " message names it; for the gateway's check it is Read on Account) to the application's"
                                + " role. It takes up to half a minute to work.",
                        "0x80040220",
                        "0x80040231"),
                lasting(
                        ENVIRONMENT_ADMIN,
                        "The application user has no access to this row.",
                        "Widen the access level of the privilege in the application's security role, or share"
                                + " the row with the application user.",
                        "0x80048306",
                        "0x80048405"));
    }

    private static Stream<Diagnosis> impersonation() {
        return lasting(
                ENVIRONMENT_ADMIN,
                "The application user may not act for another user.",
                APPLICATION_USERS + "select the application user, choose 'Edit security roles', and give it the role"
                        + " Delegate (privilege prvActOnBehalfOfAnotherUser) itself; through a team it does not count.",
                "0x8004A110",
                "0x8004Ed43");
    }

    private static Stream<Diagnosis> token() {
        return rows(
                passing(
                        OPERATOR,
                        "Dataverse did not accept the token: it has expired or is for another environment.",
                        "Nothing: the gateway gets a new token. If it stays, check that the environment is"
                                + " registered under its own address and tenant.",
                        "0x80044302",
                        "0x8005F101",
                        "0x80040277"),
                lasting(
                        TENANT_ADMIN,
                        "The environment belongs to a tenant to which the application has no access.",
                        "Register the environment under the tenant that owns it, and consent there.",
                        "0x80044507"),
                passing(
                        TENANT_ADMIN,
                        "Dataverse got an error from Entra ID when it looked the application up.",
                        "Check again in a few minutes. If it stays, open the gateway's Connect page and consent"
                                + " again.",
                        "0x80072559"));
    }

    private static Stream<Diagnosis> environmentSettings() {
        return rows(
                lasting(
                        ENVIRONMENT_ADMIN,
                        "The environment is in administration mode and lets administrators in only.",
                        "In the Power Platform admin center open Environments, the environment, Edit, and switch"
                                + " 'Administration mode' off.",
                        "0x8004A113"),
                lasting(
                        ENVIRONMENT_ADMIN,
                        "The environment is a Dataverse for Teams environment, which offers less than Dataverse.",
                        "Use the Web API only, or upgrade the environment in the Power Platform admin center.",
                        "0x8004A121"),
                lasting(
                        ENVIRONMENT_ADMIN,
                        "The IP firewall of the environment does not let the gateway's address in.",
                        "In the Power Platform admin center open Environments, the environment, Settings,"
                                + " Product, Privacy + Security, IP firewall, and allow the gateway's outbound"
                                + " addresses.",
                        "0x80095ffe"),
                lasting(
                        ENVIRONMENT_ADMIN,
                        "The environment binds cookies to the address they were given to, and the gateway calls"
                                + " from several.",
                        "Let the gateway call out from one address, or in the Power Platform admin center open"
                                + " Environments, the environment, Settings, Product, Privacy + Security, and"
                                + " switch the IP address based cookie binding off.",
                        "0x80095ffd"),
                lasting(
                        ENVIRONMENT_ADMIN,
                        "The client application access control of the environment blocks this application.",
                        "In the Power Platform admin center open the environment's app access control and"
                                + " allow the application by its Application (client) ID.",
                        "0x80095ffc"));
    }

    private static Stream<Diagnosis> serviceProtection() {
        return rows(
                passing(
                        OPERATOR,
                        "The application has sent more requests than Dataverse serves within five minutes.",
                        "Wait as long as Retry-After says; have the services send fewer or larger requests.",
                        "0x80072322"),
                passing(
                        OPERATOR,
                        "The application's requests have taken more computing time than Dataverse grants within"
                                + " five minutes.",
                        "Wait as long as Retry-After says; have the services send fewer at the same time, or"
                                + " cheaper ones.",
                        "0x80072321"),
                passing(
                        OPERATOR,
                        "The application has sent more requests at the same time than Dataverse serves.",
                        "Wait as long as Retry-After says; have the services send fewer at the same time.",
                        "0x80072326"));
    }

    private static Stream<Diagnosis> request() {
        return lasting(
                OPERATOR,
                "The request is larger than Dataverse accepts.",
                "Have the service send it in parts: smaller batches, and files in blocks.",
                "0x8004418a");
    }
}
