package org.s2sgateway.simulator;

import static org.s2sgateway.simulator.World.ADVENTURE_WORKS;
import static org.s2sgateway.simulator.World.CONTOSO;
import static org.s2sgateway.simulator.World.FABRIKAM;
import static org.s2sgateway.simulator.World.LITWARE;

import java.util.Arrays;
import java.util.UUID;
import java.util.stream.Collectors;
import org.s2sgateway.simulator.identity.Directory;
import org.s2sgateway.simulator.identity.DirectoryRole;
import org.s2sgateway.simulator.identity.DirectoryTenant;
import org.s2sgateway.simulator.identity.Person;

/** The people of the fixed world, what their tenants let them do, and where the gateway may send them. */
final class People {

    private static final String ADMINISTRATOR = "Global Administrator";
    private static final String MEMBER = "no directory role";
    private static final String IN_DATAVERSE_ONLY = "no directory role, System Administrator in Dataverse";

    private static final String[] ADDRESSES = {"/sign-in/callback", "/connect/callback", "/"};

    private People() {}

    static void addTo(Directory directory) {
        Person ada = add(directory, "ada", "Ada Adams", CONTOSO, ADMINISTRATOR, DirectoryRole.GLOBAL_ADMINISTRATOR);
        add(directory, "otto", "Otto Olsen", CONTOSO, MEMBER);

        add(directory, "gina", "Gina Green", FABRIKAM, ADMINISTRATOR, DirectoryRole.GLOBAL_ADMINISTRATOR);
        add(
                directory,
                "carl",
                "Carl Clark",
                FABRIKAM,
                "Cloud Application Administrator",
                DirectoryRole.CLOUD_APPLICATION_ADMINISTRATOR);
        Person paul = add(directory, "paul", "Paul Price", FABRIKAM, MEMBER);
        add(directory, "sam", "Sam Stone", FABRIKAM, IN_DATAVERSE_ONLY);
        directory.invite(ada, FABRIKAM);

        add(directory, "grace", "Grace Gray", ADVENTURE_WORKS, ADMINISTRATOR, DirectoryRole.GLOBAL_ADMINISTRATOR);
        add(
                directory,
                "anna",
                "Anna Abel",
                ADVENTURE_WORKS,
                "Application Administrator",
                DirectoryRole.APPLICATION_ADMINISTRATOR);
        add(directory, "peter", "Peter Park", ADVENTURE_WORKS, MEMBER);
        add(directory, "dora", "Dora Dean", ADVENTURE_WORKS, IN_DATAVERSE_ONLY);
        directory.invite(paul, ADVENTURE_WORKS).forbidUserConsent(ADVENTURE_WORKS);

        add(directory, "lisa", "Lisa Lund", LITWARE, ADMINISTRATOR, DirectoryRole.GLOBAL_ADMINISTRATOR);
        directory.withoutDataverse(LITWARE);

        for (String address : ADDRESSES) {
            directory.gateway().withRedirectUri("http://localhost" + address, "https://localhost" + address);
        }
    }

    private static Person add(
            Directory directory,
            String alias,
            String name,
            DirectoryTenant home,
            String label,
            DirectoryRole... roles) {
        Person person = new Person(
                alias + "@" + home.domain(),
                name,
                home,
                Arrays.stream(roles).map(DirectoryRole::templateId).collect(Collectors.<UUID>toSet()),
                label);
        directory.add(person);
        return person;
    }
}
