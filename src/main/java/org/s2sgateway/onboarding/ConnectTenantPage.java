package org.s2sgateway.onboarding;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.Optional;
import java.util.UUID;
import org.s2sgateway.identity.SignIn;
import org.s2sgateway.identity.SignInWish;
import org.s2sgateway.identity.SignedIn;
import org.s2sgateway.pages.CurrentPage;
import org.s2sgateway.settings.Secret;
import org.s2sgateway.tenant.EnvironmentHost;

/**
 * {@code /connect/tenant}: the environment's organisation is known; who is going to sign in there? Before the sign-in
 * already there is a link for the administrator: where people may not consent for themselves, one who is no
 * administrator never comes back from it.
 */
@Named
@RequestScoped
public class ConnectTenantPage {

    @Inject
    CurrentPage page;

    @Inject
    ConsentRequests requests;

    @Inject
    Invitations invitations;

    @Inject
    SignIn signIn;

    private Optional<ConsentRequest> request = Optional.empty();
    private Optional<Invitations.Issued> link = Optional.empty();
    private boolean withdrawn;

    @PostConstruct
    void find() {
        request = page.id("request").flatMap(id -> requests.findOpen(id, page.browser()));
    }

    /** Goes to the sign-in at that organisation, or on where the person is signed in there already. */
    public String signIn() {
        if (request.isEmpty()) {
            return "";
        }
        UUID tenantId = request.get().tenantId();
        if (page.person().filter(it -> it.tenantId().equals(tenantId)).isPresent()) {
            page.go("/connect/consent?ask=1&request=" + getRequest());
            return "";
        }
        return signInAs(tenantId);
    }

    /** Whether that sign-in is at Microsoft. */
    public boolean isAtMicrosoft() {
        return signIn.isAtMicrosoft(request.map(ConsentRequest::tenantId));
    }

    /** Goes to the sign-in in any case, to sign in as somebody else. */
    public String signInAsSomebodyElse() {
        return request.map(it -> signInAs(it.tenantId())).orElse("");
    }

    /** Makes a link for the administrator, which is shown this once. */
    public void makeLink() {
        link = request.map(it -> invitations.by(page.browser(), it.tenantId(), it.host()));
    }

    /** Makes a link void that was made here. */
    public void withdrawLink() {
        page.id("link").ifPresent(id -> invitations.withdraw(id, page.browser()));
        withdrawn = true;
    }

    /** Whether the browser has such an onboarding under way. */
    public boolean isFound() {
        return request.isPresent();
    }

    public String getRequest() {
        return request.map(it -> it.id().toString()).orElse("");
    }

    public String getHost() {
        return request.map(ConsentRequest::host).map(EnvironmentHost::value).orElse("");
    }

    public String getTenantId() {
        return request.map(it -> it.tenantId().toString()).orElse("");
    }

    /** Who is signed in at that organisation already; empty where nobody is. */
    public String getPerson() {
        return page.person()
                .filter(it -> request.filter(begun -> begun.tenantId().equals(it.tenantId()))
                        .isPresent())
                .map(SignedIn::name)
                .orElse("");
    }

    /** Whether there is a link to take back: one that was made a moment ago, and is not void yet. */
    public boolean isWithdrawable() {
        return !withdrawn && (link.isPresent() || !page.parameter("link").isEmpty());
    }

    /** The link that has just been made; empty otherwise. */
    public String getLink() {
        return link.map(Invitations.Issued::url).map(Secret::reveal).orElse("");
    }

    public String getLinkId() {
        return link.map(it -> it.invitation().id().toString()).orElse("");
    }

    /** How many days such a link lives. */
    public long getLinkDays() {
        return Invitation.LIVES.toDays();
    }

    public boolean isWithdrawn() {
        return withdrawn;
    }

    private String signInAs(UUID tenantId) {
        return page.leave(signIn.begin(
                page.browser(),
                new SignInWish(Optional.of(tenantId), Optional.empty(), true, Optional.empty(), next())));
    }

    private String next() {
        return "/connect/consent?request=" + getRequest();
    }
}
