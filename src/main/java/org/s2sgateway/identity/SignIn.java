package org.s2sgateway.identity;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.s2sgateway.identity.RelyingParty.Arrival;
import org.s2sgateway.identity.SignInOutcome.Completed;
import org.s2sgateway.identity.SignInOutcome.Failed;
import org.s2sgateway.outbound.Outbound;
import org.s2sgateway.registration.Registration;
import org.s2sgateway.settings.PublicUrl;
import org.s2sgateway.settings.Secret;

/**
 * Lets people sign in at their own tenant. Membership is all that a sign-in proves; what follows from it others decide.
 * The container's own mechanisms cannot do this: none of them takes Entra ID's templated issuer.
 *
 * <p>Thread-safe. Blocks while the identity provider is asked: 8 s at most for its metadata, which is kept for an hour,
 * and 10 s for each credential when a browser comes back.
 */
@ApplicationScoped
public class SignIn {

    private static final Logger LOG = Logger.getLogger(SignIn.class.getName());
    private static final Duration PATIENCE = Duration.ofMinutes(15);

    /** Only who has signed in at the identity provider leaves a row: anybody else can begin and break off at will, and is counted. */
    private static final Set<String> AFTER_A_SIGN_IN = Set.of(
            "S2S.SignInRefused",
            "S2S.OtherTenantSignedIn",
            "S2S.OtherPersonSignedIn",
            "S2S.PersonalAccount",
            "S2S.HomeProviderElsewhere");

    @Inject
    Registration registration;

    @Inject
    SignInConfig config;

    @Inject
    ApiConfig api;

    @Inject
    PublicUrl publicUrl;

    @Inject
    Outbound outbound;

    @Inject
    SignInRequests requests;

    @Inject
    BrowserSessions sessions;

    @Inject
    Event<DelegatedTokenGranted> granted;

    @Inject
    RefusedCalls refusedCalls;

    Clock clock = Clock.systemUTC();
    SignInPlaces places;
    RelyingParty relyingParty;

    @PostConstruct
    void open() {
        places = new SignInPlaces(registration, config, new RolesClaim(api.rolesClaim()));
        relyingParty = new RelyingParty(publicUrl, outbound.client(), clock);
    }

    /**
     * Where to send the browser now, which has 15 minutes to come back: to the identity provider, or where that cannot be
     * asked or may not be, to the page that says so. Not to be called in a transaction, which would wait as well.
     */
    public URI begin(Browser browser, SignInWish wish) {
        try {
            SignInWish permitted = permitted(wish);
            Secret state = Browser.random();
            URI address = relyingParty.authorization(browser, state, permitted, places.of(permitted.tenantId()));
            requests.sweep(clock.instant());
            requests.add(
                    new SignInRequest(state, browser, permitted, clock.instant().plus(PATIENCE)));
            return address;
        } catch (SignInRefused refused) {
            return failure(refused.code(), Optional.of(wish.returnTo()));
        }
    }

    /**
     * Where the person signs out of the identity provider after {@link BrowserSessions#end}, from where the browser comes
     * back to the start; empty where that cannot be done. Not to be called in a transaction, which would wait as well.
     */
    public Optional<URI> endSessionAddress(SignedIn person) {
        try {
            return relyingParty.endOfSession(places.of(Optional.of(person.tenantId())));
        } catch (SignInRefused unavailable) {
            return Optional.empty();
        }
    }

    /** Whether people of that tenant, or of whichever is theirs, sign in at Microsoft and not at another provider. */
    public boolean isAtMicrosoft(Optional<UUID> tenant) {
        return places.of(registration.isMultiTenant() ? tenant : Optional.of(registration.tenantId()))
                .isMicrosofts();
    }

    /** Whether an answer may come as a form instead of in the query. */
    boolean takesForms() {
        return places.of(Optional.of(registration.tenantId())).answersByForm();
    }

    /** What comes of it that a browser came to the redirect URI with this query. */
    SignInOutcome complete(@Nullable String query, Optional<Browser> browser) {
        Optional<SignInAnswer> answer = SignInAnswer.parse(query);
        if (answer.isEmpty()) {
            refusedCalls.signIn("S2S.SignInNotAttributed");
            return new Failed(failure("S2S.SignInNotAttributed", Optional.empty()));
        }
        Optional<SignInRequest> request = requests.take(answer.get().state());
        if (request.isEmpty()) {
            LOG.fine("Somebody came back from a sign-in that nobody is waiting for");
            String code = answer.get().error().isPresent() ? "S2S.SignInNotAttributed" : "S2S.SignInExpired";
            refusedCalls.signIn(code);
            return new Failed(failure(code, Optional.empty()));
        }
        return complete(answer.get(), request.get(), browser);
    }

    private SignInOutcome complete(SignInAnswer answer, SignInRequest request, Optional<Browser> browser) {
        Optional<Browser> own = browser.filter(request::isOf);
        try {
            return completed(answer, request, own.orElseThrow(() -> new SignInRefused("S2S.SignInOfOtherBrowser")));
        } catch (SignInRefused refused) {
            LOG.log(Level.INFO, () -> "A sign-in" + place(request) + " failed: " + refused.code());
            if (AFTER_A_SIGN_IN.contains(refused.code())) {
                requests.refused(request, refused.code());
            } else {
                refusedCalls.signIn(refused.code());
            }
            // Where somebody else was going is not told.
            return new Failed(failure(refused.code(), own.map(it -> request.returnTo())));
        }
    }

    private Completed completed(SignInAnswer answer, SignInRequest request, Browser browser) throws SignInRefused {
        if (answer.error().isPresent()) {
            throw new SignInRefused(answer.error().get());
        }
        if (request.isOver(clock.instant())) {
            throw new SignInRefused("S2S.SignInExpired");
        }
        Arrival arrival = relyingParty.arrival(browser, answer, places.of(request.tenantId()));
        Optional<SignedIn> before = sessions.find(browser);
        SignedIn person = knownAgain(arrival.person(), before);
        if (!request.tenantId().orElse(person.tenantId()).equals(person.tenantId())) {
            throw new SignInRefused("S2S.OtherTenantSignedIn");
        }
        Browser fresh = Browser.unknown();
        Optional<DelegatedTokenGranted> grant = grant(request, arrival, person, before, fresh);
        sessions.sweep();
        sessions.open(person, browser, fresh);
        String failure = grant.flatMap(this::handOver)
                .map(code -> (request.returnTo().contains("?") ? "&" : "?") + "failed=" + encoded(code))
                .orElse("");
        return new Completed(fresh, URI.create(publicUrl + request.returnTo() + failure));
    }

    /** The code of what went wrong with it, if anything did. */
    private Optional<String> handOver(DelegatedTokenGranted grant) {
        try {
            granted.fire(grant);
            return grant.failure();
        } catch (RuntimeException broken) {
            // The person is signed in all the same, and must get the cookie that says so.
            LOG.log(Level.SEVERE, "A delegated token was not taken", broken);
            return Optional.empty();
        }
    }

    /** What was shown by this browser's person stays shown, as long as it is the same person. */
    private static SignedIn knownAgain(SignedIn person, Optional<SignedIn> before) {
        return person.administering(before.filter(person::isSamePersonAs).flatMap(SignedIn::administeredHost));
    }

    private static Optional<DelegatedTokenGranted> grant(
            SignInRequest request, Arrival arrival, SignedIn person, Optional<SignedIn> before, Browser fresh)
            throws SignInRefused {
        if (request.resource().isEmpty()) {
            return Optional.empty();
        }
        if (before.isPresent() && !person.isSamePersonAs(before.get())) {
            throw new SignInRefused("S2S.OtherPersonSignedIn");
        }
        String resource = request.resource().get();
        Secret token = DelegatedTokens.checked(arrival.accessToken(), person, resource);
        return Optional.of(new DelegatedTokenGranted(person, fresh, resource, token, request.returnTo()));
    }

    private SignInWish permitted(SignInWish wish) throws SignInRefused {
        SignInWish permitted = registration.isMultiTenant() ? wish : atHome(wish);
        if (wish.resource().isPresent() && !places.of(permitted.tenantId()).givesDelegatedTokens()) {
            throw new SignInRefused("S2S.DelegationNotOffered");
        }
        return permitted;
    }

    private SignInWish atHome(SignInWish wish) throws SignInRefused {
        UUID home = registration.tenantId();
        if (!wish.tenantId().orElse(home).equals(home)) {
            throw new SignInRefused("S2S.HomeTenantOnly");
        }
        return new SignInWish(
                Optional.of(home), wish.resource(), wish.choosesAccount(), wish.loginHint(), wish.returnTo());
    }

    private URI failure(String code, Optional<String> back) {
        return URI.create(publicUrl
                + "/sign-in/failed?code="
                + encoded(code)
                + back.map(address -> "&back=" + encoded(address)).orElse(""));
    }

    private static String place(SignInRequest request) {
        return request.tenantId().map(tenant -> " at tenant " + tenant).orElse("");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
