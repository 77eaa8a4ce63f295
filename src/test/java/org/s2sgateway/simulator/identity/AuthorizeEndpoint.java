package org.s2sgateway.simulator.identity;

import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.s2sgateway.simulator.wire.Answer;
import org.s2sgateway.simulator.wire.Call;

/**
 * {@code /{tenant}/oauth2/v2.0/authorize} for the authorization code flow with {@code response_mode=query}. A request
 * that does not prove where it comes from is answered with a page; any other refusal goes back to the application.
 */
final class AuthorizeEndpoint {

    private static final Set<String> PROMPTS = Set.of("login", "none", "consent", "select_account");
    private static final List<SignInPages.Choice> ENDINGS =
            List.of(new SignInPages.Choice("accept", "Accept"), new SignInPages.Choice("cancel", "Cancel"));

    /** What is asked for, beside the address to go back to. */
    private record Request(
            Application application,
            String segment,
            RequestedScopes scopes,
            Optional<String> nonce,
            Optional<CodeChallenge> challenge,
            Set<String> prompts) {}

    private final Directory directory;
    private final DirectoryLookup lookup;
    private final SignIn signIn;
    private final SignInPages pages;
    private final AuthorizationCodes codes;
    private final Propagation propagation;
    private final AccessTokens tokens;
    private final RefusalAnswers refusals;
    private final Clock clock;

    AuthorizeEndpoint(
            Directory directory,
            SignIn signIn,
            SignInPages pages,
            AuthorizationCodes codes,
            Propagation propagation,
            AccessTokens tokens,
            RefusalAnswers refusals,
            Clock clock) {
        this.directory = directory;
        this.lookup = new DirectoryLookup(directory);
        this.signIn = signIn;
        this.pages = pages;
        this.codes = codes;
        this.propagation = propagation;
        this.tokens = tokens;
        this.refusals = refusals;
        this.clock = clock;
    }

    /** Throws {@link EntraRefusal} for what is answered with a page. */
    Answer answer(String segment, Call call) {
        Map<String, String> options = call.options();
        tokens.rememberIfLong(options.get("state"));
        tokens.rememberIfLong(options.get("nonce"));
        Application application = application(segment, options);
        ReturnAddress back = ReturnAddress.of(application, options);
        String responseType = DirectoryLookup.parameter(options, "response_type");
        if (!responseType.equals("code")) {
            throw SignInRefusals.unsupportedResponseType(responseType, application);
        }
        String scope = DirectoryLookup.parameter(options, "scope");
        String responseMode = options.getOrDefault("response_mode", "query");
        if (Set.of("form_post", "fragment").contains(responseMode)) {
            return SignInPages.notSimulated("response_mode=" + responseMode);
        }
        return orSentBack(call, back, () -> {
            Request request = request(application, segment, scope, responseMode, options);
            SignIn.Wish wish = new SignIn.Wish(
                    application, segment, request.prompts(), Optional.ofNullable(options.get("login_hint")));
            return signIn.then(
                    call,
                    wish,
                    // Also who is sent back stays signed in.
                    (session, tenant) -> orSentBack(call, back, () -> signedIn(call, request, back, session, tenant)));
        });
    }

    private Answer orSentBack(Call call, ReturnAddress back, Supplier<Answer> answer) {
        try {
            return answer.get();
        } catch (SentBack sent) {
            return back.redirect(ReturnAddress.error(sent.refusal(), refusals.description(sent.refusal(), call)));
        }
    }

    private Application application(String segment, Map<String, String> options) {
        boolean shared = Authorities.isShared(segment);
        String place = shared ? segment : lookup.tenant(segment).name();
        Application application = lookup.application(DirectoryLookup.parameter(options, "client_id"), place);
        if (segment.equalsIgnoreCase("consumers")) {
            // Personal accounts are a tenant of their own, in which an application for organisations is not.
            throw EntraRefusal.unknownApplication(
                    application.clientId().toString(), "9188040d-6c67-4c5b-b112-36a304b66dad");
        }
        return application;
    }

    /** Throws {@link SentBack} for what the application is told. */
    private static Request request(
            Application application, String segment, String scope, String responseMode, Map<String, String> options) {
        try {
            if (!responseMode.equals("query")) {
                throw SignInRefusals.unsupportedResponseMode(responseMode);
            }
            Set<String> prompts =
                    Set.of(options.getOrDefault("prompt", "").trim().split(" +"));
            for (String prompt : prompts) {
                boolean alone = prompts.size() == 1;
                if (!prompt.isEmpty() && (!PROMPTS.contains(prompt) || (prompt.equals("none") && !alone))) {
                    throw SignInRefusals.unsupportedPrompt(options.get("prompt"));
                }
            }
            return new Request(
                    application,
                    segment,
                    RequestedScopes.parse(scope),
                    Optional.ofNullable(options.get("nonce")),
                    CodeChallenge.of(options),
                    prompts);
        } catch (EntraRefusal refusal) {
            throw new SentBack(refusal);
        }
    }

    private Answer signedIn(Call call, Request request, ReturnAddress back, Session session, DirectoryTenant tenant) {
        Application application = request.application();
        Person person = session.person();
        Optional<ServicePrincipal> principal = application.principal(tenant.id());
        if (principal.isPresent() && !principal.get().enabled()) {
            throw EntraRefusal.disabledApplication(application);
        }
        request.scopes()
                .resource()
                .filter(url -> !directory.hasEnvironment(url, tenant.id()))
                .ifPresent(url -> {
                    throw new SentBack(EntraRefusal.unknownResource(url, tenant));
                });
        boolean consented = principal.isPresent()
                && application
                        .consents()
                        .cover(
                                tenant.id(),
                                person.objectIdIn(tenant),
                                request.scopes().permissions());
        String decision = call.method().equals("POST") ? call.form().getOrDefault("consent", "") : "";
        if (decision.equals("cancel")) {
            throw new SentBack(SignInRefusals.declined("access_denied"));
        }
        if (consented && (decision.equals("accept") || !request.prompts().contains("consent"))) {
            return succeed(request, back, session, tenant);
        }
        if (request.prompts().contains("none")) {
            throw new SentBack(SignInRefusals.consentRequired(application));
        }
        if (!directory.canConsent(person, tenant)) {
            EntraRefusal refusal = SignInRefusals.needsApproval(application);
            String description = refusals.description(refusal, call);
            return pages.needsApproval(
                    application, person, description, back.link(ReturnAddress.error(refusal, description)));
        }
        if (!decision.equals("accept")) {
            return pages.consent(
                    "Permissions requested",
                    application,
                    person,
                    request.scopes().permissions(),
                    ENDINGS);
        }
        consent(request, person, tenant);
        return succeed(request, back, session, tenant);
    }

    /** Also a plain member makes the application exist in the tenant: that it does proves no administrator's will. */
    private void consent(Request request, Person person, DirectoryTenant tenant) {
        Application application = request.application();
        if (application.createIn(tenant)) {
            propagation.start(application, tenant);
        }
        application
                .consents()
                .byPerson(
                        tenant.id(), person.objectIdIn(tenant), request.scopes().permissions());
    }

    private Answer succeed(Request request, ReturnAddress back, Session session, DirectoryTenant tenant) {
        String code = codes.issue(new AuthorizationCode(
                request.application(),
                back.redirectUri(),
                request.segment(),
                tenant,
                session.person(),
                request.scopes(),
                request.nonce(),
                request.challenge(),
                clock.instant()));
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("code", code);
        parameters.put("session_state", session.state().toString());
        return back.redirect(parameters);
    }
}
