package org.s2sgateway.simulator.identity;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.s2sgateway.simulator.wire.Answer;
import org.s2sgateway.simulator.wire.Call;
import org.s2sgateway.simulator.wire.Endpoint;

/**
 * Entra ID, and AD FS below {@code /adfs}: metadata, keys, sign-in, consent and tokens of every tenant in one address.
 * Thread-safe.
 */
public final class EntraId implements Endpoint {

    private static final Pattern PATH = Pattern.compile("/([^/]+)(/.*)");
    private final Directory directory;
    private final SigningKeys keys;
    private final Authorities authorities;
    private final AccessTokens tokens;
    private final RefusalAnswers refusals;
    private final Sessions sessions;
    private final AuthorizationCodes codes;
    private final Propagation propagation;
    private final TokenEndpoint tokenEndpoint;
    private final AuthorizeEndpoint authorize;
    private final AdminConsentEndpoint adminConsent;
    private final LogoutEndpoint logout;
    private final Metadata metadata;
    private final AdFs adFs;
    private final Runnable wayBack;

    /**
     * @param authority its address, without a trailing slash
     * @param otherNames host names under which the proxy leads here
     */
    public EntraId(URI authority, Set<String> otherNames, Directory directory, SigningKeys keys, Clock clock) {
        this.directory = directory;
        this.keys = keys;
        this.authorities = new Authorities(authority.toString(), addresses(otherNames));
        this.tokens = new AccessTokens(directory, keys, clock);
        ClientAuthentication authentication = new ClientAuthentication(tokens, clock);
        this.refusals = new RefusalAnswers(clock);
        this.sessions = new Sessions(tokens);
        this.codes = new AuthorizationCodes(tokens, clock);
        this.propagation = new Propagation(clock);
        this.tokenEndpoint = new TokenEndpoint(
                new ClientCredentialsGrant(directory, tokens, authentication, propagation),
                new CodeGrant(directory, codes, authentication, tokens, new UserTokens(directory, tokens, clock)));
        SignInPages pages = new SignInPages(directory);
        SignIn signIn = new SignIn(directory, sessions, pages);
        this.authorize = new AuthorizeEndpoint(directory, signIn, pages, codes, propagation, tokens, refusals, clock);
        this.adminConsent = new AdminConsentEndpoint(directory, signIn, pages, propagation, tokens, refusals);
        this.logout = new LogoutEndpoint(directory, sessions);
        this.metadata = new Metadata(keys);
        this.adFs = new AdFs(
                directory,
                tokens,
                authentication,
                metadata,
                new AdFsSignIn(directory, signIn, sessions, codes, tokens, clock));
        this.wayBack = directory.wayBack();
    }

    /** Its address, without a trailing slash. */
    public URI authority() {
        return URI.create(authorities.first());
    }

    public Directory directory() {
        return directory;
    }

    public SigningKeys keys() {
        return keys;
    }

    /** How long a service principal made by consent stays unknown to the client credentials grant; at first zero. */
    public void propagationDelay(Duration delay) {
        propagation.duration(delay);
    }

    /** Consents for a tenant at once and with effect at once, as a test or a person at the controls wants it. */
    public void grantIn(DirectoryTenant tenant) {
        propagation.forget(directory.gateway(), tenant);
        directory.gateway().in(tenant);
    }

    /**
     * Puts back what there was at the start: service principals, consents and assigned roles; ends all sessions, codes
     * and delays. Keys, credentials and what was spoken stay.
     */
    public void reset() {
        wayBack.run();
        sessions.clear();
        codes.clear();
        propagation.reset();
    }

    /** Every token, code and session issued, every assertion, state and nonce received so far. */
    public Set<String> spoken() {
        return tokens.spoken();
    }

    /** A token for the gateway's API as the endpoint would issue it to the application in that tenant, to be bent. */
    public OddToken consumerToken(Application application, DirectoryTenant tenant) {
        ServicePrincipal principal = application
                .principal(tenant.id())
                .orElseThrow(() -> new IllegalArgumentException(application.name() + " is not in " + tenant.name()));
        String resource = "api://" + directory.gateway().clientId();
        Grant grant = new Grant(tenant, application, principal, resource, false);
        return new OddToken(tokens.claims(grant, authorities.first()), keys, tokens);
    }

    @Override
    public Answer answer(Call call) {
        Matcher path = PATH.matcher(call.path());
        if (!path.matches()) {
            return notFound();
        }
        return withRequestId(call, answerOrRefuse(call, path.group(1), path.group(2)));
    }

    /** Entra ID answers an overload with plain text, not with an OAuth error. */
    @Override
    public Answer failure(Call call, int status) {
        return Answer.text(status, "text/plain", status == 429 ? "Too Many Requests" : "Service Unavailable");
    }

    private Answer answerOrRefuse(Call call, String tenant, String rest) {
        try {
            return answer(call, tenant, rest);
        } catch (EntraRefusal refusal) {
            return refusals.json(refusal, call, authorities.of(call));
        }
    }

    /** A client that asks for its own request id gets it back. */
    private static Answer withRequestId(Call call, Answer answer) {
        boolean wanted = call.header("return-client-request-id").orElse("").equalsIgnoreCase("true");
        return call.header("client-request-id")
                .filter(id -> wanted && Authorities.isGuid(id))
                .map(id -> answer.with("client-request-id", id))
                .orElse(answer);
    }

    private Answer answer(Call call, String tenant, String rest) {
        if (tenant.equals("adfs")) {
            return rest.startsWith("/oauth2/authorize")
                    ? page(call, () -> adFs.answer(call, rest, authorities))
                    : adFs.answer(call, rest, authorities);
        }
        String authority = authorities.of(call);
        if (rest.equals("/oauth2/v2.0/token")) {
            return call.method().equals("POST")
                    ? tokenEndpoint.answer(tenant, call, authorities).with("Cache-Control", "no-store")
                    : Answer.empty(405).with("Allow", "POST");
        }
        if (rest.equals("/oauth2/v2.0/authorize")) {
            return page(call, () -> authorize.answer(tenant, call));
        }
        if (rest.equals("/v2.0/adminconsent")) {
            return page(call, () -> adminConsent.answer(tenant, call));
        }
        if (!call.method().equals("GET")) {
            return notFound();
        }
        return switch (rest) {
            case "/v2.0/.well-known/openid-configuration" -> metadata.version2(authority, known(tenant));
            case "/.well-known/openid-configuration" -> metadata.version1(authority, known(tenant));
            case "/discovery/v2.0/keys" -> keys(authority, tenant, true);
            case "/discovery/keys" -> keys(authority, tenant, false);
            case "/oauth2/v2.0/logout" -> logout.answer(call);
            default -> notFound();
        };
    }

    private Answer page(Call call, Supplier<Answer> answer) {
        if (!Set.of("GET", "POST").contains(call.method())) {
            return Answer.empty(405).with("Allow", "GET, POST");
        }
        try {
            return answer.get();
        } catch (EntraRefusal refusal) {
            return refusals.page(refusal, call);
        }
    }

    private Answer keys(String authority, String tenant, boolean withIssuer) {
        known(tenant);
        return metadata.keys(authority, withIssuer);
    }

    private String known(String segment) {
        if (Authorities.isShared(segment)) {
            return segment;
        }
        return new DirectoryLookup(directory).tenant(segment).id().toString();
    }

    private static Answer notFound() {
        return Answer.bytes(404, "text/html", "<html><body>404</body></html>".getBytes(StandardCharsets.UTF_8));
    }

    private static Set<String> addresses(Set<String> names) {
        Set<String> addresses = new LinkedHashSet<>();
        names.forEach(name -> addresses.add("https://" + name));
        return addresses;
    }
}
