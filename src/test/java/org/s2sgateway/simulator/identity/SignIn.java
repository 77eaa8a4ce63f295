package org.s2sgateway.simulator.identity;

import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import org.s2sgateway.simulator.wire.Answer;
import org.s2sgateway.simulator.wire.Call;

/** Finds out who is at the browser, asking where that is not clear, before anything else is answered. */
final class SignIn {

    /**
     * How the person is to be found.
     *
     * @param prompts values of {@code prompt}
     * @param loginHint the user principal name that the application expects
     */
    record Wish(Application application, String tenantSegment, Set<String> prompts, Optional<String> loginHint) {}

    /** What follows once the person is known, in the tenant that the person signs in to. */
    interface Next {
        Answer answer(Session session, DirectoryTenant tenant);
    }

    private final Directory directory;
    private final DirectoryLookup lookup;
    private final Sessions sessions;
    private final SignInPages pages;

    SignIn(Directory directory, Sessions sessions, SignInPages pages) {
        this.directory = directory;
        this.lookup = new DirectoryLookup(directory);
        this.sessions = sessions;
        this.pages = pages;
    }

    /**
     * The answer of what follows, or the account page. Throws {@link EntraRefusal} for an account that the tenant does
     * not know, {@link SentBack} where nobody may be asked.
     */
    Answer then(Call call, Wish wish, Next next) {
        boolean posted = call.method().equals("POST");
        Optional<String> picked = posted ? Optional.ofNullable(call.form().get("account")) : Optional.empty();
        if (picked.isPresent()) {
            return picked.get().isEmpty() ? chooser(wish) : pick(picked.get(), wish, next);
        }
        boolean asks = !posted
                && (wish.prompts().contains("select_account") || wish.prompts().contains("login"));
        Optional<Session> session = sessions.of(call).filter(one -> !asks && fits(one.person(), wish));
        if (session.isPresent()) {
            return next.answer(session.get(), tenant(session.get().person(), wish));
        }
        if (wish.prompts().contains("none")) {
            throw new SentBack(SignInRefusals.loginRequired());
        }
        return chooser(wish);
    }

    private Answer pick(String userPrincipalName, Wish wish, Next next) {
        Person person = person(userPrincipalName);
        DirectoryTenant tenant = tenant(person, wish);
        if (!directory.knows(person, tenant)) {
            String identityProvider = "https://sts.windows.net/" + person.home().id() + "/";
            throw SignInRefusals.notInTenant(person, tenant, wish.application(), identityProvider);
        }
        Session session = sessions.start(person);
        return next.answer(session, tenant).with("Set-Cookie", Sessions.cookie(session));
    }

    private Person person(String userPrincipalName) {
        try {
            return directory.person(userPrincipalName);
        } catch (NoSuchElementException e) {
            throw SignInRefusals.unknownAccount(userPrincipalName);
        }
    }

    /** Single sign-on: the person signed in is known to the tenant and is the one expected. */
    private boolean fits(Person person, Wish wish) {
        return wish.loginHint()
                        .filter(hint -> !hint.equalsIgnoreCase(person.userPrincipalName()))
                        .isEmpty()
                && directory.knows(person, tenant(person, wish));
    }

    /** At the shared addresses everybody signs in at home: a guest has to be sent to the tenant by its id. */
    private DirectoryTenant tenant(Person person, Wish wish) {
        return Authorities.isShared(wish.tenantSegment()) ? person.home() : lookup.tenant(wish.tenantSegment());
    }

    private Answer chooser(Wish wish) {
        return Authorities.isShared(wish.tenantSegment())
                ? pages.chooser(wish.application())
                : pages.chooser(wish.application(), lookup.tenant(wish.tenantSegment()));
    }
}
