package org.s2sgateway.isolation;

import io.undertow.Undertow;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HttpString;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.s2sgateway.isolation.Consumer.Right;
import org.xnio.Options;

/** The least that looks like a gateway, in a world of its own; it can be told to mix one thing up, every few calls. */
final class StubGateway implements AutoCloseable {

    private static final int EVERY = 2;
    private static final int ROWS = 12;
    private static final Pattern TARGET = Pattern.compile("/api/dataverse/([^/]+)/api/data/v9\\.2/([^?]*)(?:\\?(.*))?");
    private static final Pattern PART = Pattern.compile("GET (\\S+) HTTP/1\\.1");
    private static final String PERSON = "99999999-0000-4000-8000-000000000009";

    private static final List<Table> TABLES = List.of(
            new Table("accounts", "accountid", Optional.of("name"), true),
            new Table("contacts", "contactid", Optional.of("lastname"), true));

    private record Reply(int status, String body, Map<String, String> headers) {

        Reply(int status, String body) {
            this(status, body, new LinkedHashMap<>());
        }

        static Reply refusal(int status, String code) {
            return new Reply(
                    status, "{\"error\":{\"code\":\"" + code + "\",\"message\":\"no\"},\"code\":\"" + code + "\"}");
        }
    }

    private record Request(String method, String uri, Map<String, String> headers, String body) {

        String header(String name) {
            return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
        }
    }

    private final Undertow server;
    private final Optional<Mixing> mixing;
    private final AtomicInteger occasions = new AtomicInteger();
    private final List<Site> sites;
    private final List<Consumer> consumers;
    private final Map<String, Map<String, String>> rows = new ConcurrentHashMap<>();
    private volatile String lastRequestId = "";
    private volatile String lastTrace = "";

    StubGateway(Optional<Mixing> mixing) {
        this.mixing = mixing;
        this.sites = List.of(site("alpha", 1, true), site("beta", 2, true), site("closed", 3, false));
        this.consumers = List.of(
                consumer("one", Set.of("alpha"), Set.of("accounts"), Set.of("accounts"), Right.WHO_AM_I, Right.TOKENS),
                consumer(
                        "two",
                        Set.of("beta"),
                        Set.of("accounts", "contacts"),
                        Set.of(),
                        Right.IMPERSONATE,
                        Right.WHO_AM_I),
                consumer(
                        "three",
                        Set.of("alpha", "beta"),
                        Set.of("accounts", "contacts"),
                        Set.of("accounts", "contacts"),
                        Right.WHO_AM_I,
                        Right.TOKENS),
                consumer("four", Set.of("alpha", "beta", "closed"), Set.of("contacts"), Set.of()),
                new Consumer(
                        "keeper",
                        id(94),
                        () -> token("keeper"),
                        Set.of(),
                        Set.of(),
                        Set.of(),
                        Set.of(Right.KNOWN, Right.REGISTRY)),
                new Consumer("stranger", id(95), () -> "no.good.token", Set.of(), Set.of(), Set.of(), Set.of()));
        sites.stream().filter(Site::isOpen).forEach(this::fill);
        server = Undertow.builder()
                .setIoThreads(2)
                .setWorkerThreads(8)
                .setWorkerOption(Options.THREAD_DAEMON, true)
                .addHttpListener(0, "127.0.0.1", exchange -> exchange.dispatch(() -> serve(exchange)))
                .build();
        server.start();
    }

    Deployment deployment() {
        return new Deployment(URI.create(base()), base(), sites, TABLES, consumers, Deployment.Limits.NONE);
    }

    @Override
    public void close() {
        server.stop();
    }

    private static String id(int number) {
        return "%08x-0000-4000-8000-0000000000%02d".formatted(number * 0x01010101L, number);
    }

    private static Site site(String name, int number, boolean open) {
        return new Site(
                name,
                name + ".crm4.dynamics.com",
                id(number),
                true,
                open ? Optional.empty() : Optional.of("S2S.TenantSuspended"),
                open ? Optional.of(PERSON) : Optional.empty(),
                new Site.Truth(
                        Optional.of(id(10 + number)), Optional.of(id(20 + number)), Optional.of(id(30 + number))));
    }

    private static Consumer consumer(
            String name, Set<String> sites, Set<String> reads, Set<String> writes, Right... more) {
        Set<Right> rights = EnumSet.of(Right.KNOWN, Right.DATAVERSE);
        rights.addAll(List.of(more));
        String clientId =
                UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
        return new Consumer(name, clientId, () -> token(name), sites, reads, writes, rights);
    }

    private static String token(String subject) {
        return "eyJhbGciOiJSUzI1NiJ9." + encoded("{\"sub\":\"" + subject + "\"}") + "."
                + encoded("signature of " + subject);
    }

    private static String encoded(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private void fill(Site site) {
        for (Table table : TABLES) {
            Map<String, String> all = new LinkedHashMap<>();
            for (int i = 0; i < ROWS; i++) {
                String id = UUID.nameUUIDFromBytes(
                                (site.name() + table.entitySet() + i).getBytes(StandardCharsets.UTF_8))
                        .toString();
                all.put(id, Mark.of(site, table.entitySet(), "seed", i).toString());
            }
            rows.put(site.name() + "/" + table.entitySet(), Collections.synchronizedMap(all));
        }
    }

    /** Whether this is one of the occasions on which that is mixed up. */
    private boolean mixes(Mixing what) {
        return mixing.equals(Optional.of(what)) && occasions.getAndIncrement() % EVERY == 0;
    }

    private Site other(Site site) {
        return sites.get(site.name().equals("alpha") ? 1 : 0);
    }

    private String base() {
        return "http://127.0.0.1:"
                + ((InetSocketAddress) server.getListenerInfo().get(0).getAddress()).getPort();
    }

    private void serve(HttpServerExchange exchange) {
        exchange.getRequestReceiver().receiveFullString((received, body) -> {
            if (mixes(Mixing.HANGS_UP)) {
                hangUp(received);
                return;
            }
            Map<String, String> headers = new TreeMap<>();
            received.getRequestHeaders()
                    .forEach(values ->
                            headers.put(values.getHeaderName().toString().toLowerCase(Locale.ROOT), values.getFirst()));
            String query = received.getQueryString().isEmpty() ? "" : "?" + received.getQueryString();
            Request request = new Request(
                    received.getRequestMethod().toString(), received.getRequestURI() + query, headers, body);
            Reply reply = reply(request);
            received.setStatusCode(reply.status());
            reply.headers()
                    .forEach((name, value) -> received.getResponseHeaders().put(new HttpString(name), value));
            received.getResponseSender().send(reply.body());
        });
    }

    private static void hangUp(HttpServerExchange exchange) {
        try {
            exchange.getConnection().close();
        } catch (IOException closed) {
            throw new UncheckedIOException(closed);
        }
    }

    private Reply reply(Request request) {
        Optional<Consumer> caller = caller(request);
        if (caller.isEmpty()) {
            return Reply.refusal(401, "S2S.Unauthenticated");
        }
        if (mixes(Mixing.BUSY)) {
            return Reply.refusal(503, "S2S.Busy");
        }
        String path = request.uri();
        Matcher target = TARGET.matcher(path);
        if (!target.matches()) {
            return management(caller.get(), path);
        }
        Reply reply = forwarded(request, caller.get(), target);
        correlate(request, reply);
        return reply;
    }

    private Optional<Consumer> caller(Request request) {
        String bearer = request.header("Authorization");
        Optional<Consumer> known = consumers.stream()
                .filter(consumer -> consumer.may(Right.KNOWN))
                .filter(consumer -> ("Bearer " + token(consumer.name())).equals(bearer))
                .findFirst();
        return known.isEmpty() && mixes(Mixing.TAKES_ANY_TOKEN) ? Optional.of(consumers.get(2)) : known;
    }

    private void correlate(Request request, Reply reply) {
        String id = request.header(Asked.REQUEST_ID);
        String trace = request.header(Asked.TRACEPARENT);
        if (!mixes(Mixing.NO_REQUEST_ID)) {
            reply.headers().put(Asked.REQUEST_ID, mixes(Mixing.ANOTHERS_REQUEST_ID) ? lastRequestId : id);
        }
        reply.headers().put(Asked.TRACEPARENT, mixes(Mixing.ANOTHERS_TRACE) ? lastTrace : trace);
        if (mixes(Mixing.ID_OF_ANOTHER_IN_PASSING)) {
            reply.headers().put("x-ms-after", lastRequestId);
        }
        if (mixes(Mixing.NAMES_ANOTHER_CONSUMER)) {
            reply.headers().put("x-consumer", consumers.get(occasions.get() % 4).clientId());
        }
        lastRequestId = id;
        lastTrace = trace;
    }

    private Reply forwarded(Request request, Consumer caller, Matcher target) {
        Optional<Site> site =
                sites.stream().filter(any -> any.host().equals(target.group(1))).findFirst();
        boolean named = !request.header("CallerObjectId").isEmpty();
        if (!caller.may(Right.DATAVERSE)) {
            return Reply.refusal(403, "S2S.NotPermitted");
        }
        if (named && !caller.may(Right.IMPERSONATE)) {
            return Reply.refusal(403, "S2S.ImpersonationNotPermitted");
        }
        if (site.isEmpty()) {
            return caller.reachesAll(sites)
                    ? Reply.refusal(404, "S2S.UnknownEnvironment")
                    : Reply.refusal(403, "S2S.NotPermitted");
        }
        boolean opens = !site.get().isOpen() && mixes(Mixing.OPENS_WHAT_IS_CLOSED);
        if (!caller.reaches(site.get()) && !opens && !mixes(Mixing.LETS_INTO_ANY_ENVIRONMENT)) {
            String code = mixes(Mixing.SAYS_ANOTHER_CODE) ? "S2S.ConsentRequired" : "S2S.NotPermitted";
            return Reply.refusal(403, code);
        }
        if (!site.get().isOpen() && !opens) {
            return Reply.refusal(403, site.get().refusal().orElseThrow());
        }
        if (mixes(Mixing.REFUSES_WHAT_IS_GRANTED)) {
            return Reply.refusal(403, "S2S.NotPermitted");
        }
        Reply reply =
                data(request, caller, site.get(), target.group(2), target.group(3) == null ? "" : target.group(3));
        if (mixes(Mixing.NAMES_ANOTHER_HOST)) {
            reply.headers().put("x-served-by", other(site.get()).host());
        }
        if (mixes(Mixing.NAMES_ANOTHER_TENANT)) {
            reply.headers().put("x-tenant", other(site.get()).tenantId());
        }
        if (mixes(Mixing.SHOWS_A_TOKEN)) {
            reply.headers().put("x-debug", token("gateway at " + site.get().host()));
        }
        return reply;
    }

    private Reply data(Request request, Consumer caller, Site site, String path, String query) {
        if (path.equals("WhoAmI")) {
            return caller.may(Right.WHO_AM_I) ? whoAmI(request, site) : Reply.refusal(403, "S2S.NotPermitted");
        }
        if (path.equals("$batch")) {
            return batch(caller, site, request.body());
        }
        String entitySet = path.replaceFirst("\\(.*", "");
        Table table = TABLES.get(TABLES.get(0).entitySet().equals(entitySet) ? 0 : 1);
        String method = request.method();
        boolean may = method.equals("GET")
                ? caller.reads().contains(entitySet)
                : caller.writes().contains(entitySet);
        if (!may && !mixes(Mixing.LETS_AT_ANY_TABLE)) {
            return Reply.refusal(403, "S2S.NotPermitted");
        }
        Map<String, String> own = rows.get((site.isOpen() ? site : sites.get(0)).name() + "/" + entitySet);
        if (method.equals("POST")) {
            return created(request, site, table, own);
        }
        if (path.contains("(")) {
            String id = path.replaceFirst(".*\\(", "").replace(")", "");
            if (mixes(Mixing.ANOTHER_ROW)) {
                id = own.keySet().iterator().next();
            }
            String text = own.get(id);
            if (text == null && mixes(Mixing.FINDS_ROWS_OF_OTHERS)) {
                text = rows.get(other(site).name() + "/" + entitySet).get(id);
            }
            if (text == null) {
                return new Reply(404, "{\"error\":{\"code\":\"0x80040217\",\"message\":\"Does Not Exist\"}}");
            }
            if (method.equals("DELETE")) {
                own.remove(id);
                return new Reply(204, "");
            }
            return new Reply(
                    200,
                    "{\"@odata.context\":\"" + root(site) + "$metadata#" + entitySet + "/$entity\","
                            + row(table, id, text) + "}");
        }
        return page(request, site, table, query);
    }

    private String root(Site site) {
        return base() + site.path();
    }

    private static String row(Table table, String id, String text) {
        return "\"" + table.key() + "\":\"" + id + "\",\"" + table.text().orElseThrow() + "\":\"" + text + "\"";
    }

    private Reply page(Request request, Site site, Table table, String query) {
        String entitySet = mixes(Mixing.ANOTHER_TABLE) ? "contacts" : table.entitySet();
        Site from = mixes(Mixing.ROWS_OF_ANOTHER_ENVIRONMENT) ? other(site) : site.isOpen() ? site : sites.get(0);
        List<Map.Entry<String, String>> all = new ArrayList<>();
        Map<String, String> own = rows.get(from.name() + "/" + entitySet);
        synchronized (own) {
            own.forEach((id, text) -> all.add(Map.entry(id, text)));
        }
        String prefer = request.header("Prefer");
        int size = prefer.startsWith("odata.maxpagesize=") ? Integer.parseInt(prefer.substring(18)) : 5_000;
        int skip = number(query, "$skiptoken", 0);
        int top = number(query, "$top", all.size());
        int end = Math.min(all.size(), skip + Math.min(size, top));
        StringBuilder body = new StringBuilder(
                "{\"@odata.context\":\"" + root(site) + "$metadata#" + table.entitySet() + "\",\"value\":[");
        for (int i = skip; i < end; i++) {
            body.append(i == skip ? "{" : ",{")
                    .append(row(table, all.get(i).getKey(), all.get(i).getValue()))
                    .append('}');
        }
        body.append(']');
        if (end < all.size() && top > size) {
            String root = mixes(Mixing.LINKS_ELSEWHERE)
                    ? root(other(site))
                    : mixes(Mixing.LINKS_PAST_THE_GATEWAY) ? "https://" + site.host() + "/api/data/v9.2/" : root(site);
            body.append(",\"@odata.nextLink\":\"" + root + table.entitySet() + "?" + table.select() + "&$skiptoken="
                    + end + "\"");
        }
        return new Reply(200, body.append('}').toString());
    }

    private static int number(String query, String name, int otherwise) {
        Matcher found = Pattern.compile(Pattern.quote(name) + "=(\\d+)").matcher(query);
        return found.find() ? Integer.parseInt(found.group(1)) : otherwise;
    }

    private Reply created(Request request, Site site, Table table, Map<String, String> own) {
        String id = UUID.randomUUID().toString();
        String text = Mark.in(request.body()).get(0).toString();
        own.put(
                id,
                mixes(Mixing.STORES_ANOTHERS_VALUE)
                        ? Mark.of(site, table.entitySet(), "else", 1).toString()
                        : text);
        boolean shown = !request.header("Prefer").isEmpty();
        Reply reply = shown
                ? new Reply(
                        201,
                        "{\"@odata.context\":\"" + root(site) + "$metadata#" + table.entitySet() + "/$entity\","
                                + row(table, id, text) + "}")
                : new Reply(204, "");
        reply.headers().put("OData-EntityId", root(site) + table.entitySet() + "(" + id + ")");
        return reply;
    }

    private Reply whoAmI(Request request, Site site) {
        boolean named = !request.header("CallerObjectId").isEmpty();
        Site.Truth who = (mixes(Mixing.ANOTHER_USER) ? other(site) : site).truth();
        String user = (named || mixes(Mixing.KEEPS_THE_PERSON) ? who.personsUserId() : who.userId()).orElse("");
        return new Reply(
                200,
                "{\"@odata.context\":\"" + root(site) + "$metadata#WhoAmIResponse\",\"UserId\":\"" + user
                        + "\",\"OrganizationId\":\"" + who.organizationId().orElse("") + "\"}");
    }

    private Reply batch(Consumer caller, Site site, String body) {
        List<String> targets =
                PART.matcher(body).results().map(part -> part.group(1)).toList();
        if (targets.stream().anyMatch(target -> target.startsWith("http"))) {
            return Reply.refusal(400, "S2S.BadRequest");
        }
        List<String> tables = new ArrayList<>(
                targets.stream().map(target -> target.replaceFirst("\\?.*", "")).toList());
        if (!caller.reads().containsAll(tables)) {
            return Reply.refusal(403, "S2S.NotPermitted");
        }
        if (mixes(Mixing.MIXES_PARTS)) {
            tables.add(tables.remove(0));
            tables.add(tables.get(0));
        }
        StringBuilder answer = new StringBuilder();
        tables.forEach(table -> answer.append("--b\r\n\r\nHTTP/1.1 200 OK\r\n\r\n{\"@odata.context\":\"" + root(site)
                + "$metadata#" + table + "\",\"value\":[]}\r\n"));
        return new Reply(200, answer + "--b--\r\n");
    }

    private Reply management(Consumer caller, String path) {
        if (path.endsWith("/token")) {
            return handedOut(caller, path);
        }
        boolean registry = caller.may(Right.REGISTRY);
        if (path.startsWith("/api/environments")) {
            return registry || caller.may(Right.DATAVERSE)
                    ? list(path, "/api/environments", environments(caller))
                    : Reply.refusal(403, "S2S.NotPermitted");
        }
        if (!registry) {
            return Reply.refusal(403, "S2S.NotPermitted");
        }
        if (path.contains("/events")) {
            Site site = sites.stream()
                    .filter(any -> path.contains(any.tenantId()))
                    .findFirst()
                    .orElseThrow();
            Site of = mixes(Mixing.EVENT_OF_ANOTHER_TENANT) ? other(site) : site;
            return list(
                    path,
                    "/api/tenants/" + site.tenantId() + "/events",
                    List.of("{\"tenantId\":\"" + site.tenantId() + "\",\"environment\":\"" + of.host()
                            + "\",\"actor\":\"" + id(94) + "\"}"));
        }
        return list(
                path,
                "/api/tenants",
                sites.stream()
                        .map(site -> "{\"tenantId\":\"" + site.tenantId() + "\"}")
                        .toList());
    }

    private List<String> environments(Consumer caller) {
        boolean all = caller.may(Right.REGISTRY) || mixes(Mixing.LISTS_TOO_MUCH);
        List<String> shown = new ArrayList<>(sites.stream()
                .filter(site -> all || caller.reaches(site))
                .map(site -> "{\"host\":\"" + site.host() + "\",\"tenantId\":\"" + site.tenantId() + "\"}")
                .toList());
        if (mixes(Mixing.LISTS_TOO_LITTLE)) {
            shown.clear();
        }
        return shown;
    }

    private Reply list(String path, String address, List<String> items) {
        int limit = number(path, "limit", 50);
        int cursor = Math.min(items.size(), number(URLDecoder.decode(path, StandardCharsets.UTF_8), "cursor", 0));
        int end = Math.min(items.size(), cursor + limit);
        String next = end < items.size()
                ? ",\"next\":\"" + base() + address + "?limit=" + limit + "&cursor=" + end + "\""
                : "";
        return new Reply(200, "{\"items\":[" + String.join(",", items.subList(cursor, end)) + "]" + next + "}");
    }

    private Reply handedOut(Consumer caller, String path) {
        Site site = sites.stream()
                .filter(any -> path.contains("/" + any.host() + "/"))
                .findFirst()
                .orElseThrow();
        if (!caller.may(Right.TOKENS) || !caller.reaches(site)) {
            return Reply.refusal(403, "S2S.NotPermitted");
        }
        Site of = mixes(Mixing.HANDS_OUT_ANOTHERS_TOKEN) ? other(site) : site;
        String claims = "{\"aud\":\"https://" + of.host() + "\",\"tid\":\"" + of.tenantId() + "\"}";
        return new Reply(
                200,
                "{\"access_token\":\"eyJhbGciOiJSUzI1NiJ9." + encoded(claims) + "." + encoded("signature") + "\"}");
    }
}
