package org.s2sgateway.simulator.identity;

import com.nimbusds.jwt.JWTClaimsSet;
import jakarta.json.JsonObjectBuilder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.s2sgateway.simulator.wire.Answer;
import org.s2sgateway.simulator.wire.Call;
import org.s2sgateway.simulator.wire.JsonText;

/**
 * People's sign-in at AD FS 2019 by code: {@code /adfs/oauth2/authorize/} and what its codes are redeemed for. Only people of
 * the tenant that it serves are known. Thread-safe.
 */
final class AdFsSignIn {

    private static final Set<String> SCOPES = Set.of("openid", "profile", "email", "allatclaims");

    private final Directory directory;
    private final SignIn signIn;
    private final Sessions sessions;
    private final AuthorizationCodes codes;
    private final AccessTokens tokens;
    private final Clock clock;

    AdFsSignIn(
            Directory directory,
            SignIn signIn,
            Sessions sessions,
            AuthorizationCodes codes,
            AccessTokens tokens,
            Clock clock) {
        this.directory = directory;
        this.signIn = signIn;
        this.sessions = sessions;
        this.codes = codes;
        this.tokens = tokens;
        this.clock = clock;
    }

    /** Throws {@link EntraRefusal} for what is answered with a page. */
    Answer answer(Call call) {
        Map<String, String> options = call.options();
        tokens.rememberIfLong(options.get("state"));
        tokens.rememberIfLong(options.get("nonce"));
        DirectoryTenant tenant = directory.tenants().get(0);
        Application application = new DirectoryLookup(directory)
                .application(DirectoryLookup.parameter(options, "client_id"), tenant.name());
        ReturnAddress back = ReturnAddress.of(application, options);
        boolean byForm = options.getOrDefault("response_mode", "query").equals("form_post");
        if (!DirectoryLookup.parameter(options, "response_type").equals("code")
                || !(byForm || options.getOrDefault("response_mode", "query").equals("query"))) {
            return SignInPages.notSimulated("that response of AD FS");
        }
        Set<String> prompts = Set.of(options.getOrDefault("prompt", ""));
        // "AD FS OpenID Connect/OAuth flows": "The only valid values at this time are 'login', and 'none'."
        if (!Set.of("", "login", "none").containsAll(prompts)) {
            return SignInPages.notSimulated("prompt=" + options.get("prompt") + " at AD FS");
        }
        SignIn.Wish wish = new SignIn.Wish(
                application, tenant.id().toString(), prompts, Optional.ofNullable(options.get("login_hint")));
        try {
            return signIn.then(call, wish, (session, own) -> {
                if (!directory.isMember(session.person(), tenant)) {
                    throw SignInRefusals.unknownAccount(session.person().userPrincipalName());
                }
                return signedIn(application, options, back, byForm, session, tenant);
            });
        } catch (SentBack nobodyMayBeAsked) {
            return back.redirect(Map.of("error", "login_required"));
        }
    }

    private Answer signedIn(
            Application application,
            Map<String, String> options,
            ReturnAddress back,
            boolean byForm,
            Session session,
            DirectoryTenant tenant) {
        Set<String> scopes = Arrays.stream(options.getOrDefault("scope", "").split(" "))
                .filter(SCOPES::contains)
                // "Customize claims to be emitted in id_token": a condition of it is response_mode=form_post.
                .filter(scope -> byForm || !scope.equals("allatclaims"))
                .collect(Collectors.toCollection(LinkedHashSet::new));
        String code = codes.issue(new AuthorizationCode(
                application,
                back.redirectUri(),
                "adfs",
                tenant,
                session.person(),
                new RequestedScopes(scopes, Optional.empty()),
                Optional.ofNullable(options.get("nonce")),
                CodeChallenge.of(options),
                clock.instant()));
        return byForm ? form(back, code) : back.redirect(Map.of("code", code));
    }

    /** OAuth 2.0 Form Post Response Mode; the page has a button in place of the script. */
    private static Answer form(ReturnAddress back, String code) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("code", code);
        back.state().ifPresent(state -> fields.put("state", state));
        return Html.page(
                200,
                "Working...",
                "<form method=\"post\" action=\"" + Html.escape(back.redirectUri()) + "\">\n"
                        + fields.entrySet().stream()
                                .map(field -> "<input type=\"hidden\" name=\"" + field.getKey() + "\" value=\""
                                        + Html.escape(field.getValue()) + "\">\n")
                                .collect(Collectors.joining())
                        + "<button>Submit</button>\n</form>\n");
    }

    /** The tokens for a code; throws {@link EntraRefusal} for one that cannot be redeemed. */
    Answer redeemed(Application application, Map<String, String> form, String base) {
        String text = form.getOrDefault("code", "");
        AuthorizationCode code = codes.find(text);
        boolean met = code.challenge()
                .map(challenge -> form.containsKey("code_verifier") && challenge.isMetBy(form.get("code_verifier")))
                .orElse(!form.containsKey("code_verifier"));
        if (!met
                || !code.segment().equals("adfs")
                || !code.application().equals(application)
                || !code.redirectUri().equals(form.get("redirect_uri"))) {
            throw SignInRefusals.invalidCode();
        }
        codes.redeem(text);
        String accessToken = Opaque.text();
        tokens.remember(accessToken);
        JsonObjectBuilder answer = JsonText.object()
                .add("access_token", accessToken)
                .add("token_type", "bearer")
                .add("expires_in", 3600);
        if (code.scopes().has("openid")) {
            answer.add("id_token", idToken(code, base));
        }
        return Answer.json(200, answer.build());
    }

    /** As a real one has them, read off several ("AD FS OpenID Connect": claims_supported); no tenant, no object id. */
    private String idToken(AuthorizationCode code, String base) {
        Person person = code.person();
        Instant now = clock.instant();
        String alias = person.userPrincipalName()
                .substring(0, person.userPrincipalName().indexOf('@'));
        List<String> roles = directory.assignedRoles(person, code.tenant());
        return tokens.sign(new JWTClaimsSet.Builder()
                .issuer(base)
                .audience(code.application().clientId().toString())
                .subject(pairwise(code))
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(Duration.ofHours(1))))
                .claim("auth_time", now.getEpochSecond())
                .claim("nonce", code.nonce().orElse(null))
                .claim("upn", person.userPrincipalName())
                .claim("unique_name", code.tenant().name().toUpperCase(Locale.ROOT) + "\\" + alias)
                .claim("sid", "S-1-5-21-1-2-3-" + Math.floorMod(alias.hashCode(), 10_000))
                // An issuance rule of the application makes them.
                .claim("roles", code.scopes().has("allatclaims") && !roles.isEmpty() ? roles : null)
                .build());
    }

    private static String pairwise(AuthorizationCode code) {
        String whole =
                code.person().objectId() + " at AD FS for " + code.application().clientId();
        return Base64.getEncoder().encodeToString(whole.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * "Single log-out for OpenID Connect with AD FS": it leads back with an {@code id_token_hint} only, which is not
     * simulated.
     */
    Answer signOut(Call call) {
        sessions.end(call);
        return SignInPages.signedOut().with("Set-Cookie", Sessions.noCookie());
    }
}
