package org.s2sgateway.simulator.identity;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.s2sgateway.simulator.wire.Answer;
import org.s2sgateway.simulator.wire.Call;
import org.s2sgateway.simulator.wire.Endpoint;
import org.s2sgateway.simulator.wire.JsonText;

/** Entra ID, and AD FS below {@code /adfs}: metadata, keys and tokens of every tenant in one address. Thread-safe. */
public final class EntraId implements Endpoint {

    private static final Pattern PATH = Pattern.compile("/([^/]+)(/.*)");
    private static final DateTimeFormatter TIMESTAMP =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss'Z'").withZone(ZoneOffset.UTC);

    private final Directory directory;
    private final SigningKeys keys;
    private final Clock clock;
    private final Authorities authorities;
    private final AccessTokens tokens;
    private final TokenEndpoint tokenEndpoint;
    private final Metadata metadata;
    private final AdFs adFs;

    /**
     * @param authority its address, without a trailing slash
     * @param otherNames host names under which the proxy leads here
     */
    public EntraId(URI authority, Set<String> otherNames, Directory directory, SigningKeys keys, Clock clock) {
        this.directory = directory;
        this.keys = keys;
        this.clock = clock;
        this.authorities = new Authorities(authority.toString(), addresses(otherNames));
        this.tokens = new AccessTokens(directory, keys, clock);
        ClientAuthentication authentication = new ClientAuthentication(tokens, clock);
        this.tokenEndpoint = new TokenEndpoint(directory, tokens, authentication);
        this.metadata = new Metadata(keys);
        this.adFs = new AdFs(directory, tokens, authentication, metadata);
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

    /** Every token issued and every assertion received so far. */
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
    public Answer failure(int status) {
        return Answer.text(status, "text/plain", status == 429 ? "Too Many Requests" : "Service Unavailable");
    }

    private Answer answerOrRefuse(Call call, String tenant, String rest) {
        try {
            return answer(call, tenant, rest);
        } catch (EntraRefusal refusal) {
            return refused(refusal, call);
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
            return adFs.answer(call, rest, authorities);
        }
        String authority = authorities.of(call);
        if (rest.equals("/oauth2/v2.0/token")) {
            return call.method().equals("POST")
                    ? tokenEndpoint.answer(tenant, call, authorities).with("Cache-Control", "no-store")
                    : Answer.empty(405).with("Allow", "POST");
        }
        if (!call.method().equals("GET")) {
            return notFound();
        }
        return switch (rest) {
            case "/v2.0/.well-known/openid-configuration" -> metadata.version2(authority, known(tenant));
            case "/.well-known/openid-configuration" -> metadata.version1(authority, known(tenant));
            case "/discovery/v2.0/keys" -> keys(authority, tenant, true);
            case "/discovery/keys" -> keys(authority, tenant, false);
            default -> notFound();
        };
    }

    private Answer keys(String authority, String tenant, boolean withIssuer) {
        known(tenant);
        return metadata.keys(authority, withIssuer);
    }

    private String known(String segment) {
        if (Authorities.isShared(segment)) {
            return segment;
        }
        return tokenEndpoint.tenant(segment).id().toString();
    }

    private Answer refused(EntraRefusal refusal, Call call) {
        Instant now = clock.instant();
        String traceId = UUID.randomUUID().toString();
        String correlationId = call.header("client-request-id")
                .filter(Authorities::isGuid)
                .orElseGet(() -> UUID.randomUUID().toString());
        String timestamp = TIMESTAMP.format(now);
        return Answer.json(
                        refusal.status(),
                        JsonText.object()
                                .add("error", refusal.error())
                                .add(
                                        "error_description",
                                        refusal.getMessage() + "\r\nTrace ID: " + traceId + "\r\nCorrelation ID: "
                                                + correlationId + "\r\nTimestamp: " + timestamp)
                                .add(
                                        "error_codes",
                                        JsonText.JSON.createArrayBuilder().add(refusal.code()))
                                .add("timestamp", timestamp)
                                .add("trace_id", traceId)
                                .add("correlation_id", correlationId)
                                .add("error_uri", authorities.of(call) + "/error?code=" + refusal.code())
                                .build())
                .with("Cache-Control", "no-store")
                .with("x-ms-request-id", traceId);
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
