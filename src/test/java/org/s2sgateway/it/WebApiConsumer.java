package org.s2sgateway.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import org.s2sgateway.simulator.dataverse.Environment;
import org.s2sgateway.simulator.wire.RecordedRequest;

/**
 * A consumer of one environment's Web API, of which it knows nothing but its address at the gateway. It looks into every
 * answer for an address that leads past the gateway. Immutable.
 */
final class WebApiConsumer {

    private static final String HOME = "c0a00000-0000-4000-8000-000000000001";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** An answer, unpacked. */
    record Answer(int status, HttpResponse<byte[]> http, byte[] octets) {

        String text() {
            return new String(octets, StandardCharsets.UTF_8);
        }

        JsonObject json() {
            assertThat(status).as(text()).isBetween(200, 201);
            return Json.createReader(new StringReader(text())).readObject();
        }

        List<JsonObject> rows() {
            return json().getJsonArray("value").getValuesAs(JsonObject.class);
        }

        /** Status and code of a refusal. */
        String refusal() {
            JsonObject answer = Json.createReader(new StringReader(text())).readObject();
            return status + " " + answer.getJsonObject("error").getString("code");
        }

        /** The value of a header that has to be there. */
        String header(String name) {
            return http.headers().firstValue(name).orElseThrow(() -> new AssertionError(name + " is not in " + http));
        }
    }

    private final RunningGateway gateway;
    private final String application;
    private final Environment environment;
    private final String environmentHost;
    private final List<String> data;

    private WebApiConsumer(
            RunningGateway gateway,
            String application,
            Environment environment,
            String environmentHost,
            List<String> data) {
        this.gateway = gateway;
        this.application = application;
        this.environment = environment;
        this.environmentHost = environmentHost;
        this.data = data;
    }

    /** Of an environment as it is at the start, which the gateway knows. */
    static WebApiConsumer of(RunningGateway gateway, String name) {
        Environment environment = gateway.simulator().environment(name);
        environment.reset();
        return of(gateway, environment, environment.host());
    }

    /** The same where it goes by another of its names. */
    static WebApiConsumer of(RunningGateway gateway, Environment environment, String host) {
        HttpResponse<String> registered =
                gateway.send(gateway.requestAs("registry-manager", "/api/tenants/" + HOME + "/environments")
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString("{\"url\":\"https://" + host + "\"}")));
        assertThat(registered.statusCode()).as(registered.body()).isIn(200, 201);
        environment.recorder().clear();
        return new WebApiConsumer(gateway, "orders-service", environment, host, List.of());
    }

    /** Another consumer of the same environment. */
    WebApiConsumer as(String other) {
        return new WebApiConsumer(gateway, other, environment, environmentHost, data);
    }

    /** The same, given that somebody has typed these texts, which may hold any address. */
    WebApiConsumer whoseDataHolds(String... texts) {
        return new WebApiConsumer(gateway, application, environment, environmentHost, List.of(texts));
    }

    /** The address that it was given in place of the environment's; ends with a slash. */
    String root() {
        return gateway.address() + "/api/dataverse/" + environmentHost + "/api/data/v9.2/";
    }

    /** Past the gateway: the environment's own address, {@code https://localhost:9444}. */
    String past() {
        return "https://" + environmentHost;
    }

    Answer get(String target, String... headers) {
        return send("GET", target, "", headers);
    }

    JsonObject json(String target, String... headers) {
        return get(target, headers).json();
    }

    List<JsonObject> rows(String target, String... headers) {
        return get(target, headers).rows();
    }

    /** Sends JSON, unless the headers say something else. A link is followed as it is, anything else is below the root. */
    Answer send(String method, String target, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(target.startsWith("http") ? target : root() + target))
                .timeout(PATIENCE)
                .setHeader("Authorization", "Bearer " + gateway.simulator().token(application))
                .setHeader("OData-Version", "4.0")
                .setHeader("OData-MaxVersion", "4.0")
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (!body.isEmpty()) {
            request.setHeader("Content-Type", "application/json; charset=utf-8");
        }
        for (int i = 0; i < headers.length; i += 2) {
            request.setHeader(headers[i], headers[i + 1]);
        }
        Answer answer = unpacked(sent(request.build()));
        leadsNowherePastTheGateway(answer);
        return answer;
    }

    /** What arrived at the environment last. */
    RecordedRequest received() {
        List<RecordedRequest> requests = environment.recorder().requests();
        assertThat(requests).isNotEmpty();
        return requests.get(requests.size() - 1);
    }

    private HttpResponse<byte[]> sent(HttpRequest request) {
        try {
            return gateway.client().send(request, BodyHandlers.ofByteArray());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
    }

    private static Answer unpacked(HttpResponse<byte[]> http) {
        boolean gzip = http.headers()
                .firstValue("Content-Encoding")
                .filter("gzip"::equals)
                .isPresent();
        if (!gzip || http.body().length == 0) {
            return new Answer(http.statusCode(), http, http.body());
        }
        try (GZIPInputStream plain = new GZIPInputStream(new ByteArrayInputStream(http.body()))) {
            return new Answer(http.statusCode(), http, plain.readAllBytes());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** In no header and nowhere in the body: only behind the gateway's own address, and in what somebody has typed. */
    private void leadsNowherePastTheGateway(Answer answer) {
        String all = answer.http().headers().map() + "\n" + answer.text().replace("\\/", "/");
        for (String typed : data) {
            String json = Json.createValue(typed).toString();
            all = all.replace(json, "").replace(typed, "");
        }
        for (String name : names()) {
            all = all.replace(gateway.address() + "/api/dataverse/" + name, "");
        }
        String rest = all.toLowerCase(Locale.ROOT).replace("%3a", ":");
        assertThat(names()).as("what an answer names").noneMatch(rest::contains);
    }

    /** An environment of the cloud has two, {@code contoso.crm4...} and {@code contoso.api.crm4...}. */
    private List<String> names() {
        String plain = environmentHost.replaceFirst("\\.api\\.", ".");
        return List.of(plain, plain.replaceFirst("\\.", ".api."));
    }
}
