package org.s2sgateway.simulator.identity;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.s2sgateway.simulator.wire.Answer;
import org.s2sgateway.simulator.wire.Call;

/**
 * {@code /{tenant}/v2.0/adminconsent} ("Admin consent on the Microsoft identity platform"). Everything that comes back
 * from here is a claim in a browser's address bar: unsigned, and {@code admin_consent=True} on errors, too.
 */
final class AdminConsentEndpoint {

    /** The first-party application that is Dataverse in every tenant that has subscribed to it. */
    private static final String DATAVERSE = "00000007-0000-0000-c000-000000000000";

    private static final Set<String> OPENID = Set.of("openid", "profile", "email", "offline_access");

    private static final List<SignInPages.Choice> ENDINGS = List.of(
            new SignInPages.Choice("accept", "Accept"),
            new SignInPages.Choice("cancel", "Cancel"),
            new SignInPages.Choice("cancel-version-1", "Cancel like the version 1 endpoint (without state)"),
            new SignInPages.Choice("conflict", "Conflict while the service principal is made (AADSTS650051)"));

    private final Directory directory;
    private final DirectoryLookup lookup;
    private final SignIn signIn;
    private final SignInPages pages;
    private final Propagation propagation;
    private final AccessTokens tokens;
    private final RefusalAnswers refusals;

    AdminConsentEndpoint(
            Directory directory,
            SignIn signIn,
            SignInPages pages,
            Propagation propagation,
            AccessTokens tokens,
            RefusalAnswers refusals) {
        this.directory = directory;
        this.lookup = new DirectoryLookup(directory);
        this.signIn = signIn;
        this.pages = pages;
        this.propagation = propagation;
        this.tokens = tokens;
        this.refusals = refusals;
    }

    /** Throws {@link EntraRefusal} for what is answered with a page. */
    Answer answer(String segment, Call call) {
        Map<String, String> options = call.options();
        tokens.rememberIfLong(options.get("state"));
        boolean organizations = segment.equalsIgnoreCase("organizations");
        // Not /common: nobody can consent for a personal account.
        if (Authorities.isShared(segment) && !organizations) {
            throw EntraRefusal.notATenant(segment);
        }
        String place = organizations ? segment : lookup.tenant(segment).name();
        Application application = lookup.application(DirectoryLookup.parameter(options, "client_id"), place);
        ReturnAddress back = ReturnAddress.of(application, options);
        String scope = DirectoryLookup.parameter(options, "scope");
        SignIn.Wish wish = new SignIn.Wish(application, segment, Set.of(), Optional.empty());
        return signIn.then(
                call, wish, (session, tenant) -> signedInOrSentBack(call, application, scope, back, session, tenant));
    }

    private Answer signedInOrSentBack(
            Call call,
            Application application,
            String scope,
            ReturnAddress back,
            Session session,
            DirectoryTenant tenant) {
        try {
            return signedIn(call, application, scope, back, session.person(), tenant);
        } catch (SentBack sent) {
            return error(sent.refusal(), call, back);
        }
    }

    private Answer signedIn(
            Call call,
            Application application,
            String scope,
            ReturnAddress back,
            Person person,
            DirectoryTenant tenant) {
        if (application.principal(tenant.id()).filter(one -> !one.enabled()).isPresent()) {
            throw EntraRefusal.disabledApplication(application);
        }
        if (!directory.canConsentForAll(person, tenant)) {
            EntraRefusal refusal = SignInRefusals.needsApproval(application);
            String description = refusals.description(refusal, call);
            return pages.needsApproval(
                    application, person, description, back.link(ReturnAddress.error(refusal, description)));
        }
        requireResource(scope, tenant);
        String decision = call.method().equals("POST") ? call.form().getOrDefault("consent", "") : "";
        return switch (decision) {
            case "accept" -> accept(application, scope, back, tenant);
            case "cancel" -> throw new SentBack(SignInRefusals.declined("consent_required"));
            // "Grant tenant-wide admin consent": its example of an error has neither state nor admin_consent.
            case "cancel-version-1" ->
                back.withoutState()
                        .redirect(Map.of(
                                "error", "permission_denied",
                                "error_description", "The admin canceled the request"));
            case "conflict" -> throw new SentBack(SignInRefusals.conflict(application));
            default ->
                pages.consent(
                        "Permissions requested. Review for your organisation",
                        application,
                        person,
                        List.of(Permission.values()),
                        ENDINGS);
        };
    }

    private Answer accept(Application application, String scope, ReturnAddress back, DirectoryTenant tenant) {
        if (!directory.hasDataverse(tenant)) {
            throw new SentBack(SignInRefusals.notSubscribed(tenant));
        }
        if (application.createIn(tenant) || !application.consents().isByAdministrator(tenant.id())) {
            propagation.start(application, tenant);
        }
        application.consents().byAdministrator(tenant.id());
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("admin_consent", "True");
        parameters.put("tenant", tenant.id().toString());
        parameters.put("scope", granted(scope));
        return back.redirect(parameters);
    }

    /** What is asked for must be Dataverse, by its application id or by an environment of the tenant. */
    private void requireResource(String scope, DirectoryTenant tenant) {
        for (String word : scope.trim().split(" +")) {
            int slash = word.lastIndexOf('/');
            String resource = word.substring(0, Math.max(slash, 0));
            String permission = word.substring(slash + 1);
            if (slash < 0 && OPENID.contains(word)) {
                continue;
            }
            boolean known = resource.equals(DATAVERSE) || directory.hasEnvironment(resource, tenant.id());
            if (!known && directory.hasDataverse(tenant)) {
                throw new SentBack(EntraRefusal.unknownResource(resource.isEmpty() ? word : resource, tenant));
            }
            if (!Set.of(RequestedScopes.DEFAULT, RequestedScopes.IMPERSONATION).contains(permission)) {
                throw new SentBack(SignInRefusals.unknownScope(permission, resource));
            }
        }
    }

    private static String granted(String scope) {
        return Arrays.stream(scope.trim().split(" +"))
                .map(word -> word.endsWith("/" + RequestedScopes.DEFAULT)
                        ? word.substring(0, word.length() - RequestedScopes.DEFAULT.length())
                                + RequestedScopes.IMPERSONATION + " " + word
                        : word)
                .collect(Collectors.joining(" "));
    }

    private Answer error(EntraRefusal refusal, Call call, ReturnAddress back) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("admin_consent", "True");
        parameters.putAll(ReturnAddress.error(refusal, refusals.description(refusal, call)));
        return back.redirect(parameters);
    }
}
