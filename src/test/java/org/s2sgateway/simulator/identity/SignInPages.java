package org.s2sgateway.simulator.identity;

import static org.s2sgateway.simulator.identity.Html.escape;

import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.s2sgateway.simulator.wire.Answer;

/**
 * The pages on which a person decides. Each form is posted to the page's own address, which carries the whole request;
 * the button that was pressed is the only field: {@code account=<user principal name>}, {@code account=} to choose
 * anew, {@code consent=accept} and so on.
 */
final class SignInPages {

    /** What a button sends, and what is written on it. */
    record Choice(String value, String label) {}

    private static final String ANOTHER_ACCOUNT =
            "<form method=\"post\"><button name=\"account\" value=\"\">Sign in with another account</button></form>\n";

    private final Directory directory;

    SignInPages(Directory directory) {
        this.directory = directory;
    }

    /** The accounts that a tenant knows, and those that it does not know. */
    Answer chooser(Application application, DirectoryTenant tenant) {
        return chooser(
                application,
                section("Members of " + tenant.name(), person -> directory.isMember(person, tenant))
                        + section("Guests of " + tenant.name(), person -> directory.isGuest(person, tenant))
                        + section("People of other organisations", person -> !directory.knows(person, tenant)));
    }

    /** Everybody, each for the own organisation. */
    Answer chooser(Application application) {
        return chooser(
                application,
                directory.tenants().stream()
                        .map(tenant -> section(tenant.name(), person -> directory.isMember(person, tenant)))
                        .collect(Collectors.joining()));
    }

    /** The permissions that are asked for, and a button for each ending. */
    Answer consent(
            String title, Application application, Person person, Collection<Permission> asked, List<Choice> endings) {
        return Html.page(
                200,
                title,
                "<p>" + escape(person.userPrincipalName()) + "</p>\n<p><strong>" + escape(application.name())
                        + "</strong> would like to:</p>\n<ul>"
                        + asked.stream()
                                .map(permission -> "<li>" + escape(permission.text()) + "</li>")
                                .collect(Collectors.joining())
                        + "</ul>\n<form method=\"post\">\n"
                        + endings.stream()
                                .map(ending -> button("consent", ending.value(), escape(ending.label())))
                                .collect(Collectors.joining())
                        + "</form>\n" + ANOTHER_ACCOUNT);
    }

    /** The page of AADSTS90094, which a person leaves by the link or never. */
    Answer needsApproval(Application application, Person person, String description, String linkBack) {
        return Html.page(
                200,
                "Need admin approval",
                "<p>" + escape(person.userPrincipalName()) + "</p>\n<p><strong>" + escape(application.name())
                        + "</strong> needs permission to access resources in your organisation that only an admin"
                        + " can grant. Please ask an admin to grant permission to this app before you can use it.</p>\n"
                        + "<p>" + escape(description) + "</p>\n" + ANOTHER_ACCOUNT + "<p><a href=\""
                        + escape(linkBack) + "\">Return to the application without granting consent</a></p>\n");
    }

    static Answer refusal(int status, String description) {
        return Html.page(
                status, "Sorry, but we're having trouble signing you in.", "<p>" + escape(description) + "</p>\n");
    }

    static Answer signedOut() {
        return Html.page(200, "You signed out of your account", "<p>You may close this window.</p>\n");
    }

    /** For what Entra ID does and this simulator does not. */
    static Answer notSimulated(String what) {
        return Html.page(501, "Not simulated", "<p>The simulator does not know " + escape(what) + ".</p>\n");
    }

    private static Answer chooser(Application application, String sections) {
        return Html.page(
                200,
                "Pick an account",
                "<p>to continue to <strong>" + escape(application.name()) + "</strong></p>\n<form method=\"post\">\n"
                        + sections + "</form>\n");
    }

    private String section(String title, Predicate<Person> whom) {
        String buttons = directory.people().stream()
                .filter(whom)
                .map(person -> button(
                        "account",
                        person.userPrincipalName(),
                        "<strong>" + escape(person.name()) + "</strong> " + escape(person.userPrincipalName())
                                + " <small>" + escape(person.label()) + ", "
                                + escape(person.home().name()) + "</small>"))
                .collect(Collectors.joining());
        return buttons.isEmpty() ? "" : "<h2>" + escape(title) + "</h2>\n" + buttons;
    }

    private static String button(String name, String value, String content) {
        return "<button name=\"" + name + "\" value=\"" + escape(value) + "\">" + content + "</button>\n";
    }
}
