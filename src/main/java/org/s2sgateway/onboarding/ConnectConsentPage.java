package org.s2sgateway.onboarding;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.s2sgateway.identity.SignedIn;
import org.s2sgateway.pages.CurrentPage;
import org.s2sgateway.pages.Finding;
import org.s2sgateway.registration.Registration;
import org.s2sgateway.settings.PublicUrl;
import org.s2sgateway.settings.Secret;
import org.s2sgateway.tenant.EnvironmentHost;

/**
 * {@code /connect/consent}: somebody has signed in. Whoever can consent is sent on to Microsoft at once; others are told
 * what stands in their way and may try all the same.
 */
@Named
@RequestScoped
public class ConnectConsentPage {

    @Inject
    CurrentPage page;

    @Inject
    ConsentRequests requests;

    @Inject
    Invitations invitations;

    @Inject
    Onboarding onboarding;

    @Inject
    Registration registration;

    @Inject
    PublicUrl publicUrl;

    private Optional<ConsentRequest> request = Optional.empty();
    private Optional<SignedIn> person = Optional.empty();
    private @Nullable Finding finding;

    @PostConstruct
    void find() {
        request = page.id("request").flatMap(id -> requests.findOpen(id, page.browser()));
        person = page.person()
                .filter(it -> request.filter(begun -> begun.tenantId().equals(it.tenantId()))
                        .isPresent());
        if (person.isPresent()
                && request.flatMap(ConsentRequest::invitation)
                        .filter(this::isVoid)
                        .isPresent()) {
            finding = page.finding("S2S.InvitationVoid");
        }
    }

    /**
     * What happens when the browser comes here: from the sign-in it goes on by itself, from a form of ours it asks first,
     * because browsers let no form be redirected to another site than {@code form-action} names.
     */
    public void arrive() {
        if (request.isEmpty()) {
            return;
        }
        if (person.isEmpty()) {
            page.go("/connect/tenant?request=" + getRequest());
            return;
        }
        if (finding != null) {
            return;
        }
        ConsentRequest begun = request.get();
        boolean firstTime =
                begun.status() != ConsentStatus.SENT || !begun.isBy(person.get().objectId());
        if (firstTime) {
            requests.signedIn(begun.id(), person.get());
        }
        // The progress page tells what stands against it, too.
        if (onboarding.closed(person.get()).isPresent() || !onboarding.needsConsent(person.get(), begun.host())) {
            page.go("/connect/progress?environment=" + begun.host());
            return;
        }
        if (firstTime && person.get().mayConsent() && page.parameter("ask").isEmpty()) {
            consentAddress().ifPresent(page::goAway);
        }
    }

    /** Goes to the consent all the same, or once more. */
    public String consent() {
        return consentAddress().map(page::leave).orElse("");
    }

    public boolean isFound() {
        return request.isPresent();
    }

    public String getRequest() {
        return request.map(it -> it.id().toString()).orElse("");
    }

    public String getHost() {
        return request.map(ConsentRequest::host).map(EnvironmentHost::value).orElse("");
    }

    public String getPerson() {
        return person.map(SignedIn::name).orElse("");
    }

    /** Whether the directory says that the person can consent. */
    public boolean isAbleToConsent() {
        return person.filter(SignedIn::mayConsent).isPresent();
    }

    /** Why it does not go on; null where nothing is wrong. */
    public @Nullable Finding getFinding() {
        return finding;
    }

    // An operator's invitation is accepted by whoever signs in with it first; one without standing is only a link.
    private boolean isVoid(UUID invitation) {
        return invitations.isByOperator(invitation) && !invitations.accept(invitation, person.orElseThrow());
    }

    // "Admin consent on the Microsoft identity platform": application permissions, and all that are registered, can
    // only
    // be asked for with .default; the tenant in the path is the one that the person signed in at.
    private Optional<URI> consentAddress() {
        if (request.isEmpty() || person.isEmpty() || finding != null) {
            return Optional.empty();
        }
        EnvironmentHost host = request.get().host();
        return requests.send(request.get().id(), person.get())
                .map(Secret::reveal)
                .map(state ->
                        URI.create(registration.tenantAuthority(person.get().tenantId())
                                + "v2.0/adminconsent?client_id=" + encoded(registration.clientId())
                                + "&scope=" + encoded("https://" + host + "/.default")
                                + "&redirect_uri=" + encoded(publicUrl.value() + "/connect/callback")
                                + "&state=" + encoded(state)));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
